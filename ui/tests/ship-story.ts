import type { Page } from '@playwright/test'

/** A scene of the scripted world and how a user gets to see it. */
export type Story = {
  name: string
  scenario: string
  options?: string
  then: (page: Page) => Promise<void>
}

/** The usual window, the smallest one, and the usual one at 200 % zoom. */
export const sizes = [
  { name: '1280', viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 },
  { name: '960', viewport: { width: 960, height: 640 }, deviceScaleFactor: 1 },
  { name: '640', viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 },
]

/** Opens the window in a story whose time passes only when a test says so. */
export async function openStory(page: Page, scenario: string, options = ''): Promise<void> {
  await page.clock.install({ time: new Date('2026-11-20T14:20:00+01:00') })
  await page.goto(`/?scenario=${scenario}&clock=steps${options}`)
  await page.locator('h1').first().waitFor()
}

/** Lets time pass in the scripted world, and the window's own clock with it. */
export async function advance(page: Page, ms: number): Promise<void> {
  await page.evaluate((passed) => window.slipwayStage!.advance(passed), ms)
  await page.clock.fastForward(ms)
}

/** Goes to a place of the sidebar. */
export async function place(page: Page, name: 'Home' | 'Packages' | 'Releases' | 'Restores' | 'History'): Promise<void> {
  await page.getByRole('navigation').getByRole('button', { name, exact: true }).click()
  await page.getByRole('heading', { level: 1 }).waitFor()
}

/** Chooses a package in the file dialog; the verdict is there and hashed unless `wait` is short. */
export async function chooseFile(page: Page, { wait = 12_000 } = {}): Promise<void> {
  await page.keyboard.press('Control+o')
  await page.getByRole('heading', { name: 'Reading the package' }).waitFor()
  await advance(page, wait)
  if (wait > 1000) await page.getByRole('heading', { name: /^Will it work/ }).waitFor()
}

/** From a chosen package to the question where to. */
export async function toWhere(page: Page): Promise<void> {
  await chooseFile(page)
  await page
    .getByRole('button', { name: /Another environment|access token/ })
    .first()
    .click()
  await page.getByRole('heading', { name: 'Where should it go?' }).waitFor()
}

/** To the review before an upload on the emergency path. */
export async function toConfirm(page: Page, environment: string): Promise<void> {
  await toWhere(page)
  await page.getByRole('radio', { name: environment }).check()
  await page.getByRole('button', { name: `Review the upload to ${environment}` }).click()
  await page.getByRole('heading', { name: `Send it straight to ${environment}?` }).waitFor()
}

/** From the first screen to an upload to QA that has begun. */
export async function pressUpload(page: Page): Promise<void> {
  await chooseFile(page)
  await page.getByRole('button', { name: 'Upload to QA' }).click()
  await page.getByRole('heading', { name: 'Uploading to QA' }).waitFor()
}

/** Opens the upload or watch the story began with, from Home. */
export async function followUpload(page: Page, ms = 300): Promise<void> {
  await page
    .locator('main')
    .getByRole('button', { name: /^(Look in the Portal|Show the upload|See what to do|Watching the site)/ })
    .first()
    .click()
  await page.getByRole('heading', { level: 2 }).first().waitFor()
  await advance(page, ms)
}
