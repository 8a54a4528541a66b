import { createRawSnippet } from 'svelte'
import { expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-svelte'
import DataTable from './DataTable.svelte'
import type { Column } from './table'
import { expectAccessible } from './testing/accessible'

type Row = { name: string; size: number | null }

const columns: Column<Row>[] = [
  { key: 'name', label: 'Package', value: (row) => row.name },
  {
    key: 'size',
    label: 'Size',
    value: (row) => row.size,
    text: (row) => (row.size === null ? '' : `${row.size} MB`),
    align: 'end',
  },
]

const rows: Row[] = [
  { name: 'site-10.zip', size: 40 },
  { name: 'site-9.zip', size: null },
  { name: 'site-2.zip', size: 310 },
]

const props = {
  caption: 'Packages',
  columns: columns as Column<unknown>[],
  rows,
  rowKey: (row: unknown) => (row as Row).name,
}

const names = (container: Element) =>
  [...container.querySelectorAll('tbody tr')].map((row) => row.children[0]!.textContent!.trim())

test('a table sorts by its headings and says how', async () => {
  const screen = await render(DataTable, props)
  await expectAccessible(screen.container)
  await screen.getByRole('button', { name: 'Package' }).click()
  expect(names(screen.container)).toEqual(['site-2.zip', 'site-9.zip', 'site-10.zip'])
  expect(screen.container.querySelector('th')!.getAttribute('aria-sort')).toBe('ascending')
  await screen.getByRole('button', { name: 'Size' }).click()
  await screen.getByRole('button', { name: 'Size' }).click()
  expect(names(screen.container)).toEqual(['site-2.zip', 'site-10.zip', 'site-9.zip'])
  await expectAccessible(screen.container)
})

test('a table copies as it is sorted', async () => {
  const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue()
  const screen = await render(DataTable, { ...props, sort: { key: 'name', direction: 'up' } })
  await screen.getByRole('button', { name: 'Copy the table' }).click()
  expect(write).toHaveBeenCalledExactlyOnceWith(
    'Package\tSize\nsite-2.zip\t310 MB\nsite-9.zip\t\nsite-10.zip\t40 MB',
  )
  write.mockRestore()
})

test('a column that another cell shows is copied and not drawn, and an empty table says so', async () => {
  const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue()
  const all = columns.map((column) => (column.key === 'size' ? { ...column, copiedOnly: true } : column))
  const empty = createRawSnippet(() => ({ render: () => '<p>Nothing here</p>' }))
  const screen = await render(DataTable, { ...props, columns: all as Column<unknown>[], empty })
  expect(screen.container.querySelectorAll('th')).toHaveLength(1)
  expect(screen.container.textContent).not.toContain('Nothing here')
  await screen.getByRole('button', { name: 'Copy the table' }).click()
  expect(write.mock.calls[0]![0]).toContain('site-2.zip\t310 MB')
  write.mockRestore()
  await screen.rerender({ rows: [] })
  await expect.element(screen.getByText('Nothing here')).toBeInTheDocument()
})

test('a row is opened by its first cell from the keyboard', async () => {
  const onrow = vi.fn()
  const screen = await render(DataTable, { ...props, onrow })
  await expectAccessible(screen.container)
  await screen.getByRole('button', { name: 'site-9.zip' }).click()
  expect(onrow).toHaveBeenCalledExactlyOnceWith(rows[1])
})

test('of 5,000 rows only those in sight are drawn, and the last can be scrolled to', async () => {
  const many = Array.from({ length: 5000 }, (_, at) => ({ name: `entry-${at}`, size: at }))
  const screen = await render(DataTable, { ...props, rows: many })
  expect(screen.container.querySelectorAll('tbody tr').length).toBeLessThan(60)
  expect(screen.getByRole('table').element().getAttribute('aria-rowcount')).toBe('5001')
  const region = screen.getByRole('region', { name: 'Packages' }).element()
  region.scrollTop = region.scrollHeight
  await expect.element(screen.getByText('entry-4999')).toBeInTheDocument()
  expect(region.scrollHeight).toBeGreaterThan(5000 * 40)
  await expectAccessible(screen.container)
})
