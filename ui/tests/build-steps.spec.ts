/**
 * Every step of building in every way it can look (promise 41): axe finds nothing in both themes,
 * at 200 % zoom and with text at 200 %, and nothing has to be scrolled sideways.
 */
import { test } from '@playwright/test'
import { expectAccessiblePage, expectNoSidewaysScroll } from './axe'
import { stories } from './build-stories'
import { expectNoComplaints } from './complaints'
import { advance, openStory } from './ship-story'

expectNoComplaints()

for (const story of stories) {
  test(`promise_41_axe_finds_nothing_and_nothing_scrolls_sideways_on_build_${story.name}`, async ({ page }) => {
    test.setTimeout(60_000)
    await openStory(page, story.scenario, story.options)
    await story.then(page)
    await advance(page, 100)
    await expectAccessiblePage(page)
    await page.emulateMedia({ colorScheme: 'dark' })
    await expectAccessiblePage(page)
    await page.setViewportSize({ width: 640, height: 400 })
    await expectNoSidewaysScroll(page)
    await expectAccessiblePage(page)
    await page.setViewportSize({ width: 1280, height: 800 })
    await page.evaluate(() => (document.documentElement.style.fontSize = '200%'))
    await expectNoSidewaysScroll(page)
    await expectAccessiblePage(page)
  })
}
