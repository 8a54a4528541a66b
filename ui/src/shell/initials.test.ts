import { expect, test } from 'vitest'
import { initials } from './initials'

test.each([
  ['Dancing Goat', 'DG'],
  ['contoso', 'CO'],
  ['Škoda (EMEA)', 'ŠE'],
  ['X', 'X'],
  ['  ', ''],
  ['42 – the site', '4T'],
])('the initials of "%s" are %s', (name, letters) => {
  expect(initials(name)).toBe(letters)
})
