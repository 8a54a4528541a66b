import type { Difference, Look, Parity } from '../../backend/interface'
import { say, words } from '../../copy'
import { responseTime } from '../../flows/release/watch/figures'
import { dayOf, shortBuild } from '../../format'

export type Side = 'left' | 'right'

/** What matters first, each otherwise in its place. */
export function mattersFirst(differences: readonly Difference[]): Difference[] {
  return [...differences].sort((a, b) => Number(b.matters) - Number(a.matters))
}

/** What differs, as a heading: a header and a page by their own names. */
export function nameOf({ what, name }: Difference, parity: Parity): string {
  if (what === 'certificate') return words(`parity.what.certificate.${name}`)
  if (name === 'start-page') return words(`parity.what.${what}`, { name: say('parity.row.answer') })
  const page = lookAt(parity, 'left', name) ?? lookAt(parity, 'right', name)
  return words(`parity.what.${what}`, { name: page ? pageName(page) : name })
}

/** One side of a difference; what is not there is said. */
export function sideOf(difference: Difference, side: Side, parity: Parity): string {
  const { what, name } = difference
  const value = difference[side]
  if (what === 'certificate' && name === 'days-left') {
    return value === null ? say('parity.far') : say('parity.days', { n: Number(value) })
  }
  if (value === null || value === '') return say('parity.not-there')
  switch (what) {
    case 'package':
      return value.slice(0, 12)
    case 'zero-downtime':
      return say(value === 'true' ? 'parity.yes' : 'parity.no')
    case 'speed':
      return responseTime(Number(value))
    case 'status':
    case 'page': {
      const look = name === 'start-page' ? parity[side].look : lookAt(parity, side, name)
      return look ? answerOf(look) : value
    }
    default:
      return value
  }
}

/** Both sides are asked for the same pages; here a look goes by the path of its page. */
function lookAt(parity: Parity, side: Side, path: string): Look | null {
  return parity[side].pages.find((look) => look.probe_id === path) ?? null
}

export type SideRow = { label: string; left: string | null; right: string | null; mono?: boolean }

/** Everything that was looked at, side by side. */
export function sideBySide(parity: Parity): SideRow[] {
  const { left, right } = parity
  const both = (label: string, value: (side: Parity['left']) => string | null, mono = false): SideRow => ({
    label,
    left: value(left),
    right: value(right),
    mono,
  })
  const headers = [...new Set([...Object.keys(left.headers), ...Object.keys(right.headers)])].sort()
  return [
    both(say('parity.row.address'), (side) => side.address, true),
    both(say('parity.row.package'), (side) => side.placement?.file_name ?? null),
    both(say('parity.row.build'), (side) => (side.placement?.build_number ? shortBuild(side.placement.build_number) : null), true),
    both(say('parity.row.hash'), (side) => side.placement?.sha256.slice(0, 12) ?? null, true),
    both(say('parity.row.version'), (side) => side.placement?.code_version ?? null),
    both(say('parity.row.zero-downtime'), (side) =>
      side.zero_downtime === null ? null : say(side.zero_downtime ? 'parity.yes' : 'parity.no'),
    ),
    both(say('parity.row.answer'), (side) => (side.look ? answerOf(side.look) : null)),
    both(say('parity.row.certificate'), (side) =>
      side.certificate ? say('parity.until', { at: dayOf(side.certificate.expires), issuer: side.certificate.issuer }) : null,
    ),
    ...left.pages.map((look) => {
      const other = lookAt(parity, 'right', look.probe_id)
      return { label: say('parity.row.page', { name: pageName(look) }), left: answerOf(look), right: other && answerOf(other) }
    }),
    ...headers.map((name) => both(name, (side) => side.headers[name] ?? null, true)),
  ]
}

function pageName(look: Look): string {
  return look.params['name'] ?? look.probe_id
}

function answerOf(look: Look): string {
  if (look.works) return say('parity.answers', { time: responseTime(look.took_ms) })
  return words(`release.look.${look.because}`, look.params)
}
