/** The settings that reach past this window: proxy, updates, licences, and moving to another computer. */
import { expect, test, type Page } from '@playwright/test'
import { expectNoComplaints } from './complaints'
import { toCard } from './first-aid-story'
import { asked } from './frame-story'
import { tabTo } from './keys'
import { everyLookIsAccessible } from './looks'
import { enterProxy, enterUpdates, lookForUpdate, lookIntoHouse, saveHouse, showParts, stories, takeHouseIn } from './settings-story'
import { openStory, place } from './ship-story'

expectNoComplaints()

everyLookIsAccessible('settings', stories)

const card = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

test('a proxy is saved, its password is not shown again, and an empty address goes back to the computer’s', async ({ page }) => {
  await openStory(page, 'work')
  await enterProxy(page, 'proxy.contoso.example:8080')
  const proxy = card(page, 'Proxy')
  await expect(proxy.getByLabel('Proxy address')).toHaveValue('http://proxy.contoso.example:8080')
  await expect(proxy.getByLabel('Password at the proxy')).toHaveValue('')
  await expect(proxy).toContainText('One is in your keychain')
  await expect(proxy.getByRole('button', { name: 'Save' })).toBeDisabled()
  await proxy.getByLabel('Proxy address').fill('')
  await proxy.getByRole('button', { name: 'Save' }).click()
  await expect(proxy).toContainText('Kept in your keychain, and nowhere else')
  await expect(proxy.getByLabel('User name at the proxy')).toHaveValue('')
  expect(await asked(page, 'actionSaveProxy')).toBe(2)
})

test('a proxy that is no address is not taken, and what was typed stays', async ({ page }) => {
  await openStory(page, 'work')
  await enterProxy(page, 'proxy contoso')
  const proxy = card(page, 'Proxy')
  await expect(proxy.getByRole('alert')).toBeVisible()
  await expect(proxy.getByLabel('Proxy address')).toHaveValue('proxy contoso')
})

test('promise 36: nobody is asked for a newer version before an address is entered and the button pressed', async ({ page }) => {
  await openStory(page, 'work')
  await toCard(page, 'Updates')
  const updates = card(page, 'Updates')
  await expect(updates).toContainText('Slipway asks nobody for newer versions')
  await expect(updates.getByRole('button', { name: 'Look for a newer version' })).toHaveCount(0)
  await enterUpdates(page)
  await expect(updates).toContainText('Asked only when you press the button')
  expect(await asked(page, 'actionLookForUpdate')).toBe(0)
  await updates.getByRole('button', { name: 'Look for a newer version' }).click()
  await expect(updates.getByText('Version 0.2.0 is there')).toBeVisible()
  await updates.getByRole('button', { name: 'Open its page' }).click()
  expect(await asked(page, 'actionOpenUpdate')).toBe(1)
  await updates.getByLabel('Address for updates').fill('')
  await updates.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(updates).toContainText('Slipway asks nobody for newer versions')
  await expect(updates.getByRole('button', { name: 'Look for a newer version' })).toHaveCount(0)
})

test('an update signed by somebody else is told and not offered', async ({ page }) => {
  await openStory(page, 'work')
  await lookForUpdate(page, 'stranger.example')
  const updates = card(page, 'Updates')
  await expect(updates.getByRole('alert')).toContainText('stranger.example')
  await expect(updates.getByRole('button', { name: 'Open its page' })).toHaveCount(0)
})

test('what Slipway is made of is searched by name and by licence', async ({ page }) => {
  await openStory(page, 'work')
  await showParts(page)
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('status')).toHaveText(/^[4-9]\d\d parts$/)
  await dialog.getByLabel('Search').fill('ofl')
  await expect(dialog.getByRole('status')).toHaveText('1 part')
  await expect(dialog.getByRole('row').last()).toContainText('OFL-1.1')
  await dialog.getByLabel('Search').fill('nothing like it')
  await expect(dialog.getByText('Nothing in Slipway matches')).toBeVisible()
})

test('settings and history are saved for another computer, unless the dialog is closed', async ({ page }) => {
  await openStory(page, 'work')
  await saveHouse(page)
  const moving = card(page, 'Moving to another computer')
  await expect(moving).toContainText('148\u00a0kB')
  await moving.getByRole('button', { name: 'Show it in its folder' }).click()
  expect(await asked(page, 'actionRevealHouse')).toBe(1)
  await page.evaluate(() => window.slipwayStage!.closeDialogs())
  await moving.getByRole('button', { name: 'Save for another computer' }).click()
  await expect(moving.getByText('Saved as')).toHaveCount(0)
})

test('what another computer saved is shown before it is taken in, and once is enough', async ({ page }) => {
  await openStory(page, 'work')
  await lookIntoHouse(page)
  const moving = card(page, 'Moving to another computer')
  await expect(moving.getByRole('heading', { name: 'What is in slipway.slipway-house' })).toBeFocused()
  await expect(moving.getByRole('listitem')).toContainText('New here')
  await expect(moving.getByRole('row').filter({ hasText: 'Lines of the history' })).toContainText('312')
  expect(await asked(page, 'actionImportHouse')).toBe(0)
  await tabTo(page, 'Take it in')
  await page.keyboard.press('Enter')
  await expect(moving.getByText('Enter them again for: Contoso')).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(moving.getByRole('button', { name: 'Save for another computer' })).toBeFocused()
  expect(await asked(page, 'actionImportHouse')).toBe(1)
  await lookIntoHouse(page)
  await expect(moving.getByText('Everything in it is here already')).toBeVisible()
  await expect(moving.getByRole('button', { name: 'Take it in' })).toHaveCount(0)
})

test('what is left is not taken in, and the history tells what was', async ({ page }) => {
  await openStory(page, 'work')
  await lookIntoHouse(page)
  await page.getByRole('button', { name: 'Leave it' }).click()
  await expect(page.getByRole('heading', { name: 'What is in slipway.slipway-house' })).toHaveCount(0)
  expect(await asked(page, 'actionImportHouse')).toBe(0)
  await takeHouseIn(page)
  await place(page, 'History')
  await expect(page.getByRole('button', { name: 'Settings and history taken in' })).toBeVisible()
})
