/** Every way a step can look, held to promise 41. */
import { test } from '@playwright/test'
import { expectAccessibleColours, expectAccessiblePage, expectNoSidewaysScroll } from './axe'
import { advance, openStory, type Story } from './ship-story'

/**
 * A test for each story: axe finds nothing in both themes, at 200 % zoom and with text at 200 %, and
 * nothing has to be scrolled sideways. `flow` tells stories of the same name apart.
 */
export function everyLookIsAccessible(flow: string, stories: readonly Story[]): void {
  for (const story of stories) {
    test(`promise_41_axe_finds_nothing_and_nothing_scrolls_sideways_on_${flow}_${story.name}`, async ({ page }) => {
      await openStory(page, story.scenario, story.options)
      await story.then(page)
      await advance(page, 100)
      await expectAccessiblePage(page)
      await page.emulateMedia({ colorScheme: 'dark' })
      await expectAccessibleColours(page)
      await page.setViewportSize({ width: 640, height: 400 })
      await expectNoSidewaysScroll(page)
      await expectAccessiblePage(page)
      await page.setViewportSize({ width: 1280, height: 800 })
      await page.evaluate(() => (document.documentElement.style.fontSize = '200%'))
      await expectNoSidewaysScroll(page)
      await expectAccessiblePage(page)
    })
  }
}
