import type { Page } from '@playwright/test'
import { advance, type Story } from './ship-story'

/** To the settings, with a card of them in sight. */
export async function toCard(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation').getByRole('button', { name: 'Settings', exact: true }).click()
  await page.getByRole('heading', { level: 2, name }).scrollIntoViewIfNeeded()
}

/** Runs first aid to its end. */
export async function runFirstAid(page: Page): Promise<void> {
  await toCard(page, 'First aid')
  await page.getByRole('button', { name: 'Run first aid' }).click()
  await page.getByRole('list', { name: 'What was tested' }).waitFor()
  // Three at a time, each 0.4 s.
  for (let turn = 0; turn < 8; turn++) await advance(page, 500)
  await page.getByRole('button', { name: 'Run again' }).waitFor()
}

export async function prepareSupportFile(page: Page): Promise<void> {
  await toCard(page, 'Support file')
  await page.getByRole('button', { name: 'Prepare a support file' }).click()
  await page.getByRole('dialog').waitFor()
}

export const stories: Story[] = [
  { name: 'first-aid-healthy', scenario: 'work', then: runFirstAid },
  { name: 'first-aid-troubled', scenario: 'troubled', then: runFirstAid },
  {
    name: 'first-aid-running',
    scenario: 'work',
    then: async (page) => {
      await toCard(page, 'First aid')
      await page.getByRole('button', { name: 'Run first aid' }).click()
      await advance(page, 500)
    },
  },
  { name: 'support-file', scenario: 'work', then: prepareSupportFile },
  {
    name: 'support-file-log',
    scenario: 'work',
    then: async (page) => {
      await prepareSupportFile(page)
      await page.getByText('Show all of it').last().click()
      await page.getByRole('region', { name: 'log.txt' }).scrollIntoViewIfNeeded()
    },
  },
  { name: 'about', scenario: 'work', then: (page) => toCard(page, 'About') },
  {
    name: 'what-changed',
    scenario: 'work',
    then: async (page) => {
      await toCard(page, 'About')
      await page.getByRole('button', { name: 'What changed' }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
]
