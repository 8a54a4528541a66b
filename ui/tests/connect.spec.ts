/** Connecting a project, and what becomes of it in Settings, in the built interface. */
import { expect, test } from '@playwright/test'
import { expectNoComplaints } from './complaints'
import { asked, connect, open, place, saveToken, toEnvironments, toRole } from './frame-story'

expectNoComplaints()

test('promise 42: a project is connected by keyboard alone', async ({ page }) => {
  await open(page, 'first-start')
  const focused = () => page.locator(':focus')
  const tabTo = async (name: string | RegExp, role: 'button' | 'textbox' | 'radio' = 'button') => {
    const wanted = page.getByRole(role, { name, exact: typeof name === 'string' })
    for (let tabs = 0; tabs < 60; tabs++) {
      if (await wanted.evaluate((one) => one === document.activeElement).catch(() => false)) return
      await page.keyboard.press('Tab')
    }
    throw new Error(`${name} cannot be reached`)
  }
  await tabTo(/^Connect a project/)
  await page.keyboard.press('Enter')
  await expect(focused()).toHaveText('Which project is it?')
  await tabTo(/^Address in/, 'textbox')
  await page.keyboard.insertText('https://xperience-portal.com/6f1d2c3b-4a5e-4b6c-8d7e-9f0a1b2c3d4e/deployments')
  await expect(page.getByText('Project GUID found')).toBeVisible()
  await tabTo('Name', 'textbox')
  await page.keyboard.type('Contoso')
  await page.keyboard.press('Enter')
  await expect(focused()).toHaveText('Which environments does it have?')
  await tabTo('Standard', 'radio')
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('checkbox', { name: 'UAT' })).toBeChecked()
  await tabTo('Continue to your role')
  await page.keyboard.press('Enter')
  await expect(focused()).toHaveText('What is your role in the Portal?')
  await tabTo('Tenant Administrator', 'radio')
  await page.keyboard.press('Space')
  await tabTo('Connect Contoso')
  await page.keyboard.press('Enter')
  await expect(focused()).toHaveText('Add your personal access token for Contoso')
  await page.keyboard.press('Tab')
  await page.keyboard.insertText('pat-abcdef')
  await page.keyboard.press('Enter')
  await expect(focused()).toHaveText('Contoso is connected')
  await expect(page.getByText('ending in cdef')).toBeVisible()
})

test('going back in the flow loses nothing', async ({ page }) => {
  await open(page, 'first-start')
  await toRole(page)
  await page.getByRole('radio', { name: 'Developer' }).check()
  await page.getByRole('button', { name: 'Back' }).click()
  await page.getByRole('button', { name: 'Back' }).click()
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Contoso')
  await page.getByRole('button', { name: 'Continue to environments' }).click()
  await page.getByRole('button', { name: 'Continue to your role' }).click()
  await expect(page.getByRole('radio', { name: 'Developer' })).toBeChecked()
})

test('leaving the flow and coming back finds the form as it was', async ({ page }) => {
  await open(page, 'first-start')
  await toEnvironments(page)
  await page.getByRole('button', { name: 'Back' }).click()
  await page.getByRole('button', { name: 'Back' }).click()
  await expect(page.getByRole('heading', { name: /^Ship an/ })).toBeVisible()
  await connect(page)
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Contoso')
})

test('promise 27: a locked keychain is said plainly, and the session is offered', async ({ page }) => {
  await open(page, 'locked-keychain')
  await page.getByRole('button', { name: 'See what to do' }).click()
  await saveToken(page)
  await expect(page.getByRole('alert')).toContainText('The keychain is locked')
  await page.getByRole('button', { name: 'Keep for this session only' }).click()
  await page.clock.runFor(500)
  await expect(page.getByRole('heading', { level: 1, name: 'Dancing Goat' })).toBeVisible()
  await place(page, 'Settings')
  await expect(page.getByText('Token kept until Slipway closes').first()).toBeVisible()
})

test('promise 26: after saving, the token is nowhere in the page', async ({ page }) => {
  await open(page, 'no-token')
  await page.getByRole('button', { name: 'Add the token' }).click()
  await page.getByLabel('Personal access token').fill('pat-never-seen-again-9876')
  await page.getByRole('button', { name: 'Save the token' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Dancing Goat' })).toBeVisible()
  await place(page, 'Settings')
  await expect(page.getByText('ending in 9876')).toBeVisible()
  const seen = await page.evaluate(() =>
    [document.documentElement.outerHTML, JSON.stringify(localStorage), JSON.stringify(sessionStorage)].join(),
  )
  expect(seen).not.toContain('never-seen-again')
})

test('removing a project says what goes and what stays, and keeps it when told to', async ({ page }) => {
  await open(page, 'work')
  await place(page, 'Settings')
  await page.getByRole('button', { name: 'Remove Dancing Goat' }).click()
  const dialog = page.getByRole('dialog', { name: 'Remove Dancing Goat from Slipway?' })
  await expect(dialog).toContainText('in the keychain too')
  await expect(dialog).toContainText('The history of what was done')
  await page.keyboard.press('Escape')
  expect(await asked(page, 'actionRemoveProject')).toBe(0)
  await page.getByRole('button', { name: 'Remove Dancing Goat' }).click()
  await dialog.getByRole('button', { name: 'Remove Dancing Goat' }).click()
  await expect(page.getByRole('heading', { level: 3, name: 'Dancing Goat' })).toHaveCount(0)
  expect(await asked(page, 'actionRemoveProject')).toBe(1)
  await expect(page.getByText('nothing here reaches Xperience Portal')).toBeVisible()
})

test('editing a project opens with what is known and saves it once', async ({ page }) => {
  await open(page, 'work')
  await place(page, 'Settings')
  await page.getByRole('button', { name: 'Edit Dancing Goat' }).click()
  await expect(page.getByText('Project GUID found')).toBeVisible()
  await page.getByLabel('Name', { exact: true }).fill('Dancing Goat 2')
  await page.getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByRole('heading', { level: 3, name: 'Dancing Goat 2' })).toBeVisible()
  expect(await asked(page, 'actionSaveProject')).toBe(1)
})

test('what cannot be saved is named where it can be mended', async ({ page }) => {
  await open(page, 'work')
  await place(page, 'Settings')
  await page.getByRole('button', { name: 'Edit Dancing Goat' }).click()
  await page.getByRole('button', { name: /Environments/ }).click()
  await page.getByText(/^Healthy when/).first().click()
  await page.getByLabel('Expected status').first().fill('9')
  await page.getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByRole('alert')).toContainText('100 to 599')
  await expect(page.getByLabel('Expected status').first()).toHaveAttribute('aria-invalid', 'true')
})
