import { expect, type Page } from '@playwright/test'
import type { FolderName } from '../src/backend/fake/folders'
import { advance, openStory } from './ship-story'

/** The heading of the step on the screen. */
export const question = (page: Page) => page.locator('main h2').first()

/** The one thing to do next. */
export const primary = (page: Page) => page.locator('main .button.primary')

/** Opens the window and drops a folder onto it; what it is, is on the screen then. */
export async function dropFolder(page: Page, name: FolderName, scenario = 'work', options = ''): Promise<void> {
  await openStory(page, scenario, options)
  await page.evaluate((folder) => window.slipwayStage!.dropFolder(folder), name)
  await page.locator('main header .place').waitFor()
}

/** Goes on by the primary button until the step of that number is reached. */
export async function toStep(page: Page, step: number): Promise<void> {
  for (let press = 0; press < step; press++) {
    const at = await page.locator('main nav li[aria-current="step"] .mark').textContent()
    if (at?.trim() === String(step)) return
    await primary(page).last().click()
    await expect(page.locator('main nav li[aria-current="step"] .mark')).not.toHaveText(at!.trim())
  }
}

/** To the review of a build, with its terms known. */
export async function toReview(page: Page, name: FolderName = 'project', options = ''): Promise<void> {
  await dropFolder(page, name, 'work', options)
  await toStep(page, 4)
  await page.locator('main .touches').waitFor()
}

/** Starts a build; `ms` of it pass. */
export async function startBuild(page: Page, ms: number, name: FolderName = 'project'): Promise<void> {
  await toReview(page, name)
  await primary(page).click()
  await page.getByRole('heading', { name: /^Building / }).waitFor()
  await advance(page, ms)
}

/** Time a build takes here, whatever it runs. */
export const WHOLE = 60_000
