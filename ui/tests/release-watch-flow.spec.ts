/** What somebody does from the press of a deployment on. */
import { expect, test, type Page } from '@playwright/test'
import { expectNoComplaints } from './complaints'
import { tabTo } from './keys'
import { isWhole } from './pseudo'
import { openWatch, rollback, seen, toFigures, toReleases, toSites } from './release-watch-story'
import { advance, openStory } from './ship-story'

expectNoComplaints()

const asked = (page: Page) => page.evaluate(() => window.slipwayStage!.asked)

/** Lets minutes pass the way they do: look by look. */
async function minutes(page: Page, many: number): Promise<void> {
  for (let at = 0; at < many; at++) await advance(page, 60_000)
}

test('a deployment is followed from the queue over the outage to the half hour after it', async ({ page }) => {
  await openWatch(page, 'release-watch-waiting')
  await expect(seen(page)).toContainText('PROD has not changed yet')
  await minutes(page, 1)
  await expect(seen(page)).toContainText('PROD is offline')
  await expect(seen(page)).toContainText('Measured from this computer')
  await minutes(page, 4)
  await expect(page.getByRole('heading', { name: 'All 4 smoke tests work' })).toBeVisible()
  await expect(seen(page)).toContainText('PROD works as it should so far')
  await expect(page.getByText('3 min 41 s')).toBeVisible()
  await expect(page.getByRole('progressbar', { name: 'The first half hour' })).toBeVisible()
})

test('a limit that is passed is told on the desktop, brings the window forward and opens the card from any screen', async ({ page }) => {
  await openWatch(page, 'release-watch-before-slow')
  await expect(rollback(page)).toHaveCount(0)
  await page.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: 'History' }).click()
  await page.getByRole('heading', { level: 1, name: 'History' }).waitFor()
  await minutes(page, 2)
  await expect(rollback(page)).toContainText('Shop: P95 is 2.7 times its usual (limit 2 times)')
  await expect(rollback(page)).toContainText('Jana Nováková')
  expect(await asked(page)).toEqual(expect.arrayContaining(['actionNotify', 'actionShowWindow']))
  await page.getByRole('button', { name: 'Keep watching' }).click()
  await expect(rollback(page)).toHaveCount(0)
  await expect(seen(page)).toContainText('not everything is as it was')
})

test('a rollback is called with a reason, guided, watched again and ended', async ({ page }) => {
  await openWatch(page, 'release-watch-slow')
  await page.getByRole('button', { name: 'Call the rollback of PROD' }).click()
  // Nothing was called without a word on why.
  await expect(page.getByRole('heading', { name: /^Rolling back/ })).toHaveCount(0)
  await page.getByLabel('Why').fill('The shop is three times as slow.')
  await page.getByRole('button', { name: 'Call the rollback of PROD' }).click()
  await expect(page.getByRole('heading', { name: /^Rolling back for/ })).toBeVisible()
  await expect(page.getByText('Choose the pre-deployment point', { exact: false })).toBeVisible()
  await expect(page.getByRole('radio', { name: 'Healthy', exact: true })).toBeDisabled()
  await page.getByRole('button', { name: 'PROD works again' }).click()
  await expect(page.getByRole('heading', { name: /^Rolled back in/ })).toBeVisible()
  await page.getByRole('radio', { name: 'Rolled back' }).check()
  await page.getByRole('textbox', { name: 'Remarks' }).fill('Back on the package of October.')
  await page.getByRole('button', { name: 'Give the verdict' }).click()
  await expect(page.getByRole('region', { name: 'How did it go?' })).toContainText('Back on the package of October.')
})

test('nothing is healthy before the half hour was looked at; then it is, and what was learned is kept', async ({ page }) => {
  await openWatch(page, 'release-watch')
  const healthy = page.getByRole('radio', { name: 'Healthy', exact: true })
  await expect(healthy).toBeDisabled()
  await expect(page.getByText('The half hour is not over yet.').first()).toBeVisible()
  await minutes(page, 20)
  await expect(seen(page)).toContainText('The half hour is over')
  await healthy.check()
  await page.getByRole('button', { name: 'Give the verdict' }).click()
  await page.getByLabel('What slowed us down?').fill('The freeze was told late.')
  await page.getByLabel('Actions').fill('Tell the freeze earlier\nName a reviewer')
  await page.getByRole('button', { name: 'Keep it' }).click()
  await expect(page.getByRole('checkbox', { name: 'Name a reviewer' })).toBeVisible()
  await page.getByRole('button', { name: 'Save the report' }).click()
  await expect(page.getByText('The report is saved')).toBeVisible()
})

test('what Slipway did not see is shown as a gap, in the picture, in words and in the table', async ({ page }) => {
  await openWatch(page, 'release-watch-gap')
  await expect(page.getByRole('heading', { name: 'Slipway was not looking' })).toBeVisible()
  await expect(page.getByText('The computer slept.')).toBeVisible()
  await expect(page.locator('figure').first().locator('rect.gap')).not.toHaveCount(0)
})

test('a watch that was cut off goes on by itself when the release is opened again', async ({ page }) => {
  await openWatch(page, 'release-watch-interrupted')
  await expect(seen(page)).toContainText('PROD works as it should so far')
  await expect(page.getByText('Slipway was closed.')).toBeVisible()
})

test('a feature that is dark is switched on, and that is kept', async ({ page }) => {
  await openWatch(page, 'release-watch')
  await page.getByRole('checkbox', { name: 'Loyalty points' }).check()
  await expect(page.getByRole('heading', { name: 'Every feature is switched on' })).toBeVisible()
})

