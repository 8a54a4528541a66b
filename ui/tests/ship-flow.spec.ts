/** What shipping promises, seen from the window. */
import { expect, test, type Page } from '@playwright/test'
import { advance, chooseFile, followUpload, openStory, place, pressUpload, toConfirm, toWhere } from './ship-story'

const asked = (page: Page, command: string) =>
  page.evaluate((name) => window.slipwayStage!.asked.filter((one) => one === name).length, command)

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name })

test.describe('few actions', () => {
  test('from the first start to a verdict in two', async ({ page }) => {
    await openStory(page, 'first-start')
    await page.getByRole('button', { name: /practice/i }).click() // 1
    await heading(page, 'Practice project').waitFor()
    await page.keyboard.press('Control+o') // 2: the file dialog answers by itself here
    await advance(page, 6_000)
    await expect(heading(page, /^Will it work/)).toBeVisible()
  })

  test('from a dropped file to a verdict in none', async ({ page }) => {
    await openStory(page, 'work')
    await page.evaluate(() => window.slipwayStage!.drop('ready'))
    await heading(page, 'Reading the package').waitFor()
    await advance(page, 6_000)
    await expect(heading(page, 'Will it work in QA?')).toBeVisible()
  })

  test('from the verdict to an upload the Portal accepted in one', async ({ page }) => {
    await openStory(page, 'work')
    await chooseFile(page)
    await page.getByRole('button', { name: 'Upload to QA' }).click() // 1
    await heading(page, 'Uploading to QA').waitFor()
    await advance(page, 40_000)
    await expect(heading(page, 'Is it live in QA?')).toBeVisible()
    await expect(page.getByText(/^Xperience Portal accepted/)).toBeVisible()
  })
})

