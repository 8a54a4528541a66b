import { expect, test } from 'vitest'
import '../../copy/release'
import type { FigureRow, Figures } from '../../backend/interface'
import { hours, minutes, monthName, oldestFirst, perMonth } from './figures'

test('releases are drawn in the order they went live', () => {
  const row = (name: string, to_prod_at: string) => ({ name, to_prod_at }) as FigureRow
  const rows = [row('b', '2026-11-02T00:00:00Z'), row('a', '2026-10-30T00:00:00Z')]
  expect(oldestFirst(rows).map((one) => one.name)).toEqual(['a', 'b'])
})

test('long lead times are told in days', () => {
  expect(hours(26.4)).toBe('26 h')
  expect(hours(144)).toBe('6 days')
})

test('minutes become hours where there are many', () => {
  expect(minutes(41)).toBe('41 min')
  expect(minutes(64)).toBe('1 h 04 min')
})

test('deployments are told as a month has them on average', () => {
  const figures = (...counts: number[]) => ({ deployments_per_month: counts.map((count) => ({ month: '2026-01', count })) }) as Figures
  expect(perMonth(figures(2, 1))).toBe('1.5 a month')
  expect(perMonth(figures(2, 2))).toBe('2 a month')
  expect(perMonth(figures())).toBe('None')
})

test('a month has its name', () => {
  expect(monthName('2026-11')).toBe('Nov 2026')
  expect(monthName('soon')).toBe('soon')
})
