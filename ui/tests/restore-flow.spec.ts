/** What a custom restore promises, seen from the window. */
import { expect, test, type Page } from '@playwright/test'
import { expectNoComplaints } from './complaints'
import { tabTo } from './keys'
import { goOn, link, names, openRestore, paste, question } from './restore-story'
import { advance, openStory } from './ship-story'

expectNoComplaints()

const asked = (page: Page, command: string) =>
  page.evaluate((name) => window.slipwayStage!.asked.filter((one) => one === name).length, command)
const primary = (page: Page) => page.locator('main .button.primary').last()

test('the clocks of an open session are shown on every screen until it is closed', async ({ page }) => {
  await openStory(page, 'restore-links')
  const clocks = page.getByRole('button', { name: /Custom restore to QA/ })
  for (const name of ['Home', 'Packages', 'History', 'Settings']) {
    await page.getByRole('navigation', { name: 'Places' }).getByRole('button', { name, exact: true }).click()
    await expect(clocks).toContainText('Upload by')
    await expect(clocks).toContainText('Restore by')
  }
  await clocks.click()
  await expect(question(page)).toHaveText('Which database is restored?')
})

test('every step can be entered from the rail, and says what stands in its way', async ({ page }) => {
  await openRestore(page, 'restore-started')
  for (const name of Object.values(names)) {
    const button = page.locator('main nav').getByRole('button', { name: new RegExp(`^${name}`) })
    if (await button.count()) await button.click()
    await expect(page.locator('main nav li[aria-current="step"]')).toContainText(name)
  }
  await page.locator('main nav').getByRole('button', { name: /^Get access/ }).click()
  await expect(page.getByText('“Create session” comes first')).toBeVisible()
})

test('what was typed is still there after going back and away', async ({ page }) => {
  await openRestore(page, 'restore-begun', 'Restore point')
  await page.getByRole('radio', { name: 'I go on without one' }).check()
  await page.getByLabel(/^Why no restore point/).fill('QA is empty')
  await page.locator('main nav').getByRole('button', { name: /^Files/ }).click()
  await page.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: 'Home' }).click()
  await goOn(page, 'Restore point')
  await expect(page.getByLabel(/^Why no restore point/)).toHaveValue('QA is empty')
})

test('pasted links leave the page at once and show what they allow', async ({ page }) => {
  await openRestore(page, 'restore-created', 'Get access')
  await paste(page, `"${link('storage-1')}"\n'${link('database-1')}'`)
  await expect(page.getByRole('heading', { name: 'Database container' })).toBeVisible()
  await expect(page.getByLabel(/SAS URLs/)).toHaveValue('')
  expect(await page.content()).not.toContain('q7secret')
  await expect(page.locator('main')).toContainText('Read, Write, List')
  await expect(page.locator('main')).toContainText('25 Nov 11:00 CET')
})

test('a file dropped while a restore is open is its database, and a verdict comes first', async ({ page }) => {
  await openRestore(page, 'restore-links', 'Get access')
  await page.evaluate(() => window.slipwayStage!.dropDatabase('good'))
  await advance(page, 4_000)
  await expect(page.getByRole('region', { name: 'Verdict' })).toContainText('Ready')
  await expect(page.locator('main')).toContainText('31.6.2, read from CMSDBVersion')
  expect(await asked(page, 'jobInspect')).toBe(0)
})

test('names that collide are decided one by one until the files can be sent', async ({ page }) => {
  await openRestore(page, 'restore-collisions', 'Files')
  await expect(page.getByRole('region', { name: 'Verdict' })).toContainText('Will not work')
  await page.getByRole('button', { name: 'Leave out assets/media/Logo.png', exact: true }).click()
  await advance(page, 2_000)
  await page.getByRole('button', { name: 'Rename assets/contentitems/a1/Report 2025.pdf', exact: true }).click()
  await page.getByRole('button', { name: 'Rename', exact: true }).click()
  await advance(page, 2_000)
  await expect(page.getByRole('region', { name: 'Verdict' })).toContainText('Ready, with warnings')
})

test('a tree of 200,000 files is opened folder by folder and drawn where it is seen', async ({ page }) => {
  await openRestore(page, 'restore-many', 'Files')
  const tree = page.getByRole('region', { name: /^Tree of the files/ })
  for (const folder of ['default', 'assets', 'contentitems']) await tree.getByRole('button', { name: folder, exact: true }).click()
  await expect(tree).toContainText('item-000001.jpg')
  expect(await tree.locator('li').count()).toBeLessThan(60)
})

test('a transfer is paused, limited, resumed and ends with what was proven', async ({ page }) => {
  await openRestore(page, 'restore-ready', 'Transfer')
  await primary(page).click()
  await advance(page, 6_000)
  await page.getByRole('button', { name: 'Pause' }).click()
  await expect(page.getByText('Nothing is sent until you resume')).toBeVisible()
  await page.getByLabel('Speed limit in MB/s').fill('20')
  await page.getByRole('button', { name: 'Set the limit' }).click()
  await expect(page.getByText('Now limited to 20.0')).toBeVisible()
  await page.getByRole('button', { name: 'Resume' }).click()
  await advance(page, 1_200_000)
  await expect(page.getByRole('region', { name: 'Verdict' })).toContainText('Everything arrived')
  await expect(page.locator('main')).toContainText('By CRC64')
})

