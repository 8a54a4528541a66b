/** Pictures of everything from the press to the report, to be looked at: `npm run screens`, then open `screens/`. */
import { test } from '@playwright/test'
import { stories } from './release-watch-story'
import { advance, openStory, sizes } from './ship-story'

for (const size of sizes) {
  for (const theme of ['light', 'dark'] as const) {
    test.describe(`${size.name} ${theme}`, () => {
      test.use({ viewport: size.viewport, deviceScaleFactor: size.deviceScaleFactor, colorScheme: theme })
      for (const story of stories) {
        test(`release ${story.name}`, async ({ page }) => {
          await openStory(page, story.scenario, story.options)
          await story.then(page)
          await advance(page, 300)
          await page.screenshot({ path: `screens/${size.name}-${theme}/release-${story.name}.png` })
        })
      }
    })
  }
}
