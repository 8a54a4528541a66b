import type { Difference, DomainAsked, DomainLook, Environment, Parity, RecordLook, SiteFacts } from '../interface'
import { fault } from './faults'
import { lookAtProbe, probesOf } from './release-probes'
import type { World } from './world'

const measured = new WeakMap<World, Map<string, Parity>>()

function paritiesOf(world: World): Map<string, Parity> {
  let parities = measured.get(world)
  if (!parities) measured.set(world, (parities = new Map()))
  return parities
}

export function parityOf(world: World, projectId: string, left: string, right: string): Parity | null {
  return paritiesOf(world).get(`${projectId}/${left}/${right}`) ?? null
}

/** Looks at two sites at once and says what differs. */
export function measureParity(world: World, projectId: string, left: string, right: string): Parity {
  const sides = [factsOf(world, projectId, left), factsOf(world, projectId, right)] as const
  const parity: Parity = { left: sides[0], right: sides[1], differences: differencesOf(...sides), at: world.clock.moment() }
  paritiesOf(world).set(`${projectId}/${left}/${right}`, parity)
  return parity
}

const DAY = 86_400_000

function factsOf(world: World, projectId: string, env: string): SiteFacts {
  const environment: Environment = world.environment(projectId, env)
  if (!environment.site) throw fault('environment-without-site')
  const prod = environment.kind === 'prod'
  const looks = probesOf(world, projectId).filter((one) => one.env === env)
  const days = prod ? 16 : 74
  return {
    env,
    env_name: environment.name,
    address: environment.site,
    at: world.clock.moment(),
    look: looks[0] ? lookAtProbe(world, looks[0]) : null,
    certificate: {
      issuer: prod ? 'Google Trust Services' : "Let's Encrypt",
      expires: world.clock.moment(days * DAY),
      days_left: days,
    },
    headers: {
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'content-security-policy': prod ? "default-src 'self'" : "default-src 'self'; script-src 'self' https://cdn.dancinggoat.example",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-cache',
      ...(prod ? { 'x-frame-options': 'SAMEORIGIN' } : {}),
    },
    pages: looks.map((one) => ({ ...lookAtProbe(world, one), probe_id: one.address, params: { name: one.name } })),
    placement: world.placements.find((one) => one.project_id === projectId && one.env === env) ?? null,
    zero_downtime: prod ? false : true,
  }
}

function differencesOf(left: SiteFacts, right: SiteFacts): Difference[] {
  const found: Difference[] = []
  const tell = (what: Difference['what'], name: string, a: string | null, b: string | null, matters: boolean) => {
    if (a !== b) found.push({ what, name, left: a, right: b, matters })
  }
  tell('package', 'sha256', left.placement?.sha256 ?? null, right.placement?.sha256 ?? null, false)
  tell('xperience-version', 'version', left.placement?.code_version ?? null, right.placement?.code_version ?? null, false)
  tell('zero-downtime', 'zero-downtime', said(left.zero_downtime), said(right.zero_downtime), true)
  for (const name of new Set([...Object.keys(left.headers), ...Object.keys(right.headers)])) {
    tell('header', name, left.headers[name] ?? null, right.headers[name] ?? null, name.startsWith('content-security'))
  }
  const [a, b] = [left.certificate?.days_left ?? null, right.certificate?.days_left ?? null]
  const soon = (days: number | null) => (days !== null && days < 21 ? String(days) : null)
  tell('certificate', 'days-left', soon(a), soon(b), true)
  tell('certificate', 'issuer', left.certificate?.issuer ?? null, right.certificate?.issuer ?? null, false)
  return found
}

const said = (answer: boolean | null) => (answer === null ? null : answer ? 'true' : 'false')

export function lookAtDomains(world: World, domains: readonly DomainAsked[]): DomainLook[] {
  return domains.map((asked) => {
    const { name, kind } = asked
    if (kind === 'sender') return sender(asked)
    const gone = name.includes('old')
    const days = name.startsWith('www') ? 9 : 63
    return {
      name,
      kind,
      addresses: gone ? [] : ['203.0.113.18'],
      certificate: gone ? null : { issuer: 'Google Trust Services', expires: world.clock.moment(days * DAY), days_left: days },
      look: null,
      records: [],
      says: gone ? 'not-resolved' : days < 14 ? 'certificate-ends-soon' : kind === 'admin' ? 'sign-in-page' : 'fine',
      fine: !gone && days >= 14,
    }
  })
}

/** Of the records that were entered, every second one is not there yet. */
function sender({ name, kind, records }: DomainAsked): DomainLook {
  const text = (owner: string, says: RecordLook['says'], found: string[]): RecordLook => ({ name: owner, type: 'TXT', expected: null, found, says, fine: true })
  const entered = records.split('\n').flatMap((line, at): RecordLook[] => {
    const [owner, type, ...value] = line.trim().split(/\s+/)
    if (!owner) return []
    if (type !== 'CNAME' && type !== 'TXT' && type !== 'MX') return [{ name: line, type: null, expected: null, found: [], says: 'unreadable', fine: false }]
    const fine = at % 2 === 0
    return [{ name: `${owner}.${name}`, type, expected: value.join(' '), found: fine ? [value.join(' ')] : [], says: fine ? 'as-entered' : 'missing', fine }]
  })
  const found = [text(name, 'spf-there', ['v=spf1 include:mail.example -all']), text(`_dmarc.${name}`, 'dmarc-there', ['v=DMARC1; p=quarantine']), ...entered]
  const fine = found.every((one) => one.fine)
  return { name, kind, addresses: [], certificate: null, look: null, records: found, says: fine ? 'sender-fine' : 'sender-lacks', fine }
}
