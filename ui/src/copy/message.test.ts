import { expect, test } from 'vitest'
import { fill, mentioned } from './message'
import { pseudo } from './pseudo'

test('a parameter is put in its place', () => {
  expect(fill('Upload to {env}', { env: 'QA' })).toBe('Upload to QA')
})

test('a missing parameter can be seen instead of leaving a hole', () => {
  expect(fill('Upload to {env}', {})).toBe('Upload to {env}')
})

test.each([
  [0, 'no package'],
  [1, '1 package'],
  [12_480, '12\u202f480 packages'],
])('plural forms fit the number %i', (count, words) => {
  const message = '{count, plural, =0 {no package} one {# package} other {# packages}}'
  expect(fill(message, { count })).toBe(words)
})

test('a parameter inside a plural form is filled too', () => {
  expect(fill('{n, plural, one {# in {env}} other {# in {env}}}', { n: 2, env: 'QA' })).toBe('2 in QA')
})

test('bytes and durations are written the way the screens do', () => {
  expect(fill('{b, size} in {t, duration}', { b: 184_000_000, t: '252000' })).toBe('184\u00a0MB in 4 min 12 s')
})

test('text that was put in is not read as a message', () => {
  expect(fill('{file}', { file: '{env}.zip' })).toBe('{env}.zip')
})

test('the names a message mentions are found, in plurals too', () => {
  expect(mentioned('{a} {n, plural, one {# of {b}} other {#}} {c, size}').sort()).toEqual(['a', 'b', 'c', 'n'])
})

test('the pseudo-locale is accented, at least 40 % longer, and still fills', () => {
  const message = 'Upload {file} to {env}'
  const shown = fill(pseudo(message), { file: 'site.zip', env: 'QA' })
  expect(shown).toMatch(/^\[Úṕĺőáđ|^\[Úṕłőáđ/)
  expect(shown).toContain('site.zip')
  expect(pseudo('Upload a package').length).toBeGreaterThanOrEqual('Upload a package'.length * 1.4)
})
