/** Promise 42: everything by keyboard alone, and the focus lands on the question after each move. */
import { expect, test, type Page } from '@playwright/test'
import { advance, openStory } from './ship-story'

/** Presses Tab until something of that name has the focus. */
async function tabTo(page: Page, name: RegExp | string): Promise<void> {
  for (let press = 0; press < 60; press++) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate(() => {
      const element = document.activeElement
      const label = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement
        ? element.labels?.[0]?.textContent
        : null
      return (element?.getAttribute('aria-label') ?? label ?? element?.textContent ?? '').trim()
    })
    if (typeof name === 'string' ? focused === name : name.test(focused)) return
  }
  throw new Error(`Tab never reached ${name}`)
}

const questionHasFocus = (page: Page, name: string) =>
  expect(page.getByRole('heading', { name, exact: true })).toBeFocused()

test('promise_42_a_package_is_shipped_to_QA_by_keyboard_alone', async ({ page }) => {
  await openStory(page, 'work')
  await page.keyboard.press('Control+o')
  await questionHasFocus(page, 'Reading the package')
  await advance(page, 6_000)
  await questionHasFocus(page, 'Will it work in QA?')
  await tabTo(page, 'Upload to QA')
  await page.keyboard.press('Enter')
  await questionHasFocus(page, 'Uploading to QA')
  await advance(page, 40_000)
  await questionHasFocus(page, 'Is it live in QA?')
  await tabTo(page, 'It is live, I saw it in the Portal')
  await page.keyboard.press('Enter')
  await expect(page.getByText('You told us it is live')).toBeVisible()
  await tabTo(page, 'Done')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Dancing Goat' })).toBeFocused()
})

test('promise_42_the_emergency_path_to_PROD_by_keyboard_alone', async ({ page }) => {
  await openStory(page, 'work')
  await page.keyboard.press('Control+o')
  await questionHasFocus(page, 'Reading the package')
  await advance(page, 6_000)
  await tabTo(page, 'Another environment')
  await page.keyboard.press('Enter')
  await questionHasFocus(page, 'Where should it go?')
  await tabTo(page, /^QA/)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await tabTo(page, 'Review the upload to PROD')
  await page.keyboard.press('Enter')
  await questionHasFocus(page, 'Send it straight to PROD?')
  await tabTo(page, 'Why does it go there now?')
  await page.keyboard.type('Checkout is down')
  await tabTo(page, 'Type PROD to confirm')
  await page.keyboard.type('PROD')
  await page.keyboard.press('Enter')
  await questionHasFocus(page, 'Uploading to PROD')
  await tabTo(page, 'Cancel the upload')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Cancel the upload' })).toBeFocused()
})

test('promise_42_the_question_after_a_lost_answer_by_keyboard_alone', async ({ page }) => {
  await openStory(page, 'answer-lost')
  await tabTo(page, 'Look in the Portal')
  await page.keyboard.press('Enter')
  await questionHasFocus(page, 'Did the package arrive in QA?')
  await tabTo(page, 'The deployment is there')
  await page.keyboard.press('Enter')
  await questionHasFocus(page, 'Is it live in QA?')
})

test('promise_42_packages_and_history_by_keyboard_alone', async ({ page }) => {
  await openStory(page, 'work')
  await page.keyboard.press('Control+2')
  await expect(page.getByRole('heading', { level: 1, name: 'Packages' })).toBeFocused()
  await tabTo(page, /^Kentico\.Community/)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
  await tabTo(page, 'Take off the list')
  await page.keyboard.press('Enter')
  await tabTo(page, 'Keep it')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Control+3')
  await expect(page.getByRole('heading', { level: 1, name: 'History' })).toBeFocused()
  await tabTo(page, /^Seen in the Portal: live/)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toContainText('Hash of this entry')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})
