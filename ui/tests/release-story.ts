import { expect, type Page } from '@playwright/test'
import { advance, openStory, type Story } from './ship-story'

export const question = (page: Page) => page.locator('main h2').first()

/** Opens the release of a story where it has got to, or at another step by the rail. */
export async function openRelease(page: Page, scenario: string, stage?: string, step?: string, options = ''): Promise<void> {
  await openStory(page, scenario, options)
  await goOn(page, stage, step)
}

export async function toReleases(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: 'Releases' }).click()
  await page.getByRole('heading', { level: 1, name: 'Releases' }).waitFor()
}

/** `stage`: a line of the rail; `step`: one of the parts below it. */
export async function goOn(page: Page, stage?: string, step?: string): Promise<void> {
  await toReleases(page)
  await page.getByRole('button', { name: /^(Open the release|Promote to)/ }).first().click()
  await question(page).waitFor()
  for (const name of [stage, step]) {
    if (!name) continue
    const current = page.locator('main nav li[aria-current="step"]')
    if (!((await current.textContent()) ?? '').trim().startsWith(name)) {
      await page.locator('main nav').getByRole('button', { name: new RegExp(`^${name} (done|still|under|needs)`) }).first().click()
    }
  }
  if (step) await expect(page.locator('main nav li[aria-current="step"]')).toContainText(step)
}

const at = (name: string, scenario: string, stage?: string, step?: string, more?: (page: Page) => Promise<void>): Story => ({
  name,
  scenario,
  then: async (page) => {
    await goOn(page, stage, step)
    await more?.(page)
  },
})

const opened = (title: string) => async (page: Page) => {
  await page.getByRole('button', { name: `More about: ${title}` }).click()
  await page.getByRole('button', { name: /Waive|Reopen/ }).first().waitFor()
}

/** Every step, each in the ways it can look. */
export const stories: Story[] = [
  { name: 'list-empty', scenario: 'work', then: toReleases },
  {
    name: 'list-begin',
    scenario: 'work',
    then: async (page) => {
      await toReleases(page)
      await page.getByRole('button', { name: 'Start a release' }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  { name: 'list', scenario: 'releases', then: toReleases },
  { name: 'list-long', scenario: 'release-long', then: toReleases },
  {
    name: 'templates',
    scenario: 'work',
    then: async (page) => {
      await toReleases(page)
      await page.getByRole('button', { name: 'Review items' }).click()
      await page.getByRole('button', { name: /^Remove: / }).first().click()
      await page.getByText('Left out:').waitFor()
    },
  },
  at('contents', 'release-begun'),
  at('contents-other', 'release-in-uat', 'What is in it', undefined, async (page) => {
    await page.getByRole('radio', { name: /202611140730/ }).check()
    await page.getByText('Another package begins again at QA').waitFor()
  }),
  at('plan', 'release-begun', 'Plan'),
  at('plan-set', 'release-planned', 'Plan'),
  at('way-back', 'release-begun', 'Way back'),
  at('way-back-wrong', 'release-planned', 'Way back', undefined, async (page) => {
    await page.getByLabel('More than (percent)').first().fill('0')
    await page.getByRole('button', { name: 'Keep this and continue' }).click()
  }),
  at('features', 'release-planned', 'Ships dark'),
  at('review-development', 'release-planned', 'Development', 'Review'),
  at('review-qa', 'release-planned', 'QA', 'Review'),
  at('review', 'release-in-uat', 'PROD', 'Review'),
  at('review-open', 'release-in-uat', 'PROD', 'Review', opened('Stakeholders are told')),
  at('review-proven', 'release-in-uat', 'PROD', 'Review', opened('Tests pass in staging')),
  at('review-waive', 'release-in-uat', 'PROD', 'Review', async (page) => {
    await opened('The code is frozen')(page)
    await page.getByRole('button', { name: 'Reopen' }).click()
    await page.getByRole('button', { name: 'Waive' }).click()
    await page.getByRole('button', { name: 'Waive it' }).click()
  }),
  at('review-add', 'release-in-uat', 'PROD', 'Review', async (page) => {
    await page.getByRole('button', { name: 'Add an item of your own' }).click()
  }),
  at('decision-open', 'release-in-uat', 'PROD', 'Go or no-go'),
  at('decision', 'release-reviewed', 'PROD', 'Go or no-go'),
  at('decision-development', 'release-planned', 'Development', 'Go or no-go'),
  at('decision-stale', 'release-stale', 'PROD', 'Go or no-go'),
  at('decision-second', 'release-four-eyes', 'PROD', 'Go or no-go'),
  at('decision-done', 'release-decided', 'PROD', 'Go or no-go'),
  at('decision-no-go', 'release-reviewed', 'PROD', 'Go or no-go', async (page) => {
    await page.getByRole('radio', { name: 'No-go' }).check()
    await page.getByLabel('Reason').fill('The client wants to wait for the training.')
    await page.getByRole('button', { name: 'No-go for PROD' }).click()
    await page.getByText('No-go for PROD: Jana').waitFor()
  }),
  at('promote', 'release-decided', 'PROD', 'Promote'),
  at('promote-not-yet', 'release-in-uat', 'PROD', 'Promote'),
  at('promote-other', 'release-other', 'PROD', 'Promote'),
  at('promote-schedule', 'release-decided', 'PROD', 'Promote', async (page) => {
    await page.getByRole('radio', { name: 'Deploy to, scheduled' }).check()
    await page.getByRole('button', { name: 'I scheduled it for PROD' }).click()
  }),
  at('promote-upload', 'release-decided', 'PROD', 'Promote', async (page) => {
    await page.getByRole('radio', { name: 'Upload it with Slipway' }).check()
    await page.getByRole('button', { name: 'Upload to PROD' }).click()
  }),
  at('promote-upload-role', 'release-developer', 'PROD', 'Promote', async (page) => {
    await page.getByRole('radio', { name: 'Upload it with Slipway' }).check()
    await page.getByText('Your role cannot upload').waitFor()
  }),
  at('promote-scheduled', 'release-scheduled', 'PROD', 'Promote', (page) => advance(page, 3_000)),
  at('promote-moved', 'release-scheduled', 'PROD', 'Promote', async (page) => {
    await page.getByRole('button', { name: 'It was moved' }).click()
    await page.getByLabel('Now scheduled for').waitFor()
  }),
  at('promote-again', 'release-pressed', 'PROD', 'Promote', async (page) => {
    await advance(page, 3_000)
    await page.getByRole('button', { name: 'It has to be sent once more' }).click()
    await page.getByRole('button', { name: 'I selected Start deployment' }).click()
  }),
  at('promote-done', 'release-in-prod', 'PROD', 'Promote'),
  at('watch', 'release-pressed', 'PROD', 'Watch'),
  at('watch-nothing', 'release-decided', 'PROD', 'Watch'),
  at('long', 'release-long', 'PROD', 'Review'),
]
