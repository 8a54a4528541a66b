import type { Changes, Comparison, ComparisonTotals } from '../../backend/interface'
import { say } from '../../copy'
import { count } from '../../format'

/** The parts of a comparison, in the order in which a release is told. */
export const areas = ['objects', 'items', 'libraries', 'settings', 'migrations', 'assets', 'files'] as const

export type Area = (typeof areas)[number]

/** How many of each change in a part. */
export function changesOf(totals: ComparisonTotals, area: Area): Changes {
  return area === 'items' ? totals.content_items : totals[area]
}

export function sum(changes: Changes): number {
  return changes.added + changes.changed + changes.removed
}

export type Headline = { title: string; text: string }

/** Parts told in one line; the others have their tiles. */
const most = 3

/**
 * What a comparison comes to, in one line: "12 objects added, 3 changed, 1 removed; 4 libraries
 * changed". Where nothing but code differs, that is the line.
 */
export function headline(comparison: Comparison): Headline {
  if (comparison.sameness === 'same-bytes' || comparison.sameness === 'same-content') {
    return { title: say(`compare.${comparison.sameness}`), text: say(`compare.${comparison.sameness}.text`) }
  }
  if (comparison.only_code) return { title: say('compare.only-code'), text: say('compare.only-code.text') }
  const told = areas.filter((area) => sum(changesOf(comparison.totals, area)) > 0)
  const repository = say(
    comparison.repository_changed ? 'compare.repository.changed' : 'compare.repository.same',
  )
  if (told.length === 0) {
    // What differs then is a value of the package itself, told below the line.
    const text = comparison.repository_changed ? repository : say('compare.no-difference.text')
    return { title: say('compare.no-difference'), text }
  }
  const title = told
    .slice(0, most)
    .map((area) => clause(area, changesOf(comparison.totals, area)))
    .join('; ')
  return { title, text: repository }
}

/** "12 objects added, 3 changed, 1 removed": the noun only once. */
function clause(area: Area, changes: Changes): string {
  const kinds = (['added', 'changed', 'removed'] as const).filter((kind) => changes[kind] > 0)
  return kinds
    .map((kind, at) => {
      const n = changes[kind]
      return say(`compare.did.${kind}`, { what: at === 0 ? say(`compare.n.${area}`, { n }) : count(n) })
    })
    .join(', ')
}
