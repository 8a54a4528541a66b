/** What has to be in sight, and what has to fit, in the smallest window and with much to show. */
import { expect, test, type Page } from '@playwright/test'
import { advance, followUpload, openStory, place, pressUpload, toConfirm, toWhere } from './ship-story'

const next = (page: Page) => page.locator('main .forward .button.primary')

test.describe('in the smallest window the next step is in sight without scrolling', () => {
  test.use({ viewport: { width: 960, height: 640 } })

  for (const [step, scenario, go] of [
    ['where', 'long-names', toWhere],
    ['confirm', 'work', (page: Page) => toConfirm(page, 'PROD')],
    ['watch', 'watching', (page: Page) => followUpload(page, 380_000)],
  ] as const) {
    test(step, async ({ page }) => {
      await openStory(page, scenario)
      await go(page)
      await expect(next(page)).toBeInViewport({ ratio: 1 })
      await page.locator('main').evaluate((main) => main.scrollTo(0, main.scrollHeight))
      await expect(next(page)).toBeInViewport({ ratio: 1 })
    })
  }
})

for (const height of [640, 800]) {
  test(`the foot of a step does not cover what is typed in a window ${height} high`, async ({ page }) => {
    await page.setViewportSize({ width: 1280, height })
    await openStory(page, 'work')
    await toConfirm(page, 'PROD')
    await page.locator('main').evaluate((main) => main.scrollTo(0, 0))
    const typed = page.getByLabel('Type PROD to confirm')
    await typed.focus()
    const field = await typed.boundingBox()
    const foot = await page.locator('main .actions.stays').boundingBox()
    expect(field!.y + field!.height).toBeLessThanOrEqual(foot!.y)
  })
}

test('at 200 % zoom the foot of a step does not cover half of it', async ({ page }) => {
  await page.setViewportSize({ width: 640, height: 400 })
  await openStory(page, 'work')
  await toConfirm(page, 'PROD')
  await expect(next(page)).not.toBeInViewport()
})

test('the band of an environment runs across the whole column and goes with the flow', async ({ page }) => {
  await openStory(page, 'work')
  await pressUpload(page)
  const band = await page.locator('.column > .band').boundingBox()
  const column = await page.locator('.column').boundingBox()
  expect(band!.width).toBe(column!.width)
  await place(page, 'Home')
  await expect(page.locator('.column > .band')).toHaveCount(0)
})

for (const width of [1280, 960, 640]) {
  test(`hundreds of packages fit a window of ${width}, in rows that are all alike`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 })
    await openStory(page, 'many')
    await place(page, 'Packages')
    const list = page.getByRole('region', { name: 'Packages' })
    await expect(list.locator('tbody tr').first()).toBeVisible()
    expect(await list.evaluate((one) => one.scrollWidth - one.clientWidth)).toBe(0)
    const heights = await list
      .locator('tbody tr:not(.space)')
      .evaluateAll((rows) => [...new Set(rows.map((row) => Math.round(row.getBoundingClientRect().height)))])
    expect(heights).toEqual([57])
  })
}

test('a try to come is announced with its time in the sidebar', async ({ page }) => {
  await openStory(page, 'maintenance')
  await pressUpload(page)
  await advance(page, 2_000)
  await place(page, 'Home')
  await expect(page.getByText(/Next try .*\d\d:\d\d/).first()).toBeVisible()
})
