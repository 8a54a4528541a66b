/** What a table shows in a column. */
export type Column<Row> = {
  key: string
  label: string
  /** What sorts; null comes last either way. */
  value: (row: Row) => string | number | null
  /** What is shown and copied, where the value itself is not it. */
  text?: (row: Row) => string
  align?: 'end'
  sortable?: boolean
  /** Names and figures rather than words: nothing a translator should touch. */
  data?: boolean
  /** Takes the room the others leave, and cuts what does not fit. */
  fills?: boolean
  /** Copied with the others and never drawn, because another cell shows it. */
  copiedOnly?: boolean
  /** Drawn only in windows at least this wide; the rows can be opened for the rest. */
  from?: 'medium' | 'wide'
  /** Monospaced, for hashes and the like. */
  mono?: boolean
}

export type Sort = { key: string; direction: 'up' | 'down' }

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/** Rows in the order asked for; equal ones stay as they were. */
export function sorted<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  sort: Sort | null,
): readonly Row[] {
  const column = columns.find((one) => one.key === sort?.key)
  if (!sort || !column) return rows
  const turn = sort.direction === 'up' ? 1 : -1
  return [...rows].sort((a, b) => {
    const [x, y] = [column.value(a), column.value(b)]
    if (x === null || y === null) return Number(x === null) - Number(y === null)
    if (typeof x === 'number' && typeof y === 'number') return (x - y) * turn
    return collator.compare(String(x), String(y)) * turn
  })
}

/** The next order when a heading is pressed: up, down, as it came. */
export function turned(sort: Sort | null, key: string): Sort | null {
  if (sort?.key !== key) return { key, direction: 'up' }
  return sort.direction === 'up' ? { key, direction: 'down' } : null
}

export function shownText<Row>(column: Column<Row>, row: Row): string {
  if (column.text) return column.text(row)
  const value = column.value(row)
  return value === null ? '' : String(value)
}

/** Headings and rows for a spreadsheet. A cell that a spreadsheet would run is kept as text. */
export function asTsv<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const cell = (text: string) => {
    const flat = text.replace(/[\t\r\n]+/g, ' ')
    return /^[=+@-]/.test(flat) && !/^-?[\d\s.,]+$/.test(flat) ? `'${flat}` : flat
  }
  const lines = [
    columns.map((column) => cell(column.label)),
    ...rows.map((row) => columns.map((column) => cell(shownText(column, row)))),
  ]
  return lines.map((line) => line.join('\t')).join('\n')
}

/** Which rows of a long list to draw: those in sight and a few around them. */
export function inSight(
  count: number,
  rowHeight: number,
  scrolled: number,
  height: number,
  around = 10,
): { from: number; to: number } {
  const from = Math.max(0, Math.floor(scrolled / rowHeight) - around)
  const to = Math.min(count, Math.ceil((scrolled + height) / rowHeight) + around)
  return { from: Math.min(from, count), to: Math.max(to, 0) }
}
