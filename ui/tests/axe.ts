import { expect, type Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

// Half of what the package's entry is, and so half of what every page reads once.
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
/** All that another theme can break: nothing but colours differs. */
const ofColours = ['color-contrast', 'link-in-text-block']

/** axe has nothing to say about the page as it stands (promise 41). */
export async function expectAccessiblePage(page: Page): Promise<void> {
  await expectNoViolations(page, { type: 'tag', values: tags })
}

/** The same after a change of the theme alone, on a page that was in order before it. */
export async function expectAccessibleColours(page: Page): Promise<void> {
  await expectNoViolations(page, { type: 'rule', values: ofColours })
}

async function expectNoViolations(page: Page, runOnly: { type: 'tag' | 'rule'; values: string[] }): Promise<void> {
  // Screens load when one first goes there; each has its heading once it is there.
  await page.locator('h1').first().waitFor({ state: 'attached' })
  // Through the driver, so that the page's own policy stays in force for everything else.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe)
  const found = await page.evaluate(async (runOnly) => {
    const run = (window as unknown as { axe: typeof import('axe-core') }).axe.run
    // What is in order is not told element by element: that is most of the work.
    const { violations } = await run(document, { runOnly, resultTypes: ['violations'] })
    return violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html} ${node.failureSummary ?? ''}`),
    )
  }, runOnly)
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
