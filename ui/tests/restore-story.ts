import { expect, type Page } from '@playwright/test'
import type { RestoreStep } from '../src/backend/interface'
import { advance, openStory, type Story } from './ship-story'

export const base = 'https://kxprestore7f21.blob.core.windows.net'

export const link = (container: string, { until = '2026-11-25', rights = 'rwl' } = {}) =>
  `${base}/${container}?sv=2024-11-04&sr=c&sp=${rights}&se=${until}T10:00:00Z&spr=https&sig=q7secretk%3D`

export const question = (page: Page) => page.locator('main h2').first()

/** Opens the restore of a story at the step it has got to, or at another one by the rail. */
export async function openRestore(page: Page, scenario: string, step?: string, options = ''): Promise<void> {
  await openStory(page, scenario, options)
  await goOn(page, step)
}

export async function goOn(page: Page, step?: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: 'Restores' }).click()
  // One that was closed is the newest of the earlier ones.
  const newest = page.getByRole('region', { name: 'Earlier restores' }).locator('tbody tr').first()
  await newest.waitFor()
  const open = page.getByRole('button', { name: 'Go on with the restore' })
  await ((await open.count()) > 0 ? open : newest).click()
  await question(page).waitFor()
  if (!step) return
  const current = page.locator('main nav li[aria-current="step"]')
  if (!(await current.textContent())?.includes(step)) {
    await page.locator('main nav').getByRole('button', { name: new RegExp(`^${step}`) }).click()
  }
  await expect(current).toContainText(step)
}

/** The steps by their names in the rail. */
export const names: Record<RestoreStep, string> = {
  'restore-point': 'Restore point',
  'create-session': 'Create session',
  'get-access': 'Get access',
  database: 'Database',
  files: 'Files',
  check: 'Check',
  transfer: 'Transfer',
  'restore-to-environment': 'Restore to environment',
  verify: 'Verify',
  close: 'Close',
  'revoke-access': 'Revoke access',
}

const at = (name: string, scenario: string, step: RestoreStep, more?: (page: Page) => Promise<void>): Story => ({
  name,
  scenario,
  then: async (page) => {
    await goOn(page, names[step])
    await more?.(page)
  },
})

export async function paste(page: Page, text: string): Promise<void> {
  await page.getByLabel(/SAS URLs/).fill(text)
  await page.getByRole('button', { name: 'Check the links' }).click()
}

