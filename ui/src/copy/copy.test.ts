import { expect, test } from 'vitest'
import { hasWords, words } from '.'
import { inputs } from './inputs'
import { pseudo } from './pseudo'

/** Like a compiled message, so that a test says what it is about. */
const message =
  (text: (given: Record<string, string | number>) => string) =>
  (given: object): string =>
    text(given as Record<string, string | number>)

test('a parameter is put in its place', () => {
  expect(words('job.upload.title', { env: 'QA' })).toBe('Uploading to QA')
})

test('a missing parameter can be seen instead of leaving a hole', () => {
  expect(words('job.upload.title')).toBe('Uploading to {env}')
  expect(words('size.bytes')).toBe('{n} bytes')
})

test.each([
  [0, 'None listed'],
  ['0', 'None listed'],
  [1, '1 listed'],
  ['12480', '12\u202f480 listed'],
])('plural forms fit the number %j', (n, shown) => {
  expect(words('facts.migrations.count', { n })).toBe(shown)
})

test('the singular is for one alone, given as a number or as the engine’s text', () => {
  expect(words('size.bytes', { n: 1 })).toBe('1 byte')
  expect(words('size.bytes', { n: '1' })).toBe('1 byte')
  expect(words('size.bytes', { n: '2' })).toBe('2 bytes')
})

test('bytes, durations and numbers are written the way the screens do', () => {
  const given = inputs({ b: 184_000_000, t: '252000', n: 12_480 }) as Record<string, string>
  expect(given['b.size']).toBe('184\u00a0MB')
  expect(given['t.duration']).toBe('4 min 12 s')
  expect(given['n.number']).toBe('12\u202f480')
  expect(given['n']).toBe(12_480)
})

test('text that was put in is not read as a message', () => {
  expect(words('job.inspect.title', { file: '{env}.zip', env: 'QA' })).toBe('Checking {env}.zip')
})

test.each(['nothing.like.it', 'toString', '__proto__', 'default', ''])('%j has no words and is shown as it is', (key) => {
  expect(hasWords(key)).toBe(false)
  expect(words(key)).toBe(key)
})

test('the pseudo-locale is accented and still fills', () => {
  const upload = message((given) => `Upload ${given['file']} to ${given['env']}`)
  const shown = pseudo(upload, { file: 'site.zip', env: 'QA' })
  expect(shown).toMatch(/^\[Úṕķőáđ|^\[Úṕłőáđ|^\[Úṕĺőáđ/)
  expect(shown).toContain(' site.zip ')
  expect(shown).toContain(' QA ')
  expect(shown).not.toMatch(/[\ue000\ue001]/)
})

test('the pseudo-locale is at least 40 % longer', () => {
  const text = 'Upload a package'
  expect(pseudo(() => text, {}).length).toBeGreaterThanOrEqual(text.length * 1.4)
})

test('the pseudo-locale keeps plural forms apart', () => {
  const things = message((given) => (given['n'] === '1' ? 'one' : `many ${given['n.number']}`))
  expect(pseudo(things, { n: '1' })).toContain('őńé')
  expect(pseudo(things, { n: '2' })).toContain('ḿáńý 2')
})
