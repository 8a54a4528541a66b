/** The history stays quick with a hundred thousand lines, and is found in. */
import { expect, test } from '@playwright/test'
import { openStory, place } from './ship-story'

test('a hundred thousand lines scroll with few of them in the page', async ({ page }) => {
  await openStory(page, 'many')
  await place(page, 'History')
  const lines = page.locator('[aria-posinset]')
  await lines.first().waitFor()
  const list = page.getByRole('region', { name: /^Lines of the history/ })
  const before = await lines.first().getAttribute('aria-posinset')
  for (let turn = 0; turn < 5; turn++) {
    const height = await list.evaluate((element) => {
      element.scrollTop = element.scrollHeight
      return element.scrollHeight
    })
    await expect.poll(() => list.evaluate((element) => element.scrollHeight)).toBeGreaterThan(height)
  }
  const after = Number(await lines.last().getAttribute('aria-posinset'))
  expect(before).toBe('1')
  expect(after).toBeGreaterThan(1_500)
  expect(await lines.count()).toBeLessThan(60)
  expect(await lines.first().getAttribute('aria-setsize')).toBe('100064')
})

test('a search finds one line among all, and can be taken off', async ({ page }) => {
  await openStory(page, 'work')
  await place(page, 'History')
  await page.getByLabel('Search').fill('Checkout is down')
  await expect(page.getByText(/“Checkout is down/).first()).toBeVisible()
  await page.getByLabel('Search').fill('nothing like this')
  await expect(page.getByText('No line matches')).toBeVisible()
  await page.getByRole('button', { name: 'Show everything' }).click()
  await expect(page.getByText('64 lines')).toBeVisible()
})

test('filters by what happened and by environment', async ({ page }) => {
  await openStory(page, 'work')
  await place(page, 'History')
  await page.getByLabel('What happened').selectOption({ label: 'Upload accepted by the Portal' })
  await expect(page.locator('[aria-posinset]').first()).toContainText('Upload accepted by the Portal')
  await expect(page.locator('[aria-posinset]', { hasText: 'Upload started' })).toHaveCount(0)
})

test('says where the chain breaks', async ({ page }) => {
  await openStory(page, 'broken-chain')
  await place(page, 'History')
  await expect(page.getByText('The chain breaks at entry 41', { exact: true })).toBeVisible()
})

test('is exported with the name of the file told', async ({ page }) => {
  await openStory(page, 'work')
  await place(page, 'History')
  await page.getByRole('button', { name: 'Export as CSV' }).click()
  await expect(page.getByText('The history was written to slipway-history-2026-11-20.csv')).toBeVisible()
})

test('packages are searched, filtered and taken off the list', async ({ page }) => {
  await openStory(page, 'work')
  await place(page, 'Packages')
  await page.getByLabel('Search').fill('community')
  await expect(page.locator('tbody tr')).toHaveCount(1)
  await page.getByLabel('Search').fill('')
  await page.getByLabel('Verdict').selectOption({ label: 'Ready' })
  await expect(page.locator('tbody tr')).toHaveCount(2)
  await page.locator('tbody tr').first().click()
  await page.getByRole('button', { name: 'Take off the list' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Take off the list' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Packages' })).toBeVisible()
  await expect(page.locator('tbody tr')).toHaveCount(2)
})
