/** The release flow with every word accented and 40 % longer (see ship-pseudo.spec.ts). */
import { expect, test } from '@playwright/test'
import { isWhole } from './pseudo'
import { openStory } from './ship-story'

for (const scenario of ['release-begun', 'release-in-uat', 'release-stale', 'release-four-eyes', 'release-scheduled', 'release-long']) {
  test(`promise_45_a_release_has_no_word_outside_the_catalog: ${scenario}`, async ({ page }) => {
    await openStory(page, scenario, '&locale=pseudo')
    await page.keyboard.press('Control+3')
    await page.locator('main section .button.primary').waitFor()
    await isWhole(page)
    await page.locator('main section .button.primary').click()
    const steps = page.locator('main nav li')
    await steps.first().waitFor()
    for (let at = 0; at < (await steps.count()); at++) {
      const button = steps.nth(at).getByRole('button')
      if ((await button.count()) > 0) await button.click()
      await isWhole(page)
      for (const more of (await page.locator('main .more[aria-expanded]').all()).slice(0, 9).filter((_, place) => place % 4 === 0)) {
        await more.click()
        await isWhole(page)
      }
    }
    await expect(page.locator('main nav li[aria-current="step"]')).toHaveCount(1)
  })
}

test('promise_45_the_list_of_releases_and_its_dialogs_have_no_word_outside_the_catalog', async ({ page }) => {
  await openStory(page, 'releases', '&locale=pseudo')
  await page.keyboard.press('Control+3')
  await page.locator('main section .button.primary').first().waitFor()
  await isWhole(page)
  // After Sites and Figures.
  await page.locator('main header .button').nth(2).click()
  await page.getByRole('dialog').locator('li').first().waitFor()
  await isWhole(page)
})
