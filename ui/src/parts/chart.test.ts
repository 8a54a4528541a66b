import { describe, expect, it, test } from 'vitest'
import { along, marked, missing, paths, ticks } from './chart'

describe('the numbers beside a chart', () => {
  test.each([
    [3, [0, 1, 2, 3]],
    [240, [0, 100, 200, 300]],
    [1_850, [0, 1000, 2000]],
    [100, [0, 50, 100]],
    [0.7, [0, 0.25, 0.5, 0.75]],
  ])('up to %j are round', (highest, expected) => {
    expect(ticks(highest)).toEqual(expected)
  })

  it('reach at least the highest value, in few steps, whatever it is', () => {
    for (let value = 0.001; value < 1e7; value *= 1.37) {
      const found = ticks(value)
      expect(found.at(-1)).toBeGreaterThanOrEqual(value * 0.999)
      expect(found.length).toBeLessThanOrEqual(5)
    }
  })

  it('are there before anything was measured', () => {
    expect(ticks(0).length).toBeGreaterThan(1)
  })
})

describe('a line', () => {
  const box = { width: 100, height: 50 }
  const span = { from: 0, to: 100 }

  it('goes through its values, the highest at the top', () => {
    expect(paths([{ at: 0, value: 0 }, { at: 50, value: 5 }, { at: 100, value: 10 }], span, 10, box)).toEqual([
      'M0 50L50 25L100 0',
    ])
  })

  it('breaks where nothing was measured', () => {
    const samples = [{ at: 0, value: 10 }, { at: 10, value: 10 }, { at: 20, value: null }, { at: 30, value: 10 }]
    expect(paths(samples, span, 10, box)).toEqual(['M0 0L10 0', 'M30 0h0.01'])
  })

  it('is never drawn over a stretch nobody looked', () => {
    const samples = [{ at: 0, value: 10 }, { at: 10, value: 10 }, { at: 60, value: 10 }, { at: 70, value: 10 }]
    expect(paths(samples, span, 10, box, [{ from: 12, to: 58 }])).toEqual(['M0 0L10 0', 'M60 0L70 0'])
  })

  it('stays inside its box', () => {
    expect(paths([{ at: -20, value: 30 }, { at: 150, value: 0 }], span, 10, box)).toEqual(['M0 0L100 50'])
  })
})

test('a stretch can be seen however short it was, and not where it was before or after', () => {
  const span = { from: 0, to: 1_000_000 }
  expect(marked([{ from: 500_000, to: 500_001 }], span, 600)).toEqual([{ x: 300, width: 3 }])
  expect(marked([{ from: -10, to: -5 }, { from: 2_000_000, to: 3_000_000 }], span, 600)).toEqual([])
})

test('a span of no time has everything at its start', () => {
  expect(along(5, { from: 5, to: 5 })).toBe(0)
})

test('what is missing to the top is one stretch as long as it stays the same', () => {
  const samples = [100, 0, 0, 50, 100, 0].map((value, at) => ({ at: at * 10, value }))
  expect(missing(samples, 100)).toEqual([
    { from: 10, to: 30, share: 1 },
    { from: 30, to: 40, share: 0.5 },
    { from: 50, to: 60, share: 1 },
  ])
})

test('nothing is missing where nobody looked', () => {
  const samples = [{ at: 0, value: 0 }, { at: 100, value: 100 }]
  expect(missing(samples, 100, [{ from: 10, to: 90 }])).toEqual([{ from: 0, to: 10, share: 1 }])
})
