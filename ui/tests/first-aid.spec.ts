/** First aid, the support file and About: tested, shown, saved, by keyboard alone. */
import { expect, test } from '@playwright/test'
import { expectNoComplaints } from './complaints'
import { prepareSupportFile, runFirstAid, stories, toCard } from './first-aid-story'
import { everyLookIsAccessible } from './looks'
import { advance, openStory } from './ship-story'

expectNoComplaints()

everyLookIsAccessible('settings', stories)

test('first aid tests one thing after the other and says what to do', async ({ page }) => {
  await openStory(page, 'troubled')
  await toCard(page, 'First aid')
  await page.getByRole('button', { name: 'Run first aid' }).click()
  const list = page.getByRole('list', { name: 'What was tested' })
  await expect(list.getByText('Not tested yet').first()).toBeVisible()
  for (let turn = 0; turn < 8; turn++) await advance(page, 500)
  const keychain = list.getByRole('listitem').filter({ hasText: 'Keychain' })
  await expect(keychain).toContainText('needs attention')
  await expect(keychain).toContainText('Unlock it in your system’s password app')
  await expect(list.getByText('If “Contoso Web Gateway” is your company’s').first()).toBeVisible()
  await expect(page.locator('#main').getByText('Something does not work')).toBeVisible()
})

test('promise 36: first aid asks the hosts of the projects and no other', async ({ page }) => {
  await openStory(page, 'work')
  await runFirstAid(page)
  const names = await page.getByRole('list', { name: 'What was tested' }).getByText(/^Network: /).allTextContents()
  expect(names.length).toBeGreaterThan(1)
  for (const name of names) expect(name).toMatch(/: https:\/\/(xperience-portal\.com|[a-z0-9.-]*goat[a-z0-9.-]*) /)
})

test('first aid is stopped, gone through again, and copied as text, by keyboard alone', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await openStory(page, 'work')
  await toCard(page, 'First aid')
  await page.getByRole('button', { name: 'Run first aid' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Stop' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Run again' })).toBeFocused()
  await page.keyboard.press('Enter')
  await advance(page, 100)
  for (let turn = 0; turn < 8; turn++) await advance(page, 500)
  await expect(page.getByRole('status').getByText('Everything that could be tested is fine')).toBeVisible()
  await page.getByRole('button', { name: 'Copy as text' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible()
})

test('promise 29: a support file is shown to the letter, thinned out, and saved only when asked', async ({ page }) => {
  await openStory(page, 'work')
  const saves = () =>
    page.evaluate(() => window.slipwayStage!.asked.filter((name) => name === 'actionSaveSupportBundle').length)
  await prepareSupportFile(page)
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Show all of it').last().click()
  await expect(dialog.getByRole('region', { name: 'log.txt' })).toContainText('host=xperience-portal.com')
  await dialog.getByLabel('Keep names in it').uncheck()
  await expect(dialog.getByRole('region', { name: 'log.txt' })).toContainText('host=portal-1')
  await dialog.getByLabel('Log', { exact: true }).uncheck()
  expect(await saves()).toBe(0)
  await dialog.getByRole('button', { name: 'Save the support file' }).click()
  await expect(page.getByText('The support file was saved as slipway-support.zip')).toBeVisible()
  expect(await saves()).toBe(1)
})

test('About tells version, commit and what changed', async ({ page }) => {
  await openStory(page, 'work')
  await toCard(page, 'About')
  await expect(page.getByText('4e5f6a7b8c9d')).toBeVisible()
  await page.getByRole('button', { name: 'What changed' }).click()
  await expect(page.getByRole('dialog').getByRole('heading', { name: 'Unreleased' })).toBeVisible()
})
