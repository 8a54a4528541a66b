import type { Page } from '@playwright/test'
import { toCard } from './first-aid-story'
import type { Story } from './ship-story'

const press = (page: Page, name: string) => page.getByRole('region').getByRole('button', { name, exact: true }).click()

export async function enterProxy(page: Page, address: string): Promise<void> {
  await toCard(page, 'Proxy')
  const card = page.getByRole('region', { name: 'Proxy' })
  await card.getByLabel('Proxy address').fill(address)
  await card.getByLabel('User name at the proxy').fill('jana')
  await card.getByLabel('Password at the proxy').fill('geheim')
  await card.getByRole('button', { name: 'Save', exact: true }).click()
}

/** A key of the form a signature is checked with. */
const key = `RW${'Q'.repeat(54)}`

export async function enterUpdates(page: Page, host = 'updates.contoso.example'): Promise<void> {
  await toCard(page, 'Updates')
  const card = page.getByRole('region', { name: 'Updates' })
  await card.getByLabel('Address for updates').fill(`https://${host}/slipway.json`)
  await card.getByLabel('Public key of whoever signs them').fill(key)
  await card.getByRole('button', { name: 'Save', exact: true }).click()
  await card.getByRole('button', { name: 'Look for a newer version' }).waitFor()
}

export async function lookForUpdate(page: Page, host?: string): Promise<void> {
  await enterUpdates(page, host)
  await press(page, 'Look for a newer version')
}

export async function showParts(page: Page): Promise<void> {
  await toCard(page, 'About')
  await press(page, 'What is in Slipway')
  await page.getByRole('dialog').waitFor()
}

export async function saveHouse(page: Page): Promise<void> {
  await toCard(page, 'Moving to another computer')
  await press(page, 'Save for another computer')
  await page.getByText('Saved as slipway.slipway-house').waitFor()
}

export async function lookIntoHouse(page: Page): Promise<void> {
  await toCard(page, 'Moving to another computer')
  await press(page, 'Take in from another computer')
  await page.getByRole('heading', { name: 'What is in slipway.slipway-house' }).waitFor()
}

export async function takeHouseIn(page: Page): Promise<void> {
  await lookIntoHouse(page)
  await press(page, 'Take it in')
  await page.getByText('Settings and history were taken in').waitFor()
}

const nothing = async () => {}

export const stories: Story[] = [
  { name: 'history-damaged', scenario: 'ledger-damaged', then: nothing },
  { name: 'history-of-a-newer-slipway', scenario: 'ledger-newer', then: nothing },
  { name: 'proxy-refused', scenario: 'work', then: (page) => enterProxy(page, 'proxy contoso') },
  {
    name: 'newer-version',
    scenario: 'work',
    then: async (page) => {
      await lookForUpdate(page)
      await page.getByText('Version 0.2.0 is there').first().scrollIntoViewIfNeeded()
    },
  },
  { name: 'parts-of-slipway', scenario: 'work', then: showParts },
  {
    name: 'house-saved',
    scenario: 'work',
    then: async (page) => {
      await saveHouse(page)
      await page.getByRole('button', { name: 'Show it in its folder' }).scrollIntoViewIfNeeded()
    },
  },
  { name: 'house-looked-into', scenario: 'work', then: lookIntoHouse },
  {
    name: 'house-taken-in',
    scenario: 'work',
    then: async (page) => {
      await takeHouseIn(page)
      await page.getByText('Settings and history were taken in').scrollIntoViewIfNeeded()
    },
  },
]
