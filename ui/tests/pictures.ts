import { test } from '@playwright/test'
import { advance, openStory, sizes, type Story } from './ship-story'

/** A picture of each story in every size and both themes, to be looked at: `npm run screens`, then open `screens/`. */
export function pictureEveryLook(flow: string, stories: readonly Story[]): void {
  for (const size of sizes) {
    for (const theme of ['light', 'dark'] as const) {
      test.describe(`${size.name} ${theme}`, () => {
        test.use({ viewport: size.viewport, deviceScaleFactor: size.deviceScaleFactor, colorScheme: theme })
        for (const story of stories) {
          test(`${flow} ${story.name}`, async ({ page }) => {
            await openStory(page, story.scenario, story.options)
            await story.then(page)
            await advance(page, 300)
            await page.screenshot({ path: `screens/${size.name}-${theme}/${flow}-${story.name}.png` })
          })
        }
      })
    }
  }
}
