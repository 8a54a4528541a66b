import type { Comparison, RowsFound, RowsWanted } from '../interface'

/** Entries of a list the engine tells at once. */
const atOnce = 500

/** A comparison as it is told first: long lists cut, totals whole. */
export function capped(whole: Comparison): Comparison {
  let left = atOnce
  const first = <Row>(list: readonly Row[]) => list.slice(0, atOnce)
  return {
    ...whole,
    content_items: first(whole.content_items),
    assets: first(whole.assets),
    objects: whole.objects.map((group) => {
      const objects = group.objects.slice(0, left)
      left -= objects.length
      return { ...group, objects }
    }),
  }
}

/** The page of a list that is asked for. */
export function rowsOf(whole: Comparison, wanted: RowsWanted): RowsFound {
  const none: RowsFound = { total: 0, kinds: [], objects: [], items: [], assets: [] }
  if (wanted.list === 'items') {
    const { total, rows } = page(
      whole.content_items.filter((one) => fits(wanted, one.change, null, [one.title, one.code_name, one.page_path])),
      wanted,
      (one) => one.title,
    )
    return { ...none, total, items: rows }
  }
  if (wanted.list === 'assets') {
    const { total, rows } = page(
      whole.assets.filter((one) => fits(wanted, one.change, null, [one.entry])),
      wanted,
      (one) => one.entry,
    )
    return { ...none, total, assets: rows }
  }
  const matching = whole.objects.flatMap(({ kind, objects }) =>
    objects
      .filter((one) => fits(wanted, one.change, kind, [one.name, one.code_name, kind]))
      .map((object) => ({ kind, object })),
  )
  const counts = new Map<string, number>()
  for (const { kind } of matching) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  const shown = wanted.kind === null ? matching : matching.filter(({ kind }) => kind === wanted.kind)
  const { total, rows } = page(shown, wanted, ({ object }) => object.name)
  return { ...none, total, objects: rows, kinds: [...counts].map(([kind, count]) => ({ kind, count })) }
}

function fits(wanted: RowsWanted, change: string, kind: string | null, known: readonly (string | null)[]): boolean {
  if (wanted.change !== null && wanted.change !== change) return false
  return wanted.words.every(
    ({ text, kinds }) =>
      (kind !== null && kinds.includes(kind)) || known.some((one) => one?.toLowerCase().includes(text.toLowerCase())),
  )
}

function page<Row>(matching: Row[], { order, from }: RowsWanted, nameOf: (row: Row) => string) {
  if (order?.by === 'name') {
    const turn = order.down ? -1 : 1
    matching.sort((a, b) => (nameOf(a) < nameOf(b) ? -turn : turn))
  }
  return { total: matching.length, rows: matching.slice(from, from + atOnce) }
}
