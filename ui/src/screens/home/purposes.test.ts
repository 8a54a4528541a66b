import { expect, test } from 'vitest'
import '../../copy/release'
import { hasWords } from '../../copy'
import { waysOf } from './purposes'

test('every purpose has its way, its reasons, its limits and a start, all in words', () => {
  const ways = waysOf('prod')
  expect(ways.map((way) => way.purpose)).toHaveLength(6)
  for (const { purpose, why, limits, starts } of ways) {
    const keys = [
      ...['', '.text', '.way'].map((part) => `purpose.${purpose}${part}`),
      ...Array.from({ length: why }, (_, at) => `purpose.${purpose}.why.${at + 1}`),
      ...Array.from({ length: limits }, (_, at) => `purpose.${purpose}.limit.${at + 1}`),
      ...starts.map((start) => `purpose.${purpose}.start.${start.label}`),
    ]
    expect(keys.filter((key) => !hasWords(key))).toEqual([])
    expect(hasWords(`purpose.${purpose}.why.${why + 1}`)).toBe(false)
    expect(hasWords(`purpose.${purpose}.limit.${limits + 1}`)).toBe(false)
    expect(starts.length).toBeGreaterThan(0)
  }
})

test('an urgent fix goes straight to production where there is one', () => {
  const fix = (prod: string | null) => waysOf(prod).find((way) => way.purpose === 'urgent-fix')!.starts[0]!.route
  expect(fix('prod')).toEqual({ screen: 'ship', env: 'prod' })
  expect(fix(null)).toEqual({ screen: 'ship' })
})
