import type { Page } from '@playwright/test'
import { type dropFolder, primary, toStep, WHOLE } from './build-story'
import { advance, type Story } from './ship-story'

/** Ways a build ends without a package. */
const ends = [
  ['code-does-not-compile', 'publish'],
  ['build-file-in-use', 'pack'],
  ['build-no-room', 'pack'],
  ['build-refused', 'pack'],
  ['build-not-proven', 'prove'],
] as const

const ended = ([code, step]: (typeof ends)[number]): Story => ({
  name: `ended-${code}`,
  scenario: 'work',
  then: async (page) => {
    await page.evaluate((plot) => window.slipwayStage!.builds({ goes: 'wrong', ...plot }), { code, step })
    await dropOpen(page, 'project')
    await toStep(page, 4)
    await page.locator('main .touches').waitFor()
    await primary(page).click()
    await page.getByRole('heading', { name: /^Building / }).waitFor()
    await advance(page, WHOLE)
    await page.getByRole('heading', { name: 'No package was made' }).waitFor()
  },
})

async function dropOpen(page: Page, name: Parameters<typeof dropFolder>[1]) {
  await page.evaluate((folder) => window.slipwayStage!.dropFolder(folder), name)
  await page.locator('main header .place').waitFor()
}

const picture = (name: Parameters<typeof dropFolder>[1]): Story => ({
  name: `folder-${name}`,
  scenario: 'work',
  then: (page) => dropOpen(page, name),
})

/** Every step of building, each in the ways it can look. */
export const stories: Story[] = [
  {
    name: 'folder',
    scenario: 'work',
    then: async (page) => {
      await page.getByRole('button', { name: 'Build a package' }).first().click()
      await page.getByRole('heading', { name: 'Which folder is the package made from?' }).waitFor()
    },
  },
  ...(
    [
      'project',
      'not-ready',
      'no-sdk',
      'several',
      'publish',
      'content',
      'repository',
      'packages',
      'other',
      'long-names',
    ] as const
  ).map(picture),
  {
    name: 'parts',
    scenario: 'work',
    then: async (page) => {
      await dropOpen(page, 'project')
      await toStep(page, 2)
    },
  },
  {
    name: 'parts-missing',
    scenario: 'work',
    then: async (page) => {
      await dropOpen(page, 'no-sdk')
      await toStep(page, 2)
      await primary(page).click()
      await page.getByText('Choose the folder it is in.').first().waitFor()
    },
  },
  {
    name: 'parts-wrong-folder',
    scenario: 'work',
    then: async (page) => {
      await page.evaluate(() => window.slipwayStage!.chooseFolders('other', 'repository'))
      await dropOpen(page, 'no-sdk')
      await toStep(page, 2)
      for (const part of ['The application', 'The CD repository']) {
        await page.getByRole('button', { name: `Choose the folder: ${part}` }).click()
      }
      await page.getByText('No published application was found there.').waitFor()
    },
  },
  {
    name: 'options',
    scenario: 'work',
    then: async (page) => {
      await dropOpen(page, 'project')
      await toStep(page, 3)
    },
  },
  {
    name: 'options-changed',
    scenario: 'work',
    then: async (page) => {
      await dropOpen(page, 'long-names')
      await toStep(page, 3)
      await page.getByRole('radio', { name: 'Leave them as they are' }).check()
      await page.getByRole('checkbox', { name: 'The site may stay up' }).check()
      await page.getByRole('button', { name: 'Choose where now' }).click()
      await page.getByRole('button', { name: 'Choose another place' }).waitFor()
    },
  },
  { name: 'review', scenario: 'work', then: async (page) => {
      await dropOpen(page, 'project')
      await toStep(page, 4)
      await page.locator('main .touches').waitFor()
    },
  },
  {
    name: 'review-store',
    scenario: 'work',
    then: async (page) => {
      await dropOpen(page, 'not-ready')
      await toStep(page, 4)
      await page.locator('main .touches').waitFor()
    },
  },
  {
    name: 'review-blocked',
    scenario: 'work',
    then: async (page) => {
      await page.evaluate(() => window.slipwayStage!.block())
      await dropOpen(page, 'content')
      await toStep(page, 4)
      await page.locator('main .touches').waitFor()
    },
  },
  { name: 'running-commands', scenario: 'work', then: (page) => build(page, 2_000, 'not-ready') },
  {
    name: 'running-output',
    scenario: 'work',
    then: async (page) => {
      await build(page, 8_000, 'not-ready')
      await page.getByRole('button', { name: /^Show the output/ }).click()
      await page.getByRole('dialog').getByRole('region').waitFor()
    },
  },
  { name: 'running-packing', scenario: 'work', then: (page) => build(page, 9_000, 'project') },
  {
    name: 'running-cancel',
    scenario: 'work',
    then: async (page) => {
      await build(page, 9_000, 'project')
      await page.getByRole('button', { name: 'Cancel the build' }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'cancelled',
    scenario: 'work',
    then: async (page) => {
      await build(page, 9_000, 'project')
      await page.getByRole('button', { name: 'Cancel the build' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Cancel the build' }).click()
      await page.getByRole('heading', { name: 'The build was cancelled' }).waitFor()
    },
  },
  ...ends.map(ended),
  {
    name: 'interrupted',
    scenario: 'build-interrupted',
    then: (page) => page.getByText(/^Slipway ended while it built/).waitFor(),
  },
  {
    name: 'package',
    scenario: 'work',
    then: async (page) => {
      await build(page, WHOLE, 'project')
      await page.getByRole('region', { name: 'Verdict' }).waitFor()
    },
  },
  {
    name: 'package-warnings',
    scenario: 'work',
    then: async (page) => {
      await page.evaluate(() => window.slipwayStage!.builds({ goes: 'with-warnings' }))
      await dropOpen(page, 'content')
      await toStep(page, 3)
      const earlier = page.getByLabel('Take over what has not changed')
      await earlier.selectOption({ index: 1 })
      await toStep(page, 4)
      await page.locator('main .touches').waitFor()
      await primary(page).click()
      await page.getByRole('heading', { name: /^Building / }).waitFor()
      await advance(page, WHOLE)
      await page.getByRole('region', { name: 'Verdict' }).waitFor()
    },
  },
  { name: 'first-start', scenario: 'first-start', then: (page) => page.getByRole('button', { name: 'Build a package' }).waitFor() },
  {
    name: 'tray',
    scenario: 'work',
    then: async (page) => {
      await build(page, 9_000, 'project')
      await page.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: 'Packages' }).click()
      await page.locator('tbody tr').first().waitFor()
    },
  },
]

async function build(page: Page, ms: number, name: Parameters<typeof dropFolder>[1]) {
  await dropOpen(page, name)
  await toStep(page, 4)
  await page.locator('main .touches').waitFor()
  await primary(page).click()
  await page.getByRole('heading', { name: /^Building / }).waitFor()
  await advance(page, ms)
}