/** Every step, each in the ways it can look. */
export const stories: Story[] = [
  {
    name: 'list-empty',
    scenario: 'work',
    then: async (page) => {
      await page.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: 'Restores' }).click()
      await page.getByText('No custom restore yet').waitFor()
    },
  },
  {
    name: 'list-begin',
    scenario: 'work',
    then: async (page) => {
      await page.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: 'Restores' }).click()
      await page.getByRole('button', { name: 'Start a custom restore' }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'list',
    scenario: 'restore-links',
    then: async (page) => {
      await page.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: 'Restores' }).click()
      await page.getByText('Earlier restores').first().waitFor()
    },
  },
  {
    name: 'list-closed',
    scenario: 'restore-closed',
    then: async (page) => {
      await page.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: 'Restores' }).click()
      await page.getByText('Earlier restores').first().waitFor()
    },
  },
  { name: 'home', scenario: 'restore-links', then: async (page) => void (await page.getByText('A custom restore to QA is open').waitFor()) },
  { name: 'home-transfer', scenario: 'restore-transfer', then: async (page) => {
    await page.getByText('A custom restore to QA is open').waitFor()
    for (let second = 0; second < 12; second++) await advance(page, 1_000)
  } },
  at('point', 'restore-begun', 'restore-point'),
  at('point-made', 'restore-started', 'restore-point'),
  at('point-long', 'restore-long-names', 'restore-point'),
  at('point-waive', 'restore-begun', 'restore-point', (page) => page.getByRole('radio', { name: 'I go on without one' }).check()),
  at('create', 'restore-started', 'create-session'),
  at('create-done', 'restore-created', 'create-session'),
  at('access', 'restore-created', 'get-access'),
  at('access-expired', 'restore-created', 'get-access', async (page) => {
    await paste(page, `${link('database-1', { until: '2026-11-19', rights: 'rl' })}\n${link('storage-1')}`)
    await page.getByText('This link has expired').first().waitFor()
  }),
  at('access-which', 'restore-created', 'get-access', async (page) => {
    await paste(page, `${link('kxp-1')}\n${link('kxp-2')}`)
    await page.getByText('Which of them is the database?').waitFor()
  }),
  at('access-gone', 'restore-links-gone', 'get-access'),
  at('access-ended', 'restore-links-expired', 'get-access'),
  at('access-done', 'restore-links', 'get-access'),
  at('database-empty', 'restore-links', 'database'),
  at('database-checking', 'restore-links', 'database', async (page) => {
    await page.getByRole('button', { name: 'Choose the database file' }).click()
    await advance(page, 700)
  }),
  at('database', 'restore-ready', 'database'),
  at('database-long', 'restore-long-names', 'database'),
  at('database-gone', 'restore-files-gone', 'database'),
  at('database-no-version', 'restore-no-version', 'database', async (page) => {
    await page.getByRole('button', { name: 'Choose the database file' }).click()
    await advance(page, 4_000)
  }),
  at('database-cut-short', 'restore-cut-short', 'database', async (page) => {
    await page.getByRole('button', { name: 'Choose the database file' }).click()
    await advance(page, 4_000)
  }),
  at('files-empty', 'restore-links', 'files'),
  at('files-looking', 'restore-links', 'files', async (page) => {
    await page.getByRole('button', { name: 'Choose the folder' }).click()
    await advance(page, 500)
  }),
  at('files', 'restore-ready', 'files'),
  at('files-nothing', 'restore-nothing-there', 'files'),
  at('files-long', 'restore-long-names', 'files'),
  at('files-gone', 'restore-files-gone', 'files'),
  at('files-many', 'restore-many', 'files', async (page) => {
    const tree = page.getByRole('region', { name: /^Tree of the files/ })
    for (const folder of ['default', 'assets', 'contentitems']) await tree.getByRole('button', { name: folder, exact: true }).click()
    await page.locator('summary', { hasText: 'names change' }).click()
  }),
  at('files-collisions', 'restore-collisions', 'files'),
  at('check', 'restore-ready', 'check'),
  at('check-conflicts', 'restore-conflicts', 'check'),
  at('transfer-ready', 'restore-ready', 'transfer'),
  at('transfer', 'restore-transfer', 'transfer', async (page) => {
    for (let second = 0; second < 20; second++) await advance(page, 1_000)
  }),
  at('transfer-paused', 'restore-transfer', 'transfer', async (page) => {
    await advance(page, 6_000)
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.getByText('Nothing is sent until you resume').waitFor()
  }),
  at('transfer-link-ends', 'restore-link-ends', 'transfer', (page) => advance(page, 8_000)),
  at('transfer-throttled', 'restore-throttled', 'transfer', (page) => advance(page, 8_000)),
  at('transfer-gone', 'restore-links-gone', 'transfer'),
  at('transfer-offline', 'restore-offline', 'transfer', (page) => advance(page, 3_000)),
  at('transfer-needs-link', 'restore-needs-link', 'transfer', (page) => advance(page, 3_000)),
  at('report', 'restore-done', 'transfer'),
  at('report-stopped', 'restore-stopped', 'transfer'),
  at('report-missing', 'restore-three-missing', 'transfer'),
  at('press', 'restore-done', 'restore-to-environment'),
  at('press-prod', 'restore-prod', 'restore-to-environment'),
  at('press-again', 'restore-pressed', 'restore-to-environment'),
  at('verify', 'restore-pressed', 'verify'),
  at('close', 'restore-done', 'close'),
  at('close-done', 'restore-closed', 'close'),
  at('revoke', 'restore-pressed', 'revoke-access'),
  at('clocks', 'restore-clocks', 'database'),
]
