/** Every way a step can look, held to promise 41. */
import { test } from '@playwright/test'
import { expectAccessibleLooks } from './axe'
import { advance, openStory, type Story } from './ship-story'

/** A test for each story; `flow` tells stories of the same name apart. */
export function everyLookIsAccessible(flow: string, stories: readonly Story[]): void {
  for (const story of stories) {
    test(`promise_41_axe_finds_nothing_and_nothing_scrolls_sideways_on_${flow}_${story.name}`, async ({ page }) => {
      await openStory(page, story.scenario, story.options)
      await story.then(page)
      await advance(page, 100)
      await expectAccessibleLooks(page)
    })
  }
}
