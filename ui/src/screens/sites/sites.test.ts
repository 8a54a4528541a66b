import { describe, expect, it, test } from 'vitest'
import '../../copy/release'
import type { Difference, Look, Parity, Probe, SiteFacts } from '../../backend/interface'
import { domainsOf, keepDomains, usual } from './domains'
import { draftOf, newProbe, problemAt, readDrafts } from './draft'
import { mattersFirst, nameOf, sideBySide, sideOf } from './parity'

const probe: Probe = {
  ...newProbe('prod', '/store'),
  id: '7',
  name: 'Shop',
  text: 'Coffee',
  limit_ms: 2_500,
  user: 'preview',
  expect: { kind: 'redirect', status: 302, to: '/store/coffees' },
}

describe('a look as it is typed', () => {
  it('is the same again when nothing was typed', () => {
    for (const one of [probe, newProbe('qa')]) expect(readDrafts([draftOf(one)]).probes).toEqual([one])
  })

  it('never carries a password along', () => {
    expect(draftOf(probe).password).toBe('')
    expect(JSON.stringify(readDrafts([{ ...draftOf(probe), password: 'secret' }]).probes)).not.toContain('secret')
  })

  it('takes a comma, and a redirect to any status', () => {
    const [read] = readDrafts([{ ...draftOf(probe), limit: '1,5', status: ' ' }]).probes!
    expect(read!.limit_ms).toBe(1_500)
    expect(read!.expect).toEqual({ kind: 'redirect', status: null, to: '/store/coffees' })
  })

  it('is stopped at every number that is none, at its field', () => {
    const { problems } = readDrafts([draftOf(probe), { ...draftOf(probe), limit: 'long', tries: '2.5', every: '' }])
    expect(problems?.map((one) => one.field)).toEqual(['1.limit_ms', '1.tries', '1.every_s'])
  })
})

test('a problem is found at the field it names, and below it', () => {
  const problems = [{ field: '12.expect.status', code: 'status-invalid', params: {} }]
  expect(problemAt(problems, 12, 'expect')?.code).toBe('status-invalid')
  expect(problemAt(problems, 1, 'expect')).toBeUndefined()
  expect(problemAt(problems, 2, 'expect')).toBeUndefined()
})

const difference = (what: Difference['what'], matters: boolean): Difference => ({ what, name: '', left: null, right: null, matters })

test('differences that matter come first', () => {
  const sorted = mattersFirst([difference('package', false), difference('certificate', true), difference('speed', false)])
  expect(sorted.map((one) => one.what)).toEqual(['certificate', 'package', 'speed'])
})

const side = (more: Partial<SiteFacts> = {}): SiteFacts => ({
  env: 'qa',
  env_name: 'QA',
  address: null,
  at: '2026-11-20T14:00:00Z',
  look: null,
  certificate: null,
  headers: {},
  pages: [],
  placement: null,
  zero_downtime: null,
  ...more,
})

const between = (left: SiteFacts, right: SiteFacts): Parity => ({ left, right, differences: [], at: left.at })

const look = (probe_id: string, works: boolean): Look => ({
  probe_id,
  at: '2026-11-20T14:00:00Z',
  works,
  status: 200,
  took_ms: 240,
  because: works ? 'as-expected' : 'text-missing',
  params: { text: 'Coffee', name: 'Shop' },
  redirects: [],
  body_sha256: null,
  tries: 1,
})

test('what is not on one side is said', () => {
  const parity = between(side(), side())
  expect(sideOf(difference('header', true), 'left', parity)).toBe('Not there')
  expect(sideOf({ ...difference('zero-downtime', true), left: 'false' }, 'left', parity)).toBe('No')
  const ends = { ...difference('certificate', true), name: 'days-left', left: '16' }
  expect([sideOf(ends, 'left', parity), sideOf(ends, 'right', parity)]).toEqual(['ends in 16 days', 'not soon'])
})

test('a page goes by its name, and each side by its own look', () => {
  const parity = between(side({ pages: [look('/store', true)] }), side({ pages: [look('/store', false)] }))
  const differs = { ...difference('page', true), name: '/store', left: '200 as-expected', right: '200 text-missing' }
  expect(nameOf(differs, parity)).toBe('Page Shop')
  expect(sideOf(differs, 'left', parity)).toBe('answers in 240 ms')
  expect(sideOf(differs, 'right', parity)).toBe('The page is there, and the text “Coffee” is not on it.')
})

test('both sides list every header that one of them has', () => {
  const rows = sideBySide(between(side({ headers: { 'x-frame-options': 'DENY' } }), side({ headers: { 'cache-control': 'no-cache' } })))
  expect(rows.filter((row) => row.left || row.right)).toEqual([
    { label: 'cache-control', left: null, right: 'no-cache', mono: true },
    { label: 'x-frame-options', left: 'DENY', right: null, mono: true },
  ])
})

test('the domains of a project are those of its sites, the platform’s own told apart', () => {
  const environments = ['https://qa-goat.xperience-sites.com/x', 'https://www.goat.example', null, 'https://www.goat.example']
    .map((site) => ({ site })) as Parameters<typeof usual>[0]['environments']
  expect(usual({ environments })).toEqual([
    { name: 'qa-goat.xperience-sites.com', kind: 'system', records: '' },
    { name: 'www.goat.example', kind: 'channel', records: '' },
  ])
})

test('domains are those typed in this window, else those looked at last, else those of the sites', async () => {
  const project = { id: 'p-domains', environments: [{ site: 'https://www.goat.example' }] } as Parameters<typeof domainsOf>[0]
  const last = [{ name: 'mail.goat.example', kind: 'sender' as const, records: 'em1 CNAME u1.mail.example' }]
  expect(await domainsOf(project, async () => null)).toEqual(usual(project))
  expect(await domainsOf(project, async () => last)).toEqual(last)
  keepDomains('p-domains', [])
  expect(await domainsOf(project, async () => last)).toEqual([])
})
