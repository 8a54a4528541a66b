/** Every step of a custom restore in the ways it can look: axe in both themes, and no sideways scroll. */
import { test } from '@playwright/test'
import { expectAccessiblePage, expectNoSidewaysScroll } from './axe'
import { expectNoComplaints } from './complaints'
import { stories } from './restore-story'
import { advance, openStory, sizes } from './ship-story'

expectNoComplaints()

for (const theme of ['light', 'dark'] as const) {
  test.describe(theme, () => {
    test.use({ colorScheme: theme })
    for (const story of stories) {
      test(`restore ${story.name} is accessible`, async ({ page }) => {
        await openStory(page, story.scenario, story.options)
        await story.then(page)
        await advance(page, 300)
        await expectAccessiblePage(page)
      })
    }
  })
}

test.describe('at 200 %', () => {
  test.use({ viewport: sizes[2]!.viewport, deviceScaleFactor: 2 })
  for (const story of stories) {
    test(`restore ${story.name} reflows`, async ({ page }) => {
      await openStory(page, story.scenario, story.options)
      await story.then(page)
      await expectNoSidewaysScroll(page)
    })
  }
})
