/**
 * With every word of the catalog accented and 40 % longer: what stays plain does not come from the
 * catalog, and what sticks out would not survive a longer language. Found by place, not by words.
 */
import { expect, test, type Page } from '@playwright/test'
import { isWhole } from './pseudo'
import { advance, openStory } from './ship-story'

const pseudo = '&locale=pseudo'
const primary = (page: Page) => page.locator('main .button.primary').first()
const at = (page: Page, step: number) =>
  expect(page.locator('main nav li[aria-current="step"] .mark')).toHaveText(String(step))

test('promise_45_shipping_to_QA_has_no_word_outside_the_catalog', async ({ page }) => {
  await openStory(page, 'work', pseudo)
  await page.keyboard.press('Control+o')
  await at(page, 1)
  await isWhole(page)
  await advance(page, 6_000)
  await at(page, 2)
  await isWhole(page)
  await page.locator('main .button.quiet').first().click()
  await at(page, 3)
  await isWhole(page)
  await primary(page).click()
  await at(page, 4)
  await advance(page, 12_000)
  await isWhole(page)
  await advance(page, 20_000)
  await at(page, 5)
  await isWhole(page)
  await advance(page, 120_000)
  await isWhole(page)
  await advance(page, 300_000)
  await isWhole(page)
})

for (const scenario of ['warnings', 'will-not-work', 'hostile', 'long-names']) {
  test(`promise_45_the_verdict_has_no_word_outside_the_catalog: ${scenario}`, async ({ page }) => {
    await openStory(page, scenario, pseudo)
    await page.keyboard.press('Control+o')
    await at(page, 1)
    await advance(page, 12_000)
    await at(page, 2)
    for (const summary of await page.locator('main summary').all()) await summary.click()
    await isWhole(page)
  })
}

test('promise_45_the_emergency_path_has_no_word_outside_the_catalog', async ({ page }) => {
  await openStory(page, 'will-not-work', pseudo)
  await page.keyboard.press('Control+o')
  await at(page, 1)
  await advance(page, 12_000)
  await page.locator('main .actions .button.quiet').first().click()
  await page.locator('main nav button').nth(2).click()
  await page.getByRole('radio').nth(2).check()
  await page.locator('main .forward .button').last().click()
  await at(page, 4)
  await primary(page).click()
  await isWhole(page)
})

for (const scenario of ['no-token', 'locked-keychain', 'no-keychain', 'developer', 'sent-before']) {
  test(`promise_45_where_to_has_no_word_outside_the_catalog: ${scenario}`, async ({ page }) => {
    await openStory(page, scenario, pseudo)
    await page.keyboard.press('Control+o')
    await at(page, 1)
    await advance(page, 12_000)
    await isWhole(page)
    const button = scenario === 'developer' || scenario === 'sent-before' ? '.button.quiet' : '.button.primary'
    await page.locator(`main ${button}`).first().click()
    await at(page, 3)
    await isWhole(page)
  })
}

test('promise_45_a_lost_answer_has_no_word_outside_the_catalog', async ({ page }) => {
  await openStory(page, 'answer-lost', pseudo)
  await primary(page).click()
  await at(page, 4)
  await isWhole(page)
})

test('promise_45_packages_and_history_have_no_word_outside_the_catalog', async ({ page }) => {
  await openStory(page, 'work', pseudo)
  await page.keyboard.press('Control+2')
  await page.locator('tbody tr').first().waitFor()
  await isWhole(page)
  await page.locator('tbody tr').first().click()
  await page.locator('main .banner').waitFor()
  await isWhole(page)
  await page.keyboard.press('Control+5')
  await page.locator('[aria-posinset]').first().waitFor()
  await isWhole(page)
})
