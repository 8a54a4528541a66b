import { expect, test } from 'vitest'
import { ending, shortened } from './shorten'

test('a long text keeps its start and its end', () => {
  expect(shortened('abcdefghij', 5)).toBe('ab…ij')
  expect(shortened('abc', 5)).toBe('abc')
})

test('characters outside the basic plane are not cut in half', () => {
  expect(shortened('🚀🚀🚀🚀🚀🚀', 3)).toBe('🚀…🚀')
})

test('the end of a name is what tells files apart', () => {
  expect(ending('a-rather-long-name-of-a-file-202607171957.zip')).toEqual([
    'a-rather-long-name-of-a-file-2026',
    '07171957.zip',
  ])
  expect(ending('short.zip')).toEqual(['short.zip', ''])
})
