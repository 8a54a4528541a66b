/** What is new in a package, what it is made of, and what deploying it will do (flow by flow). */
import { expect, test, type Page } from '@playwright/test'
import { expectNoSidewaysScroll } from './axe'
import { openRow, stories, toCompare, toPackage } from './compare-story'
import { expectNoComplaints } from './complaints'
import { everyLookIsAccessible } from './looks'
import { advance, chooseFile, openStory, place, pressUpload, toConfirm } from './ship-story'

expectNoComplaints()

const headline = (page: Page) => page.getByRole('region', { name: 'What is new' })
const section = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

everyLookIsAccessible('compare', stories)

test('a package is set beside the one last seen in an environment, the answer first', async ({ page }) => {
  await openStory(page, 'inspected')
  await toCompare(page)
  await expect(headline(page)).toContainText('8 objects added, 5 changed, 2 removed')
  await expect(headline(page)).toContainText('In QA since 15 Nov 14:20: measured on the site.')
  await expect(headline(page)).toContainText('31.5.0')
  await expect(page.getByLabel('Older package')).toHaveValue(/^environment:/)
})

test('nothing but code is said where it is so', async ({ page }) => {
  await openStory(page, 'inspected', '&compare=code')
  await toCompare(page)
  await expect(headline(page)).toContainText('Nothing but code')
  await expect(section(page, 'Objects')).toHaveCount(0)
  await expect(section(page, 'Code libraries')).toBeVisible()
})

test('the same content is called the same, with nothing to look through', async ({ page }) => {
  await openStory(page, 'inspected', '&compare=nothing')
  await toCompare(page)
  await expect(headline(page)).toContainText('The same content in another zip')
  await expect(page.getByRole('searchbox')).toHaveCount(0)
  await expect(page.getByRole('table')).toHaveCount(0)
})

test('either package can be another one, and both change places', async ({ page }) => {
  await openStory(page, 'inspected')
  await toCompare(page)
  const newer = await page.getByLabel('Newer package').inputValue()
  await page.getByRole('button', { name: 'Swap the two packages' }).click()
  await expect(page.getByLabel('Older package')).toHaveValue(`package:${newer}`)
  await page.getByLabel('Older package').selectOption({ label: 'PROD: DancingGoat-1.0.0-202610301410.zip' })
  await expect(headline(page)).toContainText('In PROD since')
})

test('with the keyboard alone one gets from a package to a field that differs and back', async ({ page }) => {
  await openStory(page, 'inspected')
  await toPackage(page)
  const press = async (name: string) => {
    const button = page.getByRole('button', { name }).first()
    await button.focus()
    await page.keyboard.press('Enter')
  }
  await press('Compare with…')
  await press('Last seen in QA')
  await headline(page).waitFor()
  await press('Objects')
  await expect(page.locator('#area-objects')).toBeFocused()
  const row = page.locator('#area-objects tbody .open').nth(2)
  await row.focus()
  await page.keyboard.press('Enter')
  const panel = page.getByRole('dialog', { name: 'Article page' })
  await expect(panel).toContainText('ClassDisplayName')
  await page.keyboard.press('Alt+ArrowRight')
  await expect(page.getByRole('dialog', { name: 'Product (coffee types)' })).toBeVisible()
  await expect(page.getByRole('dialog')).toContainText('4 of 15')
  await page.keyboard.press('Alt+ArrowLeft')
  await expect(panel).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(row).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Compare with…' })).toBeVisible()
})

test('a diff is told by signs and words, not by colours alone', async ({ page }) => {
  await openStory(page, 'inspected')
  await toCompare(page)
  await openRow(page, 'objects', 2)
  const panel = page.getByRole('dialog')
  await expect(panel.locator('del', { hasText: /^Article$/ })).toBeVisible()
  await expect(panel.locator('ins', { hasText: /^Article page$/ })).toBeVisible()
  await expect(panel.getByText('Before:').first()).toBeAttached()
  await expect(panel.locator('.sign', { hasText: '+' }).first()).toBeVisible()
  await expect(panel).toContainText('Masked, because it may be a secret.')
})

test('of a picture the sizes are told', async ({ page }) => {
  await openStory(page, 'inspected')
  await toCompare(page)
  await openRow(page, 'assets', 1)
  await expect(page.getByRole('dialog')).toContainText('1.40 MB')
  await expect(page.getByRole('dialog')).toContainText('1.38 MB')
})

