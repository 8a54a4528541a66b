/**
 * Pictures of every screen of the frame, Home, connecting and Settings, to be looked at:
 * `npm run screens`, then open `screens/`. Sizes: the usual window, the smallest one, and the
 * usual one at 200 % zoom.
 */
import { test, type Page } from '@playwright/test'

type Shot = {
  name: string
  scenario: string
  options?: string
  then?: (page: Page) => Promise<void>
}

const go = (name: string) => (page: Page) => page.getByRole('button', { name, exact: true }).click()

const shots: Shot[] = [
  { name: 'first-start', scenario: 'first-start' },
  { name: 'home-work', scenario: 'work' },
  { name: 'home-practice', scenario: 'practice' },
  { name: 'home-fresh', scenario: 'fresh' },
  { name: 'home-no-token', scenario: 'no-token' },
  { name: 'home-long-names', scenario: 'long-names' },
  { name: 'home-under-way', scenario: 'under-way', then: (page) => page.clock.runFor(4000) },
  { name: 'home-answer-lost', scenario: 'answer-lost' },
  { name: 'home-interrupted', scenario: 'interrupted' },
  { name: 'home-no-site', scenario: 'no-site' },
  { name: 'home-pseudo', scenario: 'work', options: '&locale=pseudo' },
  {
    name: 'switcher',
    scenario: 'work',
    then: (page) => page.getByRole('button', { name: /Project:/ }).click(),
  },
  {
    name: 'drop',
    scenario: 'work',
    then: (page) => page.evaluate(() => window.slipwayStage!.drag()),
  },
  {
    name: 'refused',
    scenario: 'work',
    then: (page) => page.evaluate(() => window.slipwayStage!.refuse('several-files')),
  },
  {
    name: 'quit',
    scenario: 'under-way',
    then: async (page) => {
      await page.clock.runFor(2000)
      await page.evaluate(() => window.slipwayStage!.quit())
    },
  },
  { name: 'settings', scenario: 'work', then: go('Settings') },
  {
    name: 'settings-remove',
    scenario: 'work',
    then: async (page) => {
      await go('Settings')(page)
      await page.getByRole('button', { name: /^Remove / }).first().click()
    },
  },
  {
    name: 'connect-address',
    scenario: 'first-start',
    then: async (page) => {
      await page.getByRole('button', { name: /Connect a project/ }).click()
    },
  },
  {
    name: 'connect-address-found',
    scenario: 'first-start',
    then: async (page) => {
      await page.getByRole('button', { name: /Connect a project/ }).click()
      await address(page)
    },
  },
  { name: 'connect-environments', scenario: 'first-start', then: environments },
  {
    name: 'connect-role',
    scenario: 'first-start',
    then: role,
  },
  { name: 'connect-token', scenario: 'first-start', then: token },
  {
    name: 'connect-token-locked',
    scenario: 'locked-keychain',
    then: async (page) => {
      await page.getByRole('button', { name: 'See what to do' }).click()
      await page.getByLabel('Personal access token').fill('pat-abcdef')
      await page.getByRole('button', { name: 'Save the token' }).click()
      await page.getByRole('alert').waitFor()
    },
  },
  {
    name: 'connect-done',
    scenario: 'first-start',
    then: async (page) => {
      await token(page)
      await page.getByLabel('Personal access token').fill('pat-abcdef')
      await page.getByRole('button', { name: 'Save the token' }).click()
      await page.getByRole('heading', { name: /is connected/ }).waitFor()
    },
  },
]

async function address(page: Page) {
  await page
    .getByLabel(/^Address in/)
    .fill('https://xperience-portal.com/6f1d2c3b-4a5e-4b6c-8d7e-9f0a1b2c3d4e/dashboard')
  await page.getByText('Project GUID found').waitFor()
  await page.getByLabel('Name', { exact: true }).fill('Contoso Website')
}

async function environments(page: Page) {
  await page.getByRole('button', { name: /Connect a project/ }).click()
  await address(page)
  await page.getByRole('button', { name: 'Continue to environments' }).click()
  await page.getByRole('radio', { name: 'Custom' }).check()
  await page.getByRole('button', { name: 'Add an environment' }).click()
  await page.getByLabel('Name in the Portal').fill('Load test')
}

async function role(page: Page) {
  await environments(page)
  await page.getByRole('button', { name: 'Continue to your role' }).click()
  await page.getByRole('radio', { name: 'DevOps Engineer' }).check()
}

async function token(page: Page) {
  await role(page)
  await page.getByRole('button', { name: 'Connect Contoso Website' }).click()
  await page.getByLabel('Personal access token').waitFor()
}

const sizes = [
  { name: '1280', viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 },
  { name: '960', viewport: { width: 960, height: 640 }, deviceScaleFactor: 1 },
  { name: '640', viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 },
]

for (const size of sizes) {
  for (const theme of ['light', 'dark'] as const) {
    test.describe(`${size.name} ${theme}`, () => {
      test.use({
        viewport: size.viewport,
        deviceScaleFactor: size.deviceScaleFactor,
        colorScheme: theme,
      })
      for (const shot of shots) {
        test(shot.name, async ({ page }) => {
          await page.clock.install({ time: new Date('2026-11-20T14:20:00+01:00') })
          await page.goto(`/?scenario=${shot.scenario}${shot.options ?? ''}`)
          await page.locator('h1').waitFor()
          await page.clock.runFor(500)
          await shot.then?.(page)
          await page.clock.runFor(500)
          await page.screenshot({ path: `screens/${size.name}-${theme}/${shot.name}.png` })
        })
      }
    })
  }
}
