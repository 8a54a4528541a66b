import { expect, test } from 'vitest'
import type { AidFinding } from '../../../backend'
import catalog from '../../../copy/messages/first-aid.en.json'
import '../../../copy/trust'
import { asText } from './words'

const sources = Object.entries(
  import.meta.glob<string>('../../../../../src-tauri/engine/src/{first_aid/*.rs,ledger/trouble.rs}', {
    eager: true,
    query: '?raw',
    import: 'default',
  }),
)
  .filter(([path]) => !path.endsWith('/tests.rs'))
  .map(([, source]) => source)
  .join('\n')

const codes = [...sources.matchAll(/"((?:keychain|network|proxy|clock|disk|ledger|web-view)-[a-z-]+)"/g)]
  .map(([, code]) => code!)
  // The portal’s own, which are told as others.
  .filter((code) => !['proxy-asks-for-password', 'proxy-refused', 'proxy-unreachable'].includes(code))

test('everything first aid can find is worded, and nothing else', () => {
  const worded = Object.keys(catalog).flatMap((key) => /^first-aid\.(.+)\.what$/.exec(key)?.[1] ?? [])
  expect(worded.sort()).toEqual([...new Set(codes)].sort())
})

test('what does not work comes with what to do', () => {
  const fine = /-(works|answers|answers-plain|none|entered|from-environment|from-system|fine|not-known|no-hosts)$/
  const silent = [...new Set(codes)].filter((code) => !(`first-aid.${code}.todo` in catalog) && !fine.test(code))
  expect(silent).toEqual([])
})

test('findings are copied as the command line writes them', () => {
  const finding: AidFinding = {
    check: { kind: 'disk', folder: 'temp' },
    outcome: 'attention',
    code: 'disk-little-room',
    params: { free: '1240000000', path: '/tmp' },
    detail: null,
  }
  expect(asText([finding, finding]).split('\n')).toEqual([
    'Disk: temporary files: needs attention',
    '  Only 1.24\u00a0GB are free; a large package may not fit. /tmp',
    '  Free some space before you build or restore.',
    '',
    'Disk: temporary files: needs attention',
    '  Only 1.24\u00a0GB are free; a large package may not fit. /tmp',
    '  Free some space before you build or restore.',
    '',
  ])
})
