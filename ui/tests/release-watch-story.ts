import type { Page } from '@playwright/test'
import { advance, openStory, type Story } from './ship-story'

export const toReleases = async (page: Page): Promise<void> => {
  await page.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: 'Releases' }).click()
  await page.getByRole('heading', { level: 1, name: 'Releases' }).waitFor()
}

/** Opens the release of a story that has reached production, where it is watched. */
export async function openWatch(page: Page, scenario: string, options = ''): Promise<void> {
  await openStory(page, scenario, options)
  await goOn(page)
}

async function goOn(page: Page): Promise<void> {
  await toReleases(page)
  const open = page.getByRole('button', { name: 'Open the release' })
  const past = page.locator('main tbody tr').first()
  await open.or(past).first().waitFor()
  await ((await open.count()) > 0 ? open.first() : past).click()
  await seen(page).waitFor()
  // What was measured is asked for after the step is on the screen.
  await advance(page, 100)
}

export const seen = (page: Page) => page.getByRole('region', { name: 'What is seen of the site' })
export const rollback = (page: Page) => page.getByRole('region', { name: /a limit you set was passed|Roll PROD back/ })

export async function toSites(page: Page, section?: string): Promise<void> {
  await toReleases(page)
  await page.getByRole('button', { name: 'Sites' }).click()
  await page.getByRole('heading', { level: 1, name: 'Sites' }).waitFor()
  if (section) await page.getByRole('navigation', { name: 'Sites' }).getByRole('button', { name: section }).click()
}

export async function toFigures(page: Page): Promise<void> {
  await toReleases(page)
  await page.getByRole('button', { name: 'Figures' }).click()
  await page.getByRole('heading', { level: 1, name: 'Figures' }).waitFor()
  await page.getByRole('img').first().waitFor()
}

const watch = (name: string, more?: (page: Page) => Promise<void>): Story => ({
  name: name.replace('release-', ''),
  scenario: name,
  then: async (page) => {
    await goOn(page)
    await more?.(page)
  },
})

const unfold = async (page: Page) => {
  for (const summary of await page.locator('main summary').all()) await summary.click()
}

/** From the press to the report, and everything beside it, in each way it can look. */
export const stories: Story[] = [
  watch('release-watch-waiting'),
  watch('release-watch-offline'),
  watch('release-watch-read-only'),
  watch('release-watch-as-before'),
  watch('release-watch-unclear'),
  watch('release-watch', unfold),
  watch('release-watch-slow'),
  watch('release-watch-failing'),
  watch('release-watch-smoke-down'),
  watch('release-watch-gap'),
  watch('release-watch-interrupted'),
  watch('release-watch-logs', unfold),
  watch('release-watch-done'),
  watch('release-called'),
  watch('release-restored'),
  watch('release-ended'),
  { name: 'sites-probes', scenario: 'sites', then: async (page) => void (await toSites(page), await unfold(page)) },
  {
    name: 'sites-problems',
    scenario: 'sites',
    then: async (page) => {
      await toSites(page)
      await page.getByRole('button', { name: 'Add a look' }).click()
      await page.getByLabel('Time limit in seconds').last().fill('long')
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('One field needs another look').waitFor()
    },
  },
  { name: 'sites-parity', scenario: 'sites', then: (page) => toSites(page, 'Compare two sites') },
  {
    name: 'sites-domains',
    scenario: 'sites',
    then: async (page) => {
      await toSites(page, 'Domains')
      await page.getByRole('button', { name: 'Add a domain' }).click()
      await page.getByLabel('Domain').last().fill('old.dancinggoat.example')
      await page.getByRole('button', { name: 'Add a domain' }).click()
      await page.getByLabel('Domain').last().fill('mail.dancinggoat.example')
      await page.getByLabel('What it is').last().selectOption('Email sender domain')
      await page.getByLabel('Records you were told to enter').fill('em4821 CNAME u4821.wl.mail.example\ns1._domainkey CNAME s1.domainkey.u4821.wl.mail.example\nsame\nsame')
      await page.getByRole('button', { name: 'Look at the domains' }).click()
      await page.getByText('What was found').waitFor()
    },
  },
  {
    name: 'sites-metrics',
    scenario: 'sites',
    then: async (page) => {
      await toSites(page, 'Server figures')
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('Enter the API key.').waitFor()
    },
  },
  { name: 'figures', scenario: 'figures', then: toFigures },
  { name: 'purposes', scenario: 'work', then: async (page) => void (await page.getByText('What do you want to do?').waitFor()) },
  {
    name: 'purpose-import',
    scenario: 'work',
    then: async (page) => {
      await page.getByRole('button', { name: /^Bring in a lot of data/ }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
]
