import { expect, test } from 'vitest'
import changelog from '../../../../../CHANGELOG.md?raw'
import { versionsOf } from './changes'

test('versions, their groups and their lines are read, markup taken off', () => {
  const text = `# What changed

Preface with a [link](https://example.com).

## [1.2.0] - 2026-11-22

### Added
- **Bold** and \`code\`, see [the guide](docs/guide.md).
  Goes on here.

### Fixed
* Another sign.

## [1.1.0]
`
  expect(versionsOf(text)).toEqual([
    {
      name: '1.2.0 - 2026-11-22',
      groups: [
        { name: 'Added', items: ['Bold and code, see the guide. Goes on here.'] },
        { name: 'Fixed', items: ['Another sign.'] },
      ],
    },
  ])
})

test('what Slipway carries is read whole', () => {
  const lines = changelog.split('\n').filter((line) => /^[-*] /.test(line))
  const items = versionsOf(changelog).flatMap((version) => version.groups.flatMap((group) => group.items))
  expect(items).toHaveLength(lines.length)
  expect(items.join(' ')).not.toMatch(/[`[\]]/)
})
