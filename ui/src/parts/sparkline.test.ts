import { expect, test } from 'vitest'
import { lines } from './sparkline'

const point = (value: number | null) => ({ time: '', value })

test('a stretch without values breaks the line and is marked', () => {
  const drawn = lines([10, 20, null, null, 10].map(point), 400, 100)
  expect(drawn.paths).toHaveLength(2)
  expect(drawn.gaps).toEqual([{ x: 200, width: 200 }])
})

test('a stretch without values at the end is marked to the end', () => {
  expect(lines([10, null].map(point), 400, 100).gaps).toEqual([{ x: 400, width: 2 }])
})

test('the highest value stays inside the box and nothing is not a number', () => {
  const all = lines([0, 5, 1_000_000].map(point), 300, 100).paths.join('')
  expect(all).not.toMatch(/NaN|Infinity/)
  expect(lines([], 300, 100)).toEqual({ paths: [], gaps: [] })
})
