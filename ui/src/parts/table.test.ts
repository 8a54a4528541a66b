import { expect, test } from 'vitest'
import { asTsv, inSight, sorted, turned, type Column } from './table'

const columns: Column<{ n: string; v: number | null }>[] = [
  { key: 'n', label: 'Name', value: (row) => row.n },
  { key: 'v', label: 'Value', value: (row) => row.v },
]
const rows = [
  { n: 'b10', v: null },
  { n: 'b9', v: 2 },
  { n: 'a', v: 1 },
]

test('numbers inside names sort as numbers', () => {
  expect(sorted(rows, columns, { key: 'n', direction: 'up' }).map((row) => row.n)).toEqual(['a', 'b9', 'b10'])
})

test('what is not known comes last either way', () => {
  expect(sorted(rows, columns, { key: 'v', direction: 'up' }).map((row) => row.v)).toEqual([1, 2, null])
  expect(sorted(rows, columns, { key: 'v', direction: 'down' }).map((row) => row.v)).toEqual([2, 1, null])
})

test('a heading pressed three times gives the rows as they came', () => {
  const up = turned(null, 'n')
  const down = turned(up, 'n')
  expect([up, down, turned(down, 'n')]).toEqual([
    { key: 'n', direction: 'up' },
    { key: 'n', direction: 'down' },
    null,
  ])
})

test('a copied cell neither breaks the row nor runs in a spreadsheet', () => {
  const nasty = [{ n: '=HYPERLINK("x")\tand\nmore', v: -3 }]
  expect(asTsv(columns, nasty)).toBe('Name\tValue\n\'=HYPERLINK("x") and more\t-3')
})

test('the rows in sight never leave the list', () => {
  expect(inSight(3, 40, 0, 600)).toEqual({ from: 0, to: 3 })
  expect(inSight(1000, 40, 4000, 400)).toEqual({ from: 90, to: 120 })
  expect(inSight(5, 40, 99_999, 400)).toEqual({ from: 5, to: 5 })
})
