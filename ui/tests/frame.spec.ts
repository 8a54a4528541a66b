/** The frame of the window, Home and Settings, in the built interface. */
import { expect, test, type Page } from '@playwright/test'
import { expectAccessibleLooks, expectAccessiblePage, expectNoSidewaysScroll } from './axe'
import { expectNoComplaints } from './complaints'
import { tabTo } from './keys'
import { asked, connect, open, place, saveToken, toEnvironments, toRole, toToken } from './frame-story'

expectNoComplaints()

const scenes: [string, string, ((page: Page) => Promise<void>)?][] = [
  ['the first start', 'first-start'],
  ['Home in daily use', 'work'],
  ['Home of a practice project', 'practice'],
  ['Home of a project connected a minute ago', 'fresh'],
  ['Home without a token', 'no-token'],
  ['Home with long names', 'long-names'],
  ['Home while an upload runs', 'under-way'],
  ['Home after an answer was lost', 'answer-lost'],
  ['Home after Slipway ended during an upload', 'interrupted'],
  ['the list of projects', 'work', (page) => page.getByRole('button', { name: /Project:/ }).click()],
  ['the drop overlay', 'work', (page) => page.evaluate(() => window.slipwayStage!.drag())],
  ['a refused drop', 'work', (page) => page.evaluate(() => window.slipwayStage!.refuse('several-files'))],
  ['the question before quitting', 'under-way', (page) => page.evaluate(() => window.slipwayStage!.quit())],
  ['the settings', 'work', (page) => place(page, 'Settings')],
  [
    'the question before removing',
    'work',
    async (page) => {
      await place(page, 'Settings')
      await page.getByRole('button', { name: 'Remove Dancing Goat' }).click()
    },
  ],
  ['the address step', 'first-start', connect],
  [
    'the address step with a problem',
    'first-start',
    async (page) => {
      await connect(page)
      await page.getByRole('button', { name: 'Continue to environments' }).click()
    },
  ],
  ['the environments step', 'first-start', toEnvironments],
  ['the role step', 'first-start', toRole],
  ['the token step', 'first-start', toToken],
  [
    'the token step with a locked keychain',
    'locked-keychain',
    async (page) => {
      await page.getByRole('button', { name: 'See what to do' }).click()
      await saveToken(page)
      await page.getByRole('alert').waitFor()
    },
  ],
]

for (const [name, scenario, then] of scenes) {
  test(`promise 41: ${name} is accessible in both themes, at 200 % zoom and with large text`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: 'light' })
    await open(page, scenario)
    await then?.(page)
    await expectAccessibleLooks(page)
  })
}

test('in the pseudo-locale every word on Home comes from the catalog', async ({ page }) => {
  await open(page, 'fresh', '&locale=pseudo')
  const plain = await page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const found: string[] = []
    while (walker.nextNode()) {
      const text = walker.currentNode.textContent!.trim()
      if (/[a-z]{3}/i.test(text) && !/[\[\]~áéőśťńŕḿ]/.test(text)) found.push(text)
    }
    return [...new Set(found)]
  })
  // What the user or the Portal named stays as it is.
  expect(plain.filter((text) => !/Dancing Goat|Jana Nováková|^(QA|UAT|PROD)$/.test(text))).toEqual([])
  await expectNoSidewaysScroll(page)
})

test('from the first start to a verdict takes two actions', async ({ page }) => {
  await open(page, 'first-start')
  await page.getByRole('button', { name: /^Practice project/ }).click()
  await page.clock.runFor(3000)
  await page.getByRole('button', { name: 'Upload a package to QA' }).click()
  await page.clock.runFor(8000)
  await expect(page.getByRole('region', { name: 'Verdict' })).toBeVisible()
})

test('a package is checked without any project', async ({ page }) => {
  await open(page, 'first-start')
  await page.evaluate(() => window.slipwayStage!.drop('ready'))
  await page.clock.runFor(8000)
  await expect(page.getByRole('region', { name: 'Verdict' })).toBeVisible()
})

