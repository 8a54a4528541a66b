/** What building promises, seen from the window. */
import { expect, test, type Page } from '@playwright/test'
import { expectNoComplaints } from './complaints'
import { dropFolder, primary, startBuild, toReview, toStep, WHOLE } from './build-story'
import { tabTo } from './keys'
import { isWhole } from './pseudo'
import { advance, openStory, place } from './ship-story'

expectNoComplaints()

const asked = (page: Page, command: string) =>
  page.evaluate((name) => window.slipwayStage!.asked.filter((one) => one === name).length, command)

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name })

test.describe('a folder', () => {
  test('dropped anywhere is looked at without another action', async ({ page }) => {
    await openStory(page, 'work')
    await place(page, 'History')
    await page.evaluate(() => window.slipwayStage!.dropFolder('project'))
    await expect(heading(page, 'dancing-goat is an Xperience project')).toBeFocused()
  })

  test('becomes a package in five presses, without anything typed', async ({ page }) => {
    await dropFolder(page, 'project')
    await primary(page).click() // 1 parts
    await primary(page).click() // 2 options
    await primary(page).click() // 3 review
    await page.getByRole('button', { name: /^Build DancingGoat-/ }).click() // 4, and the dialog for the place
    await heading(page, /^Building /).waitFor()
    await advance(page, WHOLE)
    await expect(page.getByRole('region', { name: 'Verdict' })).toContainText('Ready')
    expect(await asked(page, 'actionChooseOutput')).toBe(1)
    expect(await asked(page, 'jobBuild')).toBe(1)
  })

  test('is chosen from Home, from Packages and before any project is connected', async ({ page }) => {
    for (const [scenario, where] of [
      ['work', 'Home'],
      ['work', 'Packages'],
      ['first-start', null],
    ] as const) {
      await openStory(page, scenario)
      if (where) await place(page, where)
      await page.getByRole('button', { name: 'Build a package' }).click()
      await page.getByRole('button', { name: 'Choose a folder' }).click()
      await expect(heading(page, 'dancing-goat is an Xperience project')).toBeVisible()
    }
  })

  test('says of each part whether it is there, with its place', async ({ page }) => {
    await dropFolder(page, 'project')
    const repository = page.getByRole('listitem').filter({ hasText: 'CD repository' })
    await expect(repository).toContainText('src/DancingGoat/$CDRepository')
    await expect(repository).toContainText('9\u202f057 objects')
    await expect(page.getByRole('listitem').filter({ hasText: 'Published application' })).toContainText('Slipway can make it')
  })

  test('without the SDK leads to a message that can be sent to the developer', async ({ page, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await dropFolder(page, 'no-sdk')
    await page.getByRole('button', { name: 'Copy the message' }).click()
    await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible()
    const message = await page.evaluate(() => navigator.clipboard.readText())
    expect(message).toContain('the deployment package of DancingGoat')
    expect(message).toContain('--kxp-cd-store')
    expect(message).toContain('dotnet publish')
  })

  test('with several web projects asks which one, and orders that one', async ({ page }) => {
    await dropFolder(page, 'several')
    await page.getByRole('radio', { name: 'Contoso.Intranet' }).check()
    const found = page.getByRole('listitem').filter({ hasText: 'Slipway can make it' })
    await expect(found.filter({ hasText: 'Made by the CD store' })).toBeVisible()
    await expect(page.getByRole('radio', { name: 'Contoso.Intranet' })).toBeChecked()
    await toStep(page, 4)
    await expect(page.getByRole('button', { name: /^Build Contoso\.Intranet-/ })).toBeVisible()
  })

  test('of finished packages leads straight to their check', async ({ page }) => {
    await dropFolder(page, 'packages')
    await page.getByRole('button', { name: /^Check it: release\.zip/ }).click()
    await advance(page, 12_000)
    await expect(page.getByRole('region', { name: 'Verdict' })).toContainText('Will not work')
  })
})

test.describe('the readiness check', () => {
  test('names file and line, and each finding can be sent alone', async ({ page, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await dropFolder(page, 'not-ready')
    const finding = page.getByRole('article').filter({ hasText: 'Kentico.Xperience.Cloud' }).first()
    await expect(finding).toContainText('src/DancingGoat/DancingGoat.csproj')
    await expect(finding).toContainText('line 14')
    await finding.getByRole('button', { name: 'Copy the sentence for the developer' }).click()
    const sentence = await page.evaluate(() => navigator.clipboard.readText())
    expect(sentence).toContain('(src/DancingGoat/DancingGoat.csproj, line 14)')
    await page.getByRole('button', { name: 'Copy all for the developer' }).click()
    const all = await page.evaluate(() => navigator.clipboard.readText())
    expect(all.match(/^\d+\. /gm)).toHaveLength(6)
  })

  test('looks for read-only support once the site is to stay up', async ({ page }) => {
    await dropFolder(page, 'project')
    await toStep(page, 3)
    await expect(page.getByText('The code does not seem to know read-only mode')).toHaveCount(0)
    await page.getByRole('checkbox', { name: 'The site may stay up' }).check()
    await expect(page.getByText('The code does not seem to know read-only mode')).toBeVisible()
  })
})

test.describe('the parts', () => {
  test('that are in no folder yet are asked for, and the first of them gets the focus', async ({ page }) => {
    await dropFolder(page, 'no-sdk')
    await toStep(page, 2)
    await primary(page).click()
    await expect(page.getByText('Choose the folder it is in.')).toHaveCount(2)
    await expect(page.locator(':focus')).toHaveAttribute('type', 'radio')
    await expect(heading(page, 'What goes into the package?')).toBeVisible()
  })

  test('chosen from folders that hold none are named, and the right ones lead on', async ({ page }) => {
    await dropFolder(page, 'no-sdk')
    await page.evaluate(() => window.slipwayStage!.chooseFolders('other', 'repository', 'publish'))
    await toStep(page, 2)
    await page.getByRole('button', { name: 'Choose the folder: The application' }).click()
    await page.getByRole('button', { name: 'Choose the folder: The CD repository' }).click()
    await expect(page.getByText('No published application was found there.')).toBeVisible()
    await page.getByRole('button', { name: 'Choose another folder: The application' }).click()
    await expect(page.getByText('No published application was found there.')).toHaveCount(0)
    await toStep(page, 4)
    await expect(page.getByText('Nothing in your folders is changed')).toBeVisible()
  })
})

test.describe('a publish folder with several applications', () => {
  test('asks which one is the website, and builds that one', async ({ page }) => {
    await dropFolder(page, 'content')
    await toStep(page, 2)
    await page.getByLabel('Name of the application').selectOption('DancingGoat.Tools')
    await toStep(page, 4)
    await expect(page.getByRole('button', { name: /^Build DancingGoat\.Tools-/ })).toBeVisible()
  })
})

test.describe('the review', () => {
  test('shows every command that will be run and what it writes', async ({ page }) => {
    await toReview(page, 'not-ready')
    await expect(page.locator('main ol code')).toHaveText([/^dotnet build/, /--kxp-cd-store/, /^dotnet publish/])
    await expect(page.locator('main .touches')).toContainText('bin, obj, $CDRepository')
    await expect(page.getByText('The project’s own code runs')).toBeVisible()
  })

  test('does not offer a build that cannot become a package', async ({ page }) => {
    await openStory(page, 'work')
    await page.evaluate(() => {
      window.slipwayStage!.block()
      window.slipwayStage!.dropFolder('content')
    })
    await page.locator('main header .place').waitFor()
    await toStep(page, 4)
    await expect(page.getByText('It cannot be built like this')).toBeVisible()
    await expect(page.getByRole('button', { name: /^Build DancingGoat/ })).toHaveCount(0)
  })

  test('offers the same storage mode as the repository, and says when it differs', async ({ page }) => {
    await dropFolder(page, 'project')
    await toStep(page, 3)
    await expect(page.getByRole('radio', { name: 'Replace them' })).toBeChecked()
    await page.getByRole('radio', { name: 'Leave them as they are' }).check()
    await expect(page.getByText('Its RestoreMode is CreateUpdate')).toBeVisible()
  })

  test('a build is ordered once however often the button is pressed', async ({ page }) => {
    await toReview(page)
    await primary(page).evaluate((button: HTMLButtonElement) => {
      for (let press = 0; press < 5; press++) button.click()
    })
    await heading(page, /^Building /).waitFor()
    expect(await asked(page, 'jobBuild')).toBe(1)
  })

  test('nothing is ordered when the dialog for the place was closed', async ({ page }) => {
    await toReview(page)
    await page.evaluate(() => window.slipwayStage!.closeDialogs())
    await primary(page).click()
    await expect(primary(page)).not.toHaveAttribute('aria-busy', 'true')
    expect(await asked(page, 'jobBuild')).toBe(0)
  })
})

test.describe('a build', () => {
  test('tells bytes, files and the file at work', async ({ page }) => {
    await startBuild(page, 9_000)
    await expect(page.locator('main')).toContainText(/\d+ of 603.MB/)
    await expect(page.locator('main')).toContainText(/of 7.512 files/)
    await expect(page.locator('main .now .current')).toContainText('$CDRepository/')
  })

  test('goes on while the user looks around, and is come back to from the tray', async ({ page }) => {
    await startBuild(page, 3_000)
    await place(page, 'History')
    await advance(page, 3_000)
    await page.getByRole('button', { name: /^Building DancingGoat/ }).click()
    await expect(heading(page, /^Building /)).toBeVisible()
    await advance(page, WHOLE)
    await expect(heading(page, 'The package is built')).toBeFocused()
    expect(await asked(page, 'jobBuild')).toBe(1)
  })

  test('that ended while the user was elsewhere shows its package', async ({ page }) => {
    await startBuild(page, 3_000)
    await page.getByRole('button', { name: /^Building DancingGoat/ }).waitFor()
    await place(page, 'History')
    await advance(page, WHOLE)
    await expect(page.getByRole('button', { name: /^Building DancingGoat/ })).toHaveCount(0)
    await place(page, 'Packages')
    await expect(page.getByRole('row').filter({ hasText: 'DancingGoat-1.0.0-202611201320.zip' })).toBeVisible()
  })

  test('is cancelled after asking, and says that nothing is left', async ({ page }) => {
    await startBuild(page, 9_000)
    await page.getByRole('button', { name: 'Cancel the build' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel the build' }).click()
    await expect(heading(page, 'The build was cancelled')).toBeFocused()
    await expect(page.getByText(/^No half-made package is left/)).toBeVisible()
    await primary(page).click()
    await expect(heading(page, 'Build it like this?')).toBeFocused()
  })

  for (const [code, step, title] of [
    ['code-does-not-compile', 'publish', 'The project’s code does not compile'],
    ['build-file-in-use', 'pack', ''],
    ['build-no-room', 'pack', ''],
    ['build-not-proven', 'prove', 'What lies on the disk is not what was written'],
  ] as const) {
    test(`that ends without a package says why: ${code}`, async ({ page }) => {
      await toReview(page)
      await page.evaluate((plot) => window.slipwayStage!.builds({ goes: 'wrong', ...plot }), { code, step })
      await primary(page).click()
      await heading(page, /^Building /).waitFor()
      await advance(page, WHOLE)
      await expect(heading(page, 'No package was made')).toBeFocused()
      const alert = page.getByRole('alert')
      await expect(alert).toContainText(title)
      await expect(alert).not.toContainText('Something unexpected happened')
      await expect(alert).not.toContainText('{')
      await expect(primary(page)).toHaveText('Review and build again')
    })
  }

  test('that was refused names what was found in the files', async ({ page }) => {
    await toReview(page)
    await page.evaluate(() => window.slipwayStage!.builds({ goes: 'wrong', code: 'build-refused', step: 'pack' }))
    await primary(page).click()
    await heading(page, /^Building /).waitFor()
    await advance(page, WHOLE)
    await expect(page.getByRole('article')).toContainText('The CD repository is empty')
  })

  test('cut off with Slipway is explained at the next start', async ({ page }) => {
    await openStory(page, 'build-interrupted')
    await expect(page.getByText(/^Slipway ended while it built DancingGoat/)).toBeVisible()
    await page.getByRole('button', { name: 'Build it again' }).click()
    await expect(heading(page, 'Which folder is the package made from?')).toBeVisible()
  })
})

test.describe('the output', () => {
  test('follows the newest line until one scrolls up, and again when asked to', async ({ page }) => {
    await startBuild(page, 6_000, 'not-ready')
    await page.getByRole('button', { name: /^Show the output/ }).click()
    const lines = page.getByRole('dialog').getByRole('region')
    await advance(page, 2_000)
    const fromEnd = () => lines.evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight)
    await expect.poll(fromEnd).toBeLessThan(25)
    await lines.evaluate((box) => box.scrollTo(0, 0))
    const newest = page.getByRole('button', { name: 'To the newest line' })
    await newest.waitFor()
    await advance(page, 1_000)
    expect(await lines.evaluate((box) => box.scrollTop)).toBe(0)
    await newest.click()
    await expect.poll(fromEnd).toBeLessThan(25)
    await expect(newest).toHaveCount(0)
  })

  test('draws only what is in sight', async ({ page }) => {
    await startBuild(page, 14_000, 'not-ready')
    await page.getByRole('button', { name: /^Show the output/ }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog).toContainText(/1\d\d lines/)
    expect(await dialog.locator('code').count()).toBeLessThan(90)
  })
})

test.describe('the package that was made', () => {
  test('says what was taken over from an earlier one', async ({ page }) => {
    await dropFolder(page, 'project')
    await toStep(page, 3)
    await page.getByLabel('Take over what has not changed').selectOption({ index: 1 })
    await toStep(page, 4)
    await page.locator('main .touches').waitFor()
    await primary(page).click()
    await heading(page, /^Building /).waitFor()
    await advance(page, WHOLE)
    await expect(page.getByText(/7.437 taken over/)).toBeVisible()
  })

  test('goes on into shipping with one press', async ({ page }) => {
    await startBuild(page, WHOLE)
    await page.getByRole('button', { name: 'Upload to QA' }).click()
    await expect(heading(page, 'Will it work in QA?')).toBeFocused()
    await page.getByRole('button', { name: 'Upload to QA' }).click()
    await expect(heading(page, 'Uploading to QA')).toBeVisible()
  })

  test('is followed by the next one from the same folder', async ({ page }) => {
    await startBuild(page, WHOLE)
    await heading(page, 'The package is built').waitFor()
    await place(page, 'Packages')
    await page.getByRole('button', { name: 'Build a package' }).click()
    await expect(heading(page, 'dancing-goat is an Xperience project')).toBeVisible()
  })
})

test('leaving the flow and coming back finds everything as it was', async ({ page }) => {
  await dropFolder(page, 'project')
  await toStep(page, 3)
  await page.getByRole('checkbox', { name: 'The site may stay up' }).check()
  await place(page, 'Packages')
  await page.getByRole('button', { name: 'Build a package' }).click()
  await expect(heading(page, 'How should it be built?')).toBeVisible()
  await expect(page.getByRole('checkbox', { name: 'The site may stay up' })).toBeChecked()
})

test('promise_42_a_package_is_built_by_keyboard_alone', async ({ page }) => {
  await openStory(page, 'work')
  await tabTo(page, 'Build a package')
  await page.keyboard.press('Enter')
  await expect(heading(page, 'Which folder is the package made from?')).toBeFocused()
  await tabTo(page, 'Choose a folder')
  await page.keyboard.press('Enter')
  await expect(heading(page, 'dancing-goat is an Xperience project')).toBeFocused()
  await tabTo(page, 'Continue to the parts')
  await page.keyboard.press('Enter')
  await expect(heading(page, 'What goes into the package?')).toBeFocused()
  await tabTo(page, 'Continue to the options')
  await page.keyboard.press('Enter')
  await expect(heading(page, 'How should it be built?')).toBeFocused()
  await tabTo(page, /^The site may stay up/)
  await page.keyboard.press('Space')
  await tabTo(page, 'Review the build')
  await page.keyboard.press('Enter')
  await expect(heading(page, 'Build it like this?')).toBeFocused()
  await tabTo(page, /^Build DancingGoat-/)
  await page.keyboard.press('Enter')
  await expect(heading(page, /^Building /)).toBeFocused()
  await tabTo(page, /^Show the output/)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: /^Show the output/ })).toBeFocused()
  await advance(page, WHOLE)
  await expect(heading(page, 'The package is built')).toBeFocused()
  await tabTo(page, 'Upload to QA')
  await page.keyboard.press('Enter')
  await expect(heading(page, 'Will it work in QA?')).toBeFocused()
})

test.describe('promise_45_building_has_no_word_outside_the_catalog', () => {
  const pseudo = '&locale=pseudo'

  for (const folder of ['project', 'not-ready', 'no-sdk', 'several', 'publish', 'packages', 'other', 'long-names'] as const) {
    test(folder, async ({ page }) => {
      await dropFolder(page, folder, 'work', pseudo)
      for (const summary of await page.locator('main summary').all()) await summary.click()
      await isWhole(page)
    })
  }

  test('from the parts to the package', async ({ page }) => {
    await dropFolder(page, 'not-ready', 'work', pseudo)
    for (const step of [2, 3, 4]) {
      await toStep(page, step)
      if (step === 4) await page.locator('main .touches').waitFor()
      await isWhole(page)
    }
    await primary(page).click()
    await page.locator('main ol .now').waitFor()
    await advance(page, 3_000)
    await isWhole(page)
    await advance(page, 20_000)
    await isWhole(page)
    await advance(page, WHOLE)
    await page.locator('main .banner').waitFor()
    await isWhole(page)
  })
})
