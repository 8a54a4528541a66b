import { expect, test } from 'vitest'
import '../../../copy/release'
import type { ReleaseView } from '../../../backend/interface'
import { hasWords } from '../../../copy'
import { barred, clicks, firstWay, ways } from './ways'

const view = (previous: ReleaseView['previous_package'], way: 'previous-package' | 'fix-forward' | null = null) =>
  ({ previous_package: previous, release: { rollback: way && { way, note: '', tested: true } } }) as ReleaseView

const lower = { file_name: 'old.zip', code_version: '31.5.0', allowed: false }
const same = { ...lower, code_version: '31.6.2', allowed: true }

test('the previous package is a way back only where its version is not lower', () => {
  expect(barred(view(lower), 'previous-package')).toBe('version-lower')
  expect(barred(view(null), 'previous-package')).toBe('no-previous')
  expect(barred(view(same), 'previous-package')).toBeNull()
  expect(barred(view(null), 'restore-point')).toBeNull()
})

test('the planned way is chosen as long as it can be gone', () => {
  expect(firstWay(view(same, 'previous-package'))).toBe('previous-package')
  expect(firstWay(view(lower, 'previous-package'))).toBe('restore-point')
  expect(firstWay(view(null))).toBe('restore-point')
})

test('every click of every way has its words', () => {
  for (const way of ways) {
    for (let click = 1; click <= clicks[way]; click++) expect(hasWords(`release.back.${way}.click.${click}`)).toBe(true)
    expect(hasWords(`release.back.${way}.click.${clicks[way] + 1}`)).toBe(false)
  }
})