test.describe('an upload', () => {
  test('promise_39_is_ordered_once_however_often_the_button_is_pressed', async ({ page }) => {
    await openStory(page, 'work')
    await chooseFile(page)
    await page.getByRole('button', { name: 'Upload to QA' }).evaluate((button: HTMLButtonElement) => {
      for (let press = 0; press < 5; press++) button.click()
    })
    await heading(page, 'Uploading to QA').waitFor()
    expect(await asked(page, 'jobUpload')).toBe(1)
  })

  test('promise_20_shows_no_time_left_before_it_means_something', async ({ page }) => {
    await openStory(page, 'work')
    await pressUpload(page)
    await advance(page, 6_000)
    await expect(page.locator('main').getByText('MB/s')).toBeVisible()
    await expect(page.locator('main').getByText(/left/)).toHaveCount(0)
    await advance(page, 6_000)
    await expect(page.locator('main').getByText(/seconds left/)).toBeVisible()
  })

  test('goes on while the user looks around, and is come back to', async ({ page }) => {
    await openStory(page, 'work')
    await pressUpload(page)
    await advance(page, 5_000)
    await place(page, 'History')
    await advance(page, 3_000)
    await place(page, 'Home')
    await followUpload(page)
    await expect(heading(page, 'Uploading to QA')).toBeVisible()
    expect(await asked(page, 'jobUpload')).toBe(1)
  })

  test('shows the verdict again on Back, and says that it is under way', async ({ page }) => {
    await openStory(page, 'work')
    await pressUpload(page)
    await advance(page, 5_000)
    await page.getByRole('button', { name: 'Back', exact: true }).click()
    await expect(page.getByText('An upload to QA is under way')).toBeVisible()
    await page.getByRole('button', { name: 'Show that upload' }).first().click()
    await expect(heading(page, 'Uploading to QA')).toBeVisible()
  })

  test('is cancelled after asking, and says that nothing was deployed', async ({ page }) => {
    await openStory(page, 'work')
    await pressUpload(page)
    await advance(page, 5_000)
    await page.getByRole('button', { name: 'Cancel the upload' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByText('What was sent so far is thrown away')).toBeVisible()
    await dialog.getByRole('button', { name: 'Cancel the upload' }).click()
    await expect(heading(page, 'The upload to QA was cancelled')).toBeVisible()
    await expect(page.getByText('Nothing was deployed.')).toBeVisible()
  })

  test('that arrives on a full disk says what is not written down yet, and is not asked for again', async ({ page }) => {
    await openStory(page, 'upload-unwritten')
    await pressUpload(page)
    await advance(page, 40_000)
    await expect(heading(page, 'Is it live in QA?')).toBeVisible()
    await expect(page.getByText('The upload is not in the history yet')).toBeVisible()
    await expect(page.getByRole('button', { name: /upload to/i })).toHaveCount(0)
  })

  test('waits for the Portal, says how long and why, and goes on by itself', async ({ page }) => {
    await openStory(page, 'maintenance')
    await pressUpload(page)
    await advance(page, 31_000)
    await expect(page.getByText(/^Trying again in (5\d s|1 min 00 s)/)).toBeVisible()
    await advance(page, 62_000)
    await expect(page.getByText('Sending the package')).toBeVisible()
  })

  test('that is refused says what happened and offers the next step', async ({ page }) => {
    await openStory(page, 'token-refused')
    await pressUpload(page)
    await advance(page, 8_000)
    await expect(heading(page, 'The upload to QA did not go through')).toBeVisible()
    await expect(page.getByRole('alert').getByRole('button').first()).toBeVisible()
    await page.getByRole('button', { name: 'Upload to QA again' }).click()
    await expect(heading(page, 'Will it work in QA?')).toBeVisible()
    expect(await asked(page, 'jobUpload')).toBe(1)
  })
})

test.describe('an upload that ends without a deployment', () => {
  for (const [scenario, title, next] of [
    ['token-refused', 'Xperience Portal did not take the token', 'Replace the token'],
    ['forbidden', 'The Portal says this token may not upload there', 'Upload to QA again'],
    ['too-large', 'The package is too large for Xperience Portal', 'Choose another file'],
    ['busy', 'Xperience Portal asks to wait', 'Upload to QA again'],
    ['maintenance-lasts', 'Xperience Portal is under maintenance', 'Upload to QA again'],
    ['own-certificate', 'The server’s certificate is not trusted', 'Upload to QA again'],
    ['proxy', 'The proxy asks for a user name and password', 'Upload to QA again'],
    ['network-lost', 'The connection broke off', 'Upload to QA again'],
    ['file-changed', 'The file changed', 'Inspect it again'],
  ] as const) {
    test(`says so and leads on by one button: ${scenario}`, async ({ page }) => {
      await openStory(page, scenario)
      await pressUpload(page)
      await advance(page, 25_000)
      await expect(heading(page, 'The upload to QA did not go through')).toBeFocused()
      const alert = page.getByRole('alert')
      await expect(alert).toContainText(title)
      await expect(alert).not.toContainText('{')
      await expect(page.locator('main .button.primary')).toHaveText(next)
    })
  }

  test('promise_17_names_a_wrong_clock_as_the_likely_reason', async ({ page }) => {
    await openStory(page, 'clock-off')
    await pressUpload(page)
    await advance(page, 8_000)
    await expect(page.getByRole('alert')).toContainText('The clock of this computer is 42 minutes behind the Portal’s')
  })

  test('because Slipway ended is explained at the next start and begun anew from there', async ({ page }) => {
    await openStory(page, 'interrupted')
    await page.getByRole('button', { name: 'Show the upload' }).click()
    await expect(heading(page, 'The upload to QA was cut off')).toBeFocused()
    await page.getByRole('button', { name: 'Upload to QA again' }).click()
    await expect(heading(page, 'Will it work in QA?')).toBeVisible()
    expect(await asked(page, 'jobUpload')).toBe(0)
  })
})

test.describe('a lost answer', () => {
  test('promise_39_is_not_followed_by_a_second_send_but_by_a_question', async ({ page }) => {
    await openStory(page, 'upload-lost')
    await pressUpload(page)
    await advance(page, 60_000)
    await expect(heading(page, 'Did the package arrive in QA?')).toBeVisible()
    await expect(page.getByText('Look under Deployment progress and under Deployment history of QA.')).toBeVisible()
    await expect(page.getByRole('button', { name: /^Upload to/ })).toHaveCount(0)
    await page.getByRole('button', { name: 'Open the Portal' }).click()
    expect(await asked(page, 'actionOpenPlace')).toBe(1)
    expect(await asked(page, 'jobUpload')).toBe(1)
  })

  test('that arrived after all goes on to the watch', async ({ page }) => {
    await openStory(page, 'answer-lost')
    await followUpload(page)
    await page.getByRole('button', { name: 'The deployment is there' }).click()
    await expect(heading(page, 'Is it live in QA?')).toBeVisible()
    await expect(page.getByText(/^You saw the deployment/)).toBeVisible()
  })

  test('promise_39_that_did_not_arrive_begins_a_new_confirmation', async ({ page }) => {
    await openStory(page, 'answer-lost')
    await followUpload(page)
    await page.getByRole('button', { name: 'It is not there' }).click()
    await expect(heading(page, 'Will it work in QA?')).toBeVisible()
    expect(await asked(page, 'jobUpload')).toBe(0)
    await page.getByRole('button', { name: 'Upload to QA' }).click()
    await expect(heading(page, 'Uploading to QA')).toBeVisible()
    expect(await asked(page, 'jobUpload')).toBe(1)
  })
})

test.describe('another environment than QA', () => {
  test('asks for a reason and the exact name, and points at what is missing', async ({ page }) => {
    await openStory(page, 'work')
    await toConfirm(page, 'PROD')
    const send = page.getByRole('button', { name: 'Upload to PROD' })
    await send.click()
    await expect(page.getByLabel('Why does it go there now?')).toBeFocused()
    await page.getByLabel('Why does it go there now?').fill('Checkout is down')
    await page.getByLabel('Type PROD to confirm').fill('prod')
    await send.click()
    await expect(page.getByLabel('Type PROD to confirm')).toBeFocused()
    await expect(page.getByText('This has to read PROD.')).toBeVisible()
    expect(await asked(page, 'jobUpload')).toBe(0)
    await page.getByLabel('Type PROD to confirm').fill('PROD')
    await send.click()
    await expect(heading(page, 'Uploading to PROD')).toBeVisible()
  })

  test('repeats the package, its hash, its size, the target and who', async ({ page }) => {
    await openStory(page, 'work')
    await toConfirm(page, 'PROD')
    for (const text of [
      'DancingGoat-1.0.0-202611200812.zip',
      '9f2c41d0b6a94dd2a1c27f5b9e03d8d4c2d7719b0f5be2d86f1a90c3e47ba07e',
      '184\u00a0MB',
      'PROD of Dancing Goat',
      'Jana Nováková, DevOps Engineer',
    ]) {
      await expect(page.getByText(text, { exact: true })).toBeVisible()
    }
  })

  test('Back loses nothing of what was written', async ({ page }) => {
    await openStory(page, 'work')
    await toConfirm(page, 'PROD')
    await page.getByLabel('Why does it go there now?').fill('Checkout is down')
    await page.getByRole('button', { name: 'Back', exact: true }).click()
    await expect(page.getByRole('radio', { name: 'PROD' })).toBeChecked()
    await place(page, 'Packages')
    await page.getByRole('button', { name: 'DancingGoat-1.0.0-202611200812.zip' }).click()
    await page.getByRole('button', { name: 'Ship this package' }).click()
    await page.getByRole('button', { name: 'Another environment' }).click()
    await page.getByRole('radio', { name: 'PROD' }).check()
    await page.getByRole('button', { name: 'Review the upload to PROD' }).click()
    await expect(page.getByLabel('Why does it go there now?')).toHaveValue('Checkout is down')
  })

  test('is closed to a Developer, with the reason', async ({ page }) => {
    await openStory(page, 'developer')
    await toWhere(page)
    await expect(page.getByRole('radio', { name: 'PROD' })).toBeDisabled()
    await expect(page.getByText(/only a DevOps Engineer or a Tenant Administrator may upload here/).first()).toBeVisible()
  })
})

test.describe('a missing token', () => {
  test('is asked for where it is needed, and then the upload is one press away', async ({ page }) => {
    await openStory(page, 'no-token')
    await toWhere(page)
    await page.getByRole('button', { name: 'Keep the token' }).click()
    await expect(page.getByText('Paste the token first.')).toBeVisible()
    await page.getByRole('textbox', { name: 'Personal access token' }).fill('pat-abcdef-1234')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Upload to QA' }).click()
    await expect(heading(page, 'Uploading to QA')).toBeVisible()
  })

  test('promise_27_a_locked_keychain_offers_this_session_instead', async ({ page }) => {
    await openStory(page, 'locked-keychain')
    await toWhere(page)
    await expect(page.getByText(/The keychain of this computer is locked/)).toBeVisible()
    await expect(page.getByRole('radio', { name: 'For this session' })).toBeChecked()
    await page.getByRole('textbox', { name: 'Personal access token' }).fill('pat-abcdef-1234')
    await page.getByRole('button', { name: 'Keep the token' }).click()
    await expect(page.getByRole('button', { name: 'Upload to QA' })).toBeVisible()
  })

  test('the token never shows up in the technical details', async ({ page }) => {
    await openStory(page, 'no-token')
    await toWhere(page)
    await page.getByRole('textbox', { name: 'Personal access token' }).fill('pat-canary-4711')
    await page.getByRole('button', { name: 'Technical details' }).click()
    await expect(page.getByRole('dialog')).toContainText('token: none')
    await expect(page.getByRole('dialog')).not.toContainText('canary')
  })
})

test.describe('a package that will not work', () => {
  test('is sent only with a tick and a reason', async ({ page }) => {
    await openStory(page, 'will-not-work')
    await chooseFile(page)
    await page.getByRole('button', { name: 'Send it to QA all the same' }).click()
    await page.getByRole('button', { name: 'Upload to QA' }).click()
    await expect(page.getByText(/Tick the box/)).toBeVisible()
    await page.getByLabel(/I have read the blockers/).check()
    await page.getByLabel('Why does it go there now?').fill('The Portal’s own check shall say it')
    await page.getByRole('button', { name: 'Upload to QA' }).click()
    await expect(heading(page, 'Uploading to QA')).toBeVisible()
  })
})

test.describe('the watch', () => {
  test('tells offline, back and live apart, with the downtime measured', async ({ page }) => {
    await openStory(page, 'watching')
    await followUpload(page)
    await expect(page.getByText('Waiting for the deployment to reach the site')).toBeVisible()
    await advance(page, 90_000)
    await expect(page.getByText('The site is offline')).toBeVisible()
    await advance(page, 205_000)
    await expect(page.getByText('The site is back')).toBeVisible()
    await advance(page, 70_000)
    await expect(page.getByText('It looks live')).toBeVisible()
    await expect(page.getByText(/3 min 4\d s of downtime/)).toBeVisible()
  })

  test('takes the user’s word', async ({ page }) => {
    await openStory(page, 'watching')
    await followUpload(page)
    await page.getByRole('button', { name: 'It is live, I saw it in the Portal' }).click()
    await expect(page.getByText('You told us it is live')).toBeVisible()
    await page.getByRole('button', { name: 'Done', exact: true }).click()
    await place(page, 'History')
    await expect(page.locator('[aria-posinset]').first()).toContainText('Seen in the Portal: live')
  })

  for (const [scenario, words] of [
    ['no-outage', 'The page changed while the site kept answering'],
    ['nothing-seen', 'No change was seen'],
    ['stays-offline', 'The site has not come back'],
    ['back-as-before', 'The site is back with the build it had before'],
    ['back-unclear', 'which build answers is not known'],
    ['no-site', 'There is no address to watch'],
  ] as const) {
    test(`has words for: ${scenario}`, async ({ page }) => {
      await openStory(page, scenario)
      await pressUpload(page)
      await advance(page, 50 * 60_000)
      await expect(page.getByText(words)).toBeVisible()
    })
  }
})