test('a link that ends is replaced right there, and the transfer goes on', async ({ page }) => {
  await openRestore(page, 'restore-needs-link', 'Transfer')
  await advance(page, 2_000)
  await paste(page, `${link('database-7f21')} ${link('storage-7f21')}`)
  await advance(page, 2_000)
  await expect(page.getByText('A new link is needed to go on')).toHaveCount(0)
  await expect(page.getByRole('progressbar', { name: 'Sending', exact: true })).toBeVisible()
})

test('what did not arrive is named with what to do about it', async ({ page }) => {
  await openRestore(page, 'restore-three-missing', 'Transfer')
  await expect(page.getByRole('region', { name: 'Verdict' })).toContainText('3 files are not there')
  await expect(page.getByText('default/assets/media/spring/banner.psd').first()).toBeVisible()
  await page.getByRole('button', { name: 'Save the report' }).click()
  await expect(page.getByText('Saved as restore-report-2026-11-20.html')).toBeVisible()
})

test('PROD is restored to only after its name was typed', async ({ page }) => {
  await openRestore(page, 'restore-prod', 'Restore to environment')
  await page.getByRole('button', { name: 'I selected Create for PROD' }).click()
  await expect(page.getByText('Type PROD as it is written here.')).toBeVisible()
  expect(await asked(page, 'actionRestoreEvent')).toBe(0)
  await page.getByLabel('Type PROD to confirm').fill('PROD')
  await page.getByRole('button', { name: 'I selected Create for PROD' }).click()
  await expect(question(page)).toHaveText('Is PROD back?')
})

test('a second press warns with what it would delete, and needs to be meant', async ({ page }) => {
  await openRestore(page, 'restore-pressed', 'Restore to environment')
  await expect(page.getByText('A restore of QA is under way')).toBeVisible()
  await page.getByRole('button', { name: 'I selected Create for QA' }).click()
  await expect(page.getByRole('alert')).toContainText('Say that you mean it')
  expect(await asked(page, 'actionRestoreEvent')).toBe(0)
})

test('from the press to the last click, the session ends on the list of earlier ones', async ({ page }) => {
  await openRestore(page, 'restore-pressed', 'Verify')
  await page.getByRole('button', { name: 'It works' }).click()
  await page.getByRole('button', { name: 'I revoked access' }).click()
  await page.getByRole('button', { name: 'I closed the session' }).click()
  await page.getByRole('button', { name: 'Back to Restores' }).click()
  await expect(page.getByRole('row', { name: /QA/ })).toHaveCount(2)
})

test('promise_42_from_the_restore_point_to_the_last_click_by_keyboard_alone', async ({ page }) => {
  const press = async (name: RegExp | string) => {
    await tabTo(page, name)
    await page.keyboard.press('Enter')
  }
  const asks = async (name: string | RegExp) => {
    await expect(question(page)).toHaveText(name)
    await expect(question(page)).toBeFocused()
  }
  await openStory(page, 'work')
  await page.keyboard.press('Control+4')
  await press('Start a custom restore')
  await press('Start for QA')
  await asks('Is there a restore point of QA?')
  await tabTo(page, /^Name of the restore point/)
  await page.keyboard.type('Before the restore')
  await page.keyboard.press('Enter')
  await asks('Create the session in the Portal')
  await press('I created the session')
  await asks('Get access to the containers')
  await tabTo(page, /^Both SAS URLs/)
  await page.keyboard.insertText(`${link('database-1')} ${link('storage-1')}`)
  await press('Check the links')
  await asks('Get access to the containers')
  await press('Continue to Database')
  await asks('Which database is restored?')
  await press('Choose the database file')
  await advance(page, 4_000)
  await asks('Which database is restored?')
  await tabTo(page, /^Xperience version in QA now/)
  await page.keyboard.type('31.6.2')
  await page.keyboard.press('Enter')
  await expect(page.getByText('the same as the database')).toBeVisible()
  await asks('Which database is restored?')
  await press('Continue to Files')
  await press('Choose the folder')
  await advance(page, 2_000)
  await asks('Which files go with it?')
  await press('Continue to Check')
  await press('Look at the containers')
  await press('Continue to Transfer')
  await press('Start the transfer')
  await asks('Sending to the restore containers')
  await advance(page, 1_200_000)
  await asks('What came of the transfer')
  await press('Continue to Restore to environment')
  await press('I selected Create for QA')
  await asks('Is QA back?')
  await press('It works')
  await press('I revoked access')
  await asks('Close the session, or keep it')
  await press('I closed the session')
  await asks('Close the session, or keep it')
  await press('Back to Restores')
  await expect(page.getByRole('row', { name: /QA/ })).toHaveCount(1)
})

test('promise_43_a_transfer_is_told_at_each_tenth_and_nothing_else_on_the_page_speaks', async ({ page }) => {
  await openRestore(page, 'restore-transfer', 'Transfer')
  await advance(page, 10_000)
  await page.evaluate(() => {
    const heard: string[] = []
    Object.assign(window, { heard })
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const element = target instanceof Element ? target : target.parentElement
        const live = element?.closest('[aria-live], [role=status], [role=alert], [role=log]')
        const text = live?.textContent?.trim()
        if (text && heard.at(-1) !== text) heard.push(text)
      }
    }).observe(document.body, { childList: true, characterData: true, subtree: true })
  })
  for (let second = 0; second < 60; second++) await advance(page, 1_000)
  const heard = await page.evaluate(() => (window as unknown as { heard: string[] }).heard)
  expect(heard.length).toBeGreaterThan(0)
  expect(heard.length).toBeLessThanOrEqual(6)
  for (const text of heard) expect(text).toMatch(/^\d+ percent of the custom restore to QA sent\.$/)
})
