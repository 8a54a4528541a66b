import changes from '../../../../CHANGELOG.md?raw'
import type { AidCheck, AidFinding, PartKind, SupportPart } from '../interface'
import type { TrustQuestions } from '../trust-interface'
import { fault } from './faults'
import type { World } from './world'

/** What a computer is like in a story. */
export type AidPlot = 'healthy' | 'troubled'

const FINE: Record<AidCheck['kind'], [string, Record<string, string>]> = {
  keychain: ['keychain-works', { saved: '1', projects: '1' }],
  network: ['network-answers', { status: '200', issuer: 'DigiCert Global G2', days: '143' }],
  proxy: ['proxy-none', {}],
  clock: ['clock-fine', {}],
  disk: ['disk-fine', { free: '184000000000' }],
  ledger: ['ledger-fine', { n: '64' }],
  'web-view': ['web-view-fine', { name: 'WebKitGTK', version: '2.50.6' }],
}

type Trouble = Pick<AidFinding, 'outcome' | 'code' | 'params' | 'detail'>

/** A laptop behind a company’s proxy, with its keychain locked. */
const TROUBLED: Partial<Record<AidCheck['kind'], Trouble>> = {
  keychain: { outcome: 'attention', code: 'keychain-locked', params: {}, detail: null },
  network: {
    outcome: 'not-working',
    code: 'network-not-trusted',
    params: { issuer: 'Contoso Web Gateway' },
    detail: 'invalid peer certificate: UnknownIssuer, issued by Contoso Web Gateway',
  },
  proxy: {
    outcome: 'fine',
    code: 'proxy-from-system',
    params: { proxy: 'http://proxy.contoso.example:8080' },
    detail: null,
  },
  clock: { outcome: 'not-tested', code: 'clock-not-known', params: {}, detail: null },
  disk: { outcome: 'attention', code: 'disk-little-room', params: { free: '1240000000' }, detail: null },
}

const PATHS = {
  data: '/home/jana/.local/share/app.slipway.desktop',
  temp: '/tmp',
  output: '/home/jana/builds',
}

/** Answers about this installation. */
export function trustQuestions(world: World): TrustQuestions {
  const found: AidFinding[] = []
  let prepared = ''
  return {
    queryFirstAid: async () => checksOf(world),
    actionFirstAid: async (check) => {
      await new Promise<void>((done) => world.clock.after(400, done))
      const finding = findingOf(world.plot.aid, check)
      found.push(finding)
      return finding
    },
    querySupportBundle: async (names) => {
      prepared = world.random.id()
      return { id: prepared, parts: partsOf(world, found, names) }
    },
    actionSaveSupportBundle: async (id, _kept: PartKind[]) => {
      if (id !== prepared) throw fault('support-file-gone')
      if (world.plot.savesAt === null) return null
      world.write('support-file-saved')
      return 'slipway-support.zip'
    },
    queryAbout: async () => ({
      build: {
        version: '0.1.0',
        commit: '4e5f6a7b8c9d',
        target: 'x86_64-unknown-linux-gnu',
        system: 'Debian GNU/Linux 12 (bookworm)',
        web_view: { kind: 'WebKitGTK', version: '2.50.6' },
      },
      changes,
    }),
  }
}

function checksOf(world: World): AidCheck[] {
  const real = world.projects.filter((project) => !project.practice)
  const origins = real.flatMap((project) => [
    project.portal,
    ...project.environments.flatMap(({ site }) => (site ? [new URL(site).origin] : [])),
  ])
  return [
    { kind: 'keychain' },
    ...[...new Set(origins)].map((host): AidCheck => ({ kind: 'network', host })),
    { kind: 'proxy' },
    { kind: 'clock' },
    { kind: 'disk', folder: 'data' },
    { kind: 'disk', folder: 'temp' },
    { kind: 'ledger' },
    { kind: 'web-view' },
  ]
}

function findingOf(plot: AidPlot, check: AidCheck): AidFinding {
  const [code, params] = FINE[check.kind]
  const fine: Trouble = { outcome: 'fine', code, params, detail: null }
  const troubled = plot === 'troubled' ? TROUBLED[check.kind] : undefined
  const finding = { check, ...(troubled ?? fine) }
  if (check.kind === 'network') finding.params = { ...finding.params, host: new URL(check.host).hostname, proxy: '' }
  if (check.kind === 'disk') finding.params = { ...finding.params, path: PATHS[check.folder] }
  return finding
}

function partsOf(world: World, found: readonly AidFinding[], names: boolean): SupportPart[] {
  const host = names ? 'xperience-portal.com' : 'portal-1'
  const codes = found.map(({ check, outcome, code }) => `${check.kind}: ${outcome}\n  [${code}]\n`)
  return [
    {
      kind: 'versions',
      file_name: 'versions.txt',
      text: 'slipway: 0.1.0\ncommit: 4e5f6a7b8c9d\ntarget: x86_64-unknown-linux-gnu\nsystem: Debian GNU/Linux 12 (bookworm)\nWebKitGTK: 2.50.6\n',
    },
    { kind: 'first-aid', file_name: 'first-aid.txt', text: codes.join('\n') },
    { kind: 'jobs', file_name: 'jobs.txt', text: '2026-11-20T12:02:11Z upload qa succeeded 184000000 of 184000000 bytes, until 2026-11-20T12:06:40Z\n' },
    { kind: 'ledger', file_name: 'database.txt', text: `schema: 6\nchain: whole, ${world.entries.length} entries\n` },
    {
      kind: 'log',
      file_name: 'log.txt',
      text: Array.from({ length: 60 }, (_, n) => `2026-11-20T12:0${n % 6}:1${n % 10}Z  INFO slipway_engine::portal: an upload was accepted host=${host} status=202 number=${n}\n`).join(''),
    },
  ]
}
