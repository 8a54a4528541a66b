import { expect, type Page } from '@playwright/test'
import type { RunOptions } from 'axe-core'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

// Half of what the package's entry is, and so half of what every page reads once.
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const ofColours = ['color-contrast', 'link-in-text-block']

/** axe has nothing to say about the page as it stands (promise 41). */
export async function expectAccessiblePage(page: Page): Promise<void> {
  await expectNoViolations(page, { runOnly: { type: 'tag', values: tags } })
}

/**
 * The same in both themes, at 200 % zoom and with text at 200 %, where nothing has to be scrolled
 * sideways either. Another theme changes nothing but colours, another size everything but colours.
 */
export async function expectAccessibleLooks(page: Page): Promise<void> {
  const withoutColours = {
    runOnly: { type: 'tag' as const, values: tags },
    rules: Object.fromEntries(ofColours.map((rule) => [rule, { enabled: false }])),
  }
  await expectAccessiblePage(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  await expectNoViolations(page, { runOnly: { type: 'rule', values: ofColours } })
  await page.setViewportSize({ width: 640, height: 400 })
  await expectNoSidewaysScroll(page)
  await expectNoViolations(page, withoutColours)
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.evaluate(() => (document.documentElement.style.fontSize = '200%'))
  await expectNoSidewaysScroll(page)
  await expectNoViolations(page, withoutColours)
}

async function expectNoViolations(page: Page, what: RunOptions): Promise<void> {
  // Screens load when one first goes there; each has its heading once it is there.
  await page.locator('h1').first().waitFor({ state: 'attached' })
  // Through the driver, so that the page's own policy stays in force for everything else.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe)
  const found = await page.evaluate(async (what) => {
    const run = (window as unknown as { axe: typeof import('axe-core') }).axe.run
    // What is in order is not told element by element: that is most of the work.
    const { violations } = await run(document, { ...what, resultTypes: ['violations'] })
    return violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html} ${node.failureSummary ?? ''}`),
    )
  }, what)
  expect(found).toEqual([])
}

/** Nothing reaches past the right edge: one scrolls down, never sideways (WCAG 1.4.10). */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const wide = await page.evaluate(() =>
    [document.documentElement, document.querySelector('main')!]
      .filter((one) => one.scrollWidth > one.clientWidth)
      .map((one) => `${one.tagName} ${one.scrollWidth} > ${one.clientWidth}`),
  )
  expect(wide).toEqual([])
}