test('the logs of a deployment are chosen, told in plain words and removed again', async ({ page }) => {
  await openWatch(page, 'release-watch')
  await page.getByRole('button', { name: 'Choose the archive' }).click()
  await expect(page.getByText('The deployment stopped in this step')).toBeVisible()
  await page.getByText('The line it rests on').click()
  await expect(page.getByText("does not match the project version '31.6.2'")).toBeVisible()
  await page.getByRole('button', { name: 'Remove from the release' }).click()
  await expect(page.getByText('No archive was read yet.')).toBeVisible()
})

test('a rollback can be called with the keyboard alone', async ({ page }) => {
  await openWatch(page, 'release-watch-slow')
  await tabTo(page, /^Restore the pre-deployment point/)
  await page.keyboard.press('ArrowDown')
  await tabTo(page, /^Why/)
  await page.keyboard.type('The fix is ready.')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Fix forward, called', { exact: false })).toBeVisible()
})

test('a look is added, what is wrong stands at its field, and a password is handed on once', async ({ page }) => {
  await openStory(page, 'sites')
  await toSites(page)
  await page.getByRole('button', { name: 'Add a look' }).click()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('1 to 5, before it counts as down.').first()).toBeAttached()
  await expect(page.locator('[aria-invalid="true"]')).toHaveCount(1)
  await page.getByLabel('Name').last().fill('Checkout')
  await page.locator('summary').last().click()
  await page.getByLabel('User').last().fill('preview')
  await page.getByLabel('Password').last().fill('correct horse')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('What is looked at is saved')).toBeVisible()
  expect(await asked(page)).toContain('actionProbePassword')
  await expect(page.getByLabel('Password').last()).toHaveValue('')
  await page.getByRole('button', { name: 'Look at QA now' }).click()
  await advance(page, 3_000)
  await expect(page.getByRole('heading', { name: /smoke tests work/ })).toBeVisible()
})

test('two sites are compared, and what matters comes first', async ({ page }) => {
  await openStory(page, 'sites')
  await toSites(page, 'Compare two sites')
  await expect(page.getByRole('heading', { name: /differences between UAT and PROD/ })).toBeVisible()
  await expect(page.locator('main li').first()).toContainText('(matters)')
  await page.getByLabel('Second site').selectOption('UAT')
  await expect(page.getByText('Choose two different environments.')).toBeVisible()
})

test('the figures are drawn and stand in a table as well', async ({ page }) => {
  await openStory(page, 'figures')
  await toFigures(page)
  await expect(page.getByRole('img')).toHaveCount(5)
  await expect(page.getByText('25 %')).toBeVisible()
  await expect(page.getByRole('row', { name: /Release 7/ })).toContainText('41 min')
})

for (const [purpose, start, heading] of [
  ['Deploy for the first time', 'Build a package', /./],
  ['Release new features', 'Start the release', 'Releases'],
  ['Bring in a lot of data', 'Go to custom restores', 'Restores'],
] as const) {
  test(`somebody who wants to “${purpose}” is told the way and led there`, async ({ page }) => {
    await openStory(page, 'work')
    await page.getByRole('button', { name: new RegExp(`^${purpose}`) }).click()
    await expect(page.getByRole('dialog')).toContainText('What to know before')
    await page.getByRole('dialog').getByRole('button', { name: start }).click()
    await expect(page.getByRole('dialog', { name: purpose })).toHaveCount(0)
    await expect(page.getByRole('heading', { level: 1 }).filter({ hasText: heading }).first()).toBeVisible()
    await expect(page.getByRole('heading', { level: 1, name: 'Dancing Goat' })).toHaveCount(0)
  })
}

for (const scenario of ['release-watch-slow', 'release-watch-gap', 'release-ended']) {
  test(`promise_45_what_is_watched_has_no_word_outside_the_catalog: ${scenario}`, async ({ page }) => {
    await openStory(page, scenario, '&locale=pseudo')
    await page.keyboard.press('Control+3')
    const open = page.locator('main footer .button')
    const past = page.locator('main tbody tr').first()
    await open.or(past).first().waitFor()
    await ((await open.count()) > 0 ? open.first() : past).click()
    await page.locator('main figure').first().waitFor()
    await advance(page, 300)
    await isWhole(page)
  })
}

test('promise_45_sites_and_figures_have_no_word_outside_the_catalog', async ({ page }) => {
  await openStory(page, 'figures', '&locale=pseudo')
  await page.keyboard.press('Control+3')
  await page.locator('main header .actions .button').nth(1).click()
  await page.locator('main figure').first().waitFor()
  await isWhole(page)
})

test('what is usual is measured before the promotion, and that is told', async ({ page }) => {
  await openStory(page, 'release-decided')
  await toReleases(page)
  await page.getByRole('button', { name: /^(Open the release|Promote to)/ }).first().click()
  await page.getByRole('button', { name: 'Measure it now' }).click()
  await expect(page.getByRole('progressbar', { name: 'Measuring what is usual' })).toBeVisible()
  await minutes(page, 2)
  await expect(page.getByText('What is usual was measured')).toBeVisible()
})

test('logs read while the package was on its way are there in the half hour after it too', async ({ page }) => {
  await openWatch(page, 'release-watch-logs')
  await expect(page.getByText('The deployment stopped in this step')).toBeVisible()
})

test('a source of server figures is saved, and its key is gone from the screen', async ({ page }) => {
  await openStory(page, 'sites')
  await toSites(page, 'Server figures')
  await page.getByLabel('Application ID').fill('0f0e0d0c-0b0a-4908-8706-050403020100')
  await page.getByLabel('API key').fill('correct horse')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('The application ID and the key are saved')).toBeVisible()
  await expect(page.getByLabel('API key')).toHaveValue('')
})
