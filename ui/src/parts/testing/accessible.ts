import axe from 'axe-core'
import { expect } from 'vitest'

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** axe has nothing to say about what was rendered, in either theme (promise 41). */
export async function expectAccessible(container: Element = document.body): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    document.documentElement.dataset['theme'] = theme
    await settled()
    const found = await axe.run(container, {
      runOnly: tags,
      // These judge a whole page; a part alone has no landmarks and no first heading.
      rules: { region: { enabled: false }, 'page-has-heading-one': { enabled: false } },
    })
    const told = found.violations.map(
      (violation) =>
        `${theme}: ${violation.id}: ${violation.nodes.map((node) => `${node.html} ${node.failureSummary}`).join('\n')}`,
    )
    expect(told).toEqual([])
  }
}

/** Colours on their way to another value would be measured in between. */
async function settled(): Promise<void> {
  await Promise.allSettled(document.getAnimations().map((animation) => animation.effect?.getComputedTiming().iterations === Infinity ? null : animation.finished))
}
