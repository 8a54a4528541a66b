/** Opening the window in a scene, and the way through connecting a project. */
import type { Page } from '@playwright/test'

export async function open(page: Page, scenario: string, options = '') {
  await page.clock.install({ time: new Date('2026-11-20T14:20:00+01:00') })
  await page.goto(`/?scenario=${scenario}${options}`)
  await page.locator('h1').waitFor()
  await page.clock.runFor(500)
}

export const asked = (page: Page, command: string) =>
  page.evaluate((name) => window.slipwayStage!.asked.filter((one) => one === name).length, command)

export function place(page: Page, name: string) {
  return page.getByRole('navigation', { name: 'Places' }).getByRole('button', { name }).click()
}

export function connect(page: Page) {
  return page.getByRole('button', { name: /Connect a project/ }).click()
}

export async function toEnvironments(page: Page) {
  await connect(page)
  await page.getByLabel(/^Address in/).fill('6F1D2C3B-4A5E-4B6C-8D7E-9F0A1B2C3D4E')
  await page.getByText('Project GUID found').waitFor()
  await page.getByLabel('Name', { exact: true }).fill('Contoso')
  await page.getByRole('button', { name: 'Continue to environments' }).click()
}

export async function toRole(page: Page) {
  await toEnvironments(page)
  await page.getByRole('button', { name: 'Continue to your role' }).click()
}

export async function toToken(page: Page) {
  await toRole(page)
  await page.getByRole('radio', { name: 'DevOps Engineer' }).check()
  await page.getByRole('button', { name: 'Connect Contoso' }).click()
}

export async function saveToken(page: Page) {
  await page.getByLabel('Personal access token').fill('pat-abcdef')
  await page.getByRole('button', { name: 'Save the token' }).click()
}