test('the keys lead to the places, and Escape leads back', async ({ page }) => {
  await open(page, 'work')
  const heading = page.getByRole('heading', { level: 1 })
  for (const [key, title] of [
    ['2', 'Packages'],
    ['3', 'Releases'],
    ['4', 'Restores'],
    ['5', 'History'],
    ['6', 'Settings'],
    ['1', 'Dancing Goat'],
  ]) {
    await page.keyboard.press(`Control+${key}`)
    await expect(heading).toHaveText(title!)
    await expect(heading).toBeFocused()
  }
  await page.keyboard.press('Control+6')
  await page.getByRole('button', { name: 'Add a project' }).click()
  await expect(page.getByRole('heading', { name: 'Which project is it?' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(heading).toHaveText('Settings')
})

test('the skip link leads past the sidebar', async ({ page }) => {
  await open(page, 'work')
  await page.getByRole('button', { name: /Project:/ }).focus()
  await page.keyboard.press('Shift+Tab')
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.locator('main')).toBeFocused()
})

test('the theme follows the system until it is chosen, and the choice is kept', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' })
  await open(page, 'work')
  const root = page.locator('html')
  await expect(root).toHaveAttribute('data-theme', 'dark')
  await page.emulateMedia({ colorScheme: 'light' })
  await expect(root).toHaveAttribute('data-theme', 'light')
  await page.getByRole('button', { name: 'Switch to dark colours' }).click()
  await expect(root).toHaveAttribute('data-theme', 'dark')
  expect(await asked(page, 'actionSavePreferences')).toBe(1)
  await page.emulateMedia({ colorScheme: 'light' })
  await expect(root).toHaveAttribute('data-theme', 'dark')
})

test('another project is shown from the list, which Escape closes', async ({ page }) => {
  await open(page, 'work')
  const opener = page.getByRole('button', { name: /Project:/ })
  await opener.click()
  await page.keyboard.press('Escape')
  await expect(opener).toHaveAttribute('aria-expanded', 'false')
  await expect(opener).toBeFocused()
  await opener.click()
  await page.getByRole('list', { name: 'Projects' }).getByRole('button').last().click()
  await expect(page.getByText('nothing here reaches Xperience Portal')).toBeVisible()
})

test('hovering shows the overlay, leaving hides it, dropping goes to the check', async ({ page }) => {
  await open(page, 'work')
  await page.evaluate(() => window.slipwayStage!.drag())
  await expect(page.getByText('Drop the package or folder')).toBeVisible()
  await page.evaluate(() => window.slipwayStage!.leave())
  await expect(page.getByText('Drop the package or folder')).toBeHidden()
  await page.evaluate(() => {
    window.slipwayStage!.drag()
    window.slipwayStage!.drop('ready')
  })
  await expect(page.getByText('Drop the package or folder')).toBeHidden()
  await page.clock.runFor(8000)
  await expect(page.getByRole('region', { name: 'Verdict' })).toBeVisible()
})

test('a drop that is refused is told and can be dismissed', async ({ page }) => {
  await open(page, 'work')
  await page.evaluate(() => window.slipwayStage!.refuse('not-a-file'))
  await expect(page.getByRole('alert')).toContainText('This is a folder, not a package')
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await expect(page.getByRole('alert')).toHaveCount(0)
})

test('closing the window while an upload runs asks first', async ({ page }) => {
  await open(page, 'under-way')
  await page.evaluate(() => window.slipwayStage!.quit())
  const dialog = page.getByRole('dialog', { name: 'Close Slipway while this is under way?' })
  await expect(dialog).toContainText('Uploading to QA')
  await dialog.getByRole('button', { name: 'Keep working' }).click()
  await expect(dialog).toBeHidden()
  expect(await asked(page, 'actionQuit')).toBe(0)
  await page.evaluate(() => window.slipwayStage!.quit())
  await dialog.getByRole('button', { name: 'Quit anyway' }).click()
  expect(await asked(page, 'actionQuit')).toBe(1)
})

test('a job left open by the last session is explained and dismissed', async ({ page }) => {
  await open(page, 'interrupted')
  const told = page.getByText(/Slipway ended while .* was uploading to QA/)
  await expect(told).toBeVisible()
  await page.getByRole('button', { name: 'Open Deployments' }).first().click()
  expect(await asked(page, 'actionOpenPlace')).toBe(1)
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await expect(told).toBeHidden()
  expect(await asked(page, 'actionDismissJob')).toBe(1)
})

test('an upload that was sent whole when Slipway ended says that it may be deploying', async ({ page }) => {
  await open(page, 'interrupted-late')
  await expect(page.getByText('Slipway ended before the Portal answered')).toBeVisible()
  await expect(page.getByText(/may be deploying/)).toBeVisible()
})

test('the tray shows what runs on every other screen and leads back to it', async ({ page }) => {
  await open(page, 'under-way')
  const tray = page.getByRole('region', { name: 'Under way' })
  await expect(tray).toBeHidden()
  await place(page, 'Packages')
  await expect(tray).toContainText('Uploading to QA')
  const before = await tray.getByRole('progressbar').getAttribute('value')
  await page.clock.runFor(3000)
  expect(Number(await tray.getByRole('progressbar').getAttribute('value'))).toBeGreaterThan(Number(before))
  await tray.getByRole('button').click()
  await expect(page.getByRole('heading', { level: 2 }).first()).toBeFocused()
})

test('an upload that ends while nobody looks is told on the desktop, once', async ({ page }) => {
  await open(page, 'under-way')
  await page.evaluate(() => {
    document.hasFocus = () => false
  })
  await page.clock.runFor(60_000)
  await page.evaluate(() => {
    const stage = window.slipwayStage!
    stage.advance(60_000)
  })
  const job = await page.evaluate(() => window.slipwayStage!.jobs('upload'))
  expect(job).toHaveLength(1)
  await page.evaluate(() => window.slipwayStage!.uploads({ goes: 'well' }))
  expect(await asked(page, 'actionNotify')).toBeLessThanOrEqual(1)
})

test('looking at a site now shows how it answered', async ({ page }) => {
  await open(page, 'work')
  const card = page.getByRole('article', { name: 'QA' })
  await expect(card).toContainText('Not looked at yet')
  await card.getByRole('button', { name: 'Look now' }).click()
  await page.clock.runFor(3000)
  await expect(card).toContainText('Answers as expected')
  await expect(card).toContainText(/Status 200 in \d+ ms/)
})

test('without a site address a card leads to where it is entered', async ({ page }) => {
  await open(page, 'no-site')
  await page.getByRole('article', { name: 'QA' }).getByRole('button', { name: /Add the site/ }).click()
  await expect(page.getByRole('heading', { name: 'Which environments does it have?' })).toBeFocused()
})

test('the name for the history is saved and wanted', async ({ page }) => {
  await open(page, 'work')
  await place(page, 'Settings')
  const name = page.getByLabel('Name in the history')
  await name.fill('  ')
  await page.getByRole('button', { name: 'Save the name' }).click()
  await expect(name).toHaveAttribute('aria-invalid', 'true')
  await name.fill('Petr Svoboda')
  await page.getByRole('button', { name: 'Save the name' }).click()
  await expect(page.getByRole('button', { name: 'Save the name' })).toBeDisabled()
  expect(await asked(page, 'actionSavePreferences')).toBe(1)
})

test('a history that cannot be opened is said, and the rest works', async ({ page }) => {
  await open(page, 'ledger-newer')
  await expect(page.getByRole('alert')).toContainText('A newer Slipway wrote this history')
  await expect(page.getByRole('button', { name: 'Set it aside and start new' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Go on without history' }).click()
  await expect(page.getByRole('button', { name: /^Practice project/ })).toBeVisible()
})

test('a damaged history is set aside, and the window comes up without a restart', async ({ page }) => {
  await open(page, 'ledger-damaged')
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
  await expect(page.getByRole('alert')).toContainText('The file of the history is damaged')
  await expectAccessiblePage(page)
  await tabTo(page, 'Set it aside and start new')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: /^Practice project/ })).toBeVisible()
  expect(await asked(page, 'actionSetAside')).toBe(1)
})

test('a practice project that does not start says so and can be tried again', async ({ page }) => {
  await open(page, 'practice-does-not-start')
  await page.getByRole('button', { name: /^Practice project/ }).click()
  await page.clock.runFor(5000)
  await expect(page.getByRole('alert')).toContainText('The practice project could not be started')
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible()
})

test('promise 42: everything that can be pressed is at least 24 pixels', async ({ page }) => {
  for (const scenario of ['work', 'first-start', 'interrupted']) {
    await page.goto(`/?scenario=${scenario}`)
    await page.locator('h1').waitFor()
    const small = await page.evaluate(() =>
      [...document.querySelectorAll('button, a[href], input, select, summary')]
        .map((one) => ({ one, box: one.getBoundingClientRect() }))
        .filter(({ box, one }) => box.width > 0 && (box.width < 24 || box.height < 24) && !one.closest('label'))
        .map(({ one, box }) => `${one.outerHTML.slice(0, 80)} ${box.width}×${box.height}`),
    )
    expect(small).toEqual([])
  }
})
