import type { Page } from '@playwright/test'
import {
  advance,
  chooseFile,
  followUpload,
  place,
  pressUpload,
  toConfirm,
  toWhere,
  type Story,
} from './ship-story'

/** Ways an upload ends without a deployment, each with words and a next step of its own. */
const refusals = [
  'token-refused',
  'clock-off',
  'forbidden',
  'too-large',
  'busy',
  'maintenance-lasts',
  'own-certificate',
  'proxy',
  'network-lost',
]

const refused = (scenario: string): Story => ({
  name: `upload-${scenario}`,
  scenario,
  then: async (page) => {
    await pressUpload(page)
    await advance(page, 20_000)
  },
})

/** Every step of shipping, of Packages and of History, each in the ways it can look. */
export const stories: Story[] = [
  {
    name: 'package',
    scenario: 'work',
    then: async (page) => {
      await chooseFile(page)
      await page.getByRole('button', { name: 'Choose another package' }).click()
    },
  },
  { name: 'reading', scenario: 'work', then: async (page) => chooseFile(page, { wait: 200 }) },
  { name: 'verdict-hashing', scenario: 'work', then: async (page) => chooseFile(page, { wait: 1100 }) },
  { name: 'verdict-ready', scenario: 'work', then: (page) => chooseFile(page) },
  { name: 'verdict-warnings', scenario: 'warnings', then: (page) => chooseFile(page) },
  { name: 'verdict-will-not-work', scenario: 'will-not-work', then: (page) => chooseFile(page) },
  {
    name: 'verdict-evidence',
    scenario: 'will-not-work',
    then: async (page) => {
      await chooseFile(page)
      for (const summary of await page.locator('article summary').all()) await summary.click()
    },
  },
  { name: 'verdict-hostile', scenario: 'hostile', then: (page) => chooseFile(page) },
  { name: 'verdict-long-names', scenario: 'long-names', then: (page) => chooseFile(page) },
  { name: 'verdict-sent-before', scenario: 'sent-before', then: (page) => chooseFile(page) },
  { name: 'verdict-developer', scenario: 'developer', options: '', then: toWhere },
  { name: 'where', scenario: 'work', then: toWhere },
  { name: 'where-no-token', scenario: 'no-token', then: toWhere },
  { name: 'where-locked', scenario: 'locked-keychain', then: toWhere },
  { name: 'where-long-names', scenario: 'long-names', then: toWhere },
  { name: 'confirm', scenario: 'work', then: (page) => toConfirm(page, 'PROD') },
  {
    name: 'confirm-missing',
    scenario: 'work',
    then: async (page) => {
      await toConfirm(page, 'PROD')
      await page.getByRole('button', { name: 'Upload to PROD' }).click()
    },
  },
  {
    name: 'confirm-blockers',
    scenario: 'will-not-work',
    then: async (page) => {
      await chooseFile(page)
      await page.getByRole('button', { name: /all the same/ }).click()
    },
  },
  {
    name: 'upload',
    scenario: 'work',
    then: async (page) => {
      await pressUpload(page)
      await advance(page, 14_000)
    },
  },
  {
    name: 'upload-cancel',
    scenario: 'work',
    then: async (page) => {
      await pressUpload(page)
      await advance(page, 8_000)
      await page.getByRole('button', { name: 'Cancel the upload' }).click()
    },
  },
  {
    name: 'upload-answer',
    scenario: 'upload-lost',
    then: async (page) => {
      await pressUpload(page)
      await advance(page, 26_000)
    },
  },
  {
    name: 'upload-retry',
    scenario: 'maintenance',
    then: async (page) => {
      await pressUpload(page)
      await advance(page, 31_000)
    },
  },
  {
    name: 'upload-unwritten',
    scenario: 'upload-unwritten',
    then: async (page) => {
      await pressUpload(page)
      await advance(page, 40_000)
    },
  },
  ...refusals.map(refused),
  {
    name: 'upload-file-changed',
    scenario: 'file-changed',
    then: async (page) => {
      await pressUpload(page)
      await advance(page, 20_000)
    },
  },
  {
    name: 'upload-cancelled',
    scenario: 'work',
    then: async (page) => {
      await pressUpload(page)
      await advance(page, 8_000)
      await page.getByRole('button', { name: 'Cancel the upload' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Cancel the upload' }).click()
      await page.getByRole('heading', { name: 'The upload to QA was cancelled' }).waitFor()
    },
  },
  { name: 'upload-interrupted', scenario: 'interrupted', then: (page) => followUpload(page) },
  { name: 'verdict-file-gone', scenario: 'file-gone', then: openFirstPackage },
  { name: 'look-in-portal', scenario: 'answer-lost', then: (page) => followUpload(page) },
  {
    name: 'watch-waiting',
    scenario: 'inspected',
    then: async (page) => {
      await pressUpload(page)
      await advance(page, 50_000)
    },
  },
  { name: 'watch-offline', scenario: 'watching', then: (page) => followUpload(page, 200_000) },
  { name: 'watch-live', scenario: 'watching', then: (page) => followUpload(page, 380_000) },
  ...['no-outage', 'nothing-seen', 'stays-offline', 'back-as-before', 'back-unclear'].map(
    (scenario): Story => ({
      name: `watch-${scenario}`,
      scenario,
      then: async (page) => {
        await pressUpload(page)
        await advance(page, 50 * 60_000)
      },
    }),
  ),
  {
    name: 'watch-no-site',
    scenario: 'no-site',
    then: async (page) => {
      await pressUpload(page)
      await advance(page, 30_000)
    },
  },
  {
    name: 'watch-told',
    scenario: 'watching',
    then: async (page) => {
      await followUpload(page, 380_000)
      await page.getByRole('button', { name: /I saw it in the Portal/ }).click()
    },
  },
  { name: 'packages', scenario: 'work', then: (page) => place(page, 'Packages') },
  { name: 'packages-many', scenario: 'many', then: (page) => place(page, 'Packages') },
  { name: 'packages-empty', scenario: 'fresh', then: (page) => place(page, 'Packages') },
  { name: 'package-page', scenario: 'work', then: openFirstPackage },
  {
    name: 'packages-none-found',
    scenario: 'work',
    then: async (page) => {
      await place(page, 'Packages')
      await page.getByRole('searchbox').fill('no such file')
    },
  },
  { name: 'history', scenario: 'work', then: (page) => place(page, 'History') },
  { name: 'history-many', scenario: 'many', then: (page) => place(page, 'History') },
  { name: 'history-fresh', scenario: 'fresh', then: (page) => place(page, 'History') },
  { name: 'history-broken', scenario: 'broken-chain', then: (page) => place(page, 'History') },
  {
    name: 'history-entry',
    scenario: 'work',
    then: async (page) => {
      await place(page, 'History')
      await page.locator('[aria-posinset] button').nth(3).click()
    },
  },
]

async function openFirstPackage(page: Page) {
  await place(page, 'Packages')
  await page.locator('tbody tr').first().getByRole('button').first().click()
}
