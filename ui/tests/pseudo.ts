/** What the pseudo-locale brings to light (promise 45). */
import { expect, type Page } from '@playwright/test'
import { expectNoSidewaysScroll } from './axe'

/** Text that is neither a word of the catalog nor marked as somebody's data. */
async function untranslated(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found = new Set<string>()
    const walker = document.createTreeWalker(document.querySelector('main')!, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const node = walker.currentNode
      const text = node.textContent!.trim()
      const parent = node.parentElement!
      // Words inside a message stand within its brackets, together with the data it mentions.
      const own = parent.closest('[translate]')?.getAttribute('translate') === 'no'
      const data = parent.closest('code, time, option, .environment')
      if (own || data || !/[a-z]{2}/i.test(text) || /^\[.*\]$/s.test(text)) continue
      if (/^\[/.test(text) && /\]$/.test(parent.textContent!.trim())) continue
      found.add(text)
    }
    for (const element of document.querySelectorAll('main [aria-label], main [title], main [placeholder]')) {
      for (const name of ['aria-label', 'placeholder']) {
        const text = element.getAttribute(name)
        if (text && !text.startsWith('[')) found.add(`${name}: ${text}`)
      }
    }
    return [...found]
  })
}

/** Every word on the screen comes from the catalog, and nothing sticks out of a narrow window. */
export async function isWhole(page: Page): Promise<void> {
  expect(await untranslated(page)).toEqual([])
  await page.setViewportSize({ width: 640, height: 400 })
  await expectNoSidewaysScroll(page)
  await page.setViewportSize({ width: 1280, height: 800 })
}