test('what is searched for is found in every part, and nothing found says what to do', async ({ page }) => {
  await openStory(page, 'inspected')
  await toCompare(page)
  await page.getByRole('searchbox', { name: 'Search' }).fill('tasting')
  await expect(page.locator('#area-objects tbody tr')).toHaveCount(3)
  await expect(page.locator('#area-migrations tbody tr')).toHaveCount(1)
  await expect(page.locator('#area-libraries')).toHaveCount(0)
  await page.getByLabel('Show').selectOption('removed')
  await expect(page.getByText('Nothing matches')).toBeVisible()
  await page.getByRole('button', { name: 'Show everything' }).click()
  await expect(page.locator('#area-libraries')).toBeVisible()
})

test('one object type can be looked at alone', async ({ page }) => {
  await openStory(page, 'inspected')
  await toCompare(page)
  await page.getByRole('group', { name: 'Object type' }).getByRole('button', { name: 'Tags (5)' }).click()
  await expect(page.locator('#area-objects tbody tr')).toHaveCount(5)
})

test('a hundred thousand objects are drawn where they can be seen, and are searched', async ({ page }) => {
  test.slow()
  await openStory(page, 'inspected', '&compare=many')
  await toCompare(page)
  const rows = page.locator('#area-objects tbody tr:not(.space)')
  expect(await rows.count()).toBeLessThan(60)
  const table = page.locator('#area-objects table')
  await expect(table).toHaveAttribute('aria-rowcount', '501')
  await page.locator('#area-objects').getByRole('button', { name: 'List 500 more' }).click()
  await expect(table).toHaveAttribute('aria-rowcount', '1001')
  await page.locator('#area-objects').getByRole('region', { name: 'Objects, one by one' }).evaluate((list) => list.scrollTo(0, list.scrollHeight))
  await expect(table).toHaveAttribute('aria-rowcount', '1501')
  await page.getByRole('searchbox', { name: 'Search' }).fill('Tag_99999')
  await expect(page.locator('#area-objects tbody tr')).toHaveCount(1)
  await openRow(page, 'objects')
  await expect(page.getByRole('dialog', { name: 'Tag 99999' })).toBeVisible()
})

test('the release note is saved in either form', async ({ page }) => {
  await openStory(page, 'inspected')
  await toCompare(page)
  await page.getByRole('button', { name: 'Save release note' }).click()
  await expect(page.getByRole('alert')).toContainText('release-note.html')
  await page.getByRole('button', { name: 'Save as Markdown' }).click()
  await expect(page.getByRole('alert')).toContainText('release-note.md')
})

test('a package whose file is gone says so and offers another one', async ({ page }) => {
  await openStory(page, 'file-gone')
  await place(page, 'Packages')
  await page.getByRole('button', { name: 'Compare packages' }).click()
  await page.getByRole('button', { name: 'Last seen in QA' }).click()
  await expect(page.getByRole('alert')).toBeVisible()
  await expect(headline(page)).toHaveCount(0)
})

test('with nothing to compare with it is said what to do', async ({ page }) => {
  await openStory(page, 'fresh')
  await chooseFile(page)
  await place(page, 'Packages')
  await page.locator('tbody .open').first().click()
  await page.getByRole('button', { name: 'Compare with…' }).click()
  await expect(page.getByText('There is nothing to compare it with yet')).toBeVisible()
})

test.describe('what fills a package', () => {
  test('is gone into and out of with the keyboard, in the picture and in the list', async ({ page }) => {
    await openStory(page, 'inspected')
    await toPackage(page)
    const picture = page.getByRole('group', { name: 'Picture of what is in The package' })
    await picture.getByRole('button', { name: /^\$CDRepository/ }).focus()
    await page.keyboard.press('Enter')
    const inside = page.getByRole('group', { name: 'Picture of what is in $CDRepository' })
    await expect(inside.getByRole('button', { name: /^@global/ })).toBeFocused()
    await page.keyboard.press('Backspace')
    await expect(picture.getByRole('button', { name: /^\$CDRepository/ })).toBeFocused()
    await page.keyboard.press('ArrowLeft')
    await expect(picture.getByRole('button', { name: /^\$StorageAssets/ })).toBeFocused()
    const list = page.getByRole('region', { name: 'The same as a list' })
    await list.getByRole('button', { name: 'wwwroot' }).click()
    await expect(list.getByRole('row').nth(1)).toContainText('dist')
    await page.getByRole('button', { name: 'Up to The package' }).click()
    await expect(list.getByRole('row').nth(1)).toContainText('$StorageAssets/default')
  })

  test('has no name that lies over another one', async ({ page }) => {
    await openStory(page, 'inspected')
    await toPackage(page)
    await page.locator('.picture .words').first().waitFor()
    const over = await page.locator('.picture .words').evaluateAll((names) => {
      const boxes = names.map((name) => name.getBoundingClientRect())
      return boxes.flatMap((a, at) =>
        boxes.slice(at + 1).filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom),
      ).length
    })
    expect(over).toBe(0)
  })

  test('over the limit names the folders that would bring it under, and Custom restore', async ({ page }) => {
    await openStory(page, 'will-not-work')
    await chooseFile(page)
    await toPackage(page)
    await expect(page.getByRole('region', { name: /How to bring it under/ })).toContainText('$StorageAssets/default/assets/media/banners')
    await expect(page.getByRole('region', { name: /How to bring it under/ })).toContainText('Custom restore')
  })
})

test('what the configuration does to the target is told in words', async ({ page }) => {
  await openStory(page, 'full-restore')
  await chooseFile(page)
  await toPackage(page)
  const words = page.getByRole('region', { name: 'What deploying it does to the target' })
  await expect(words).toContainText('those the package lacks are deleted')
  await words.locator('summary').click()
  await expect(words.getByRole('row', { name: /Taxonomies/ })).toContainText('yes')
})

test('Full restore mode to PROD is taken on by typing its name', async ({ page }) => {
  await openStory(page, 'full-restore')
  await toConfirm(page, 'PROD')
  await expect(page.getByText('Your confirmation covers this too')).toBeVisible()
  await expect(page.getByText(/deletes objects in PROD/)).toBeVisible()
  await page.getByLabel(/reason|why/i).first().fill('Agreed with the editors')
  await page.getByRole('button', { name: 'Upload to PROD' }).click()
  await expect(page.getByLabel('Type PROD to confirm')).toBeFocused()
})

test('the forecast is told with why and how sure, leads to what is new, and goes on to the summary', async ({ page }) => {
  await openStory(page, 'inspected')
  await chooseFile(page)
  const forecast = page.getByRole('region', { name: 'Downtime forecast for QA' })
  await expect(forecast).toContainText('The site will be offline')
  await expect(forecast).toContainText('10 to 30 minutes')
  await expect(forecast).toContainText('The CD repository differs from the one deployed last.')
  await expect(forecast).toContainText('Sure')
  await forecast.getByRole('button', { name: 'What is new since QA' }).click()
  await expect(headline(page)).toContainText('objects added')
})

test('the forecast stands beside what was measured', async ({ page }) => {
  await openStory(page, 'work')
  await pressUpload(page)
  await advance(page, 60_000)
  await advance(page, 400_000)
  const beside = page.getByRole('region', { name: 'Forecast and measurement' })
  await expect(beside).toContainText('The site will be offline, 10 to 30 minutes')
  await expect(beside).toContainText('Offline for 3 min')
  await expect(beside).toContainText('It was offline for less time than forecast.')
})

test('promise_45_comparing_has_no_word_outside_the_catalog', async ({ page }) => {
  await openStory(page, 'inspected', '&locale=pseudo')
  await page.keyboard.press('Control+2')
  await page.locator('tbody .open').first().click()
  await page.locator('.picture').waitFor()
  expect(await untranslated(page)).toEqual([])
  await page.locator('main .actions .button.secondary').first().click()
  await page.locator('.empty .button').first().click()
  await page.locator('#area-objects').waitFor()
  expect(await untranslated(page)).toEqual([])
  await page.setViewportSize({ width: 640, height: 400 })
  await expectNoSidewaysScroll(page)
  await page.locator('#area-objects tbody .open').nth(2).click()
  await page.getByRole('dialog').locator('del').first().waitFor()
  expect(await untranslated(page, '[role=dialog], dialog[open]')).toEqual([])
})

/** Text that is neither a word of the catalog nor marked as somebody's data. */
async function untranslated(page: Page, inside = 'main'): Promise<string[]> {
  return page.evaluate((where) => {
    const found = new Set<string>()
    const walker = document.createTreeWalker(document.querySelector(where)!, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const text = walker.currentNode.textContent!.trim()
      const parent = walker.currentNode.parentElement!
      const own = parent.closest('[translate]')?.getAttribute('translate') === 'no'
      if (own || parent.closest('code, time, option, .environment') || !/[a-z]{2}/i.test(text)) continue
      if (/^\[.*\]$/s.test(text) || (/^\[/.test(text) && /\]$/.test(parent.textContent!.trim()))) continue
      found.add(text)
    }
    return [...found]
  }, inside)
}
