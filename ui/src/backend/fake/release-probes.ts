import type { DomainAsked, FieldProblem, Job, Look, Probe, ProbesSaved, SmokeRun } from '../interface'
import { fault } from './faults'
import type { World } from './world'

/** What the scripted sites do when somebody looks. */
export type SitesPlot = {
  /** How the look at the shop goes when it is looked at once. */
  smoke: 'works' | 'one-down'
}

class Sites {
  readonly probes = new Map<string, Probe[]>()
  readonly passwords = new Set<string>()
  readonly smokes = new Map<string, SmokeRun>()
  readonly domains = new Map<string, DomainAsked[]>()
  plot: SitesPlot = { smoke: 'works' }
}

const kept = new WeakMap<World, Sites>()

export function sitesOf(world: World): Sites {
  let sites = kept.get(world)
  if (!sites) kept.set(world, (sites = new Sites()))
  return sites
}

export function probe(env: string, more: Partial<Probe> & Pick<Probe, 'id' | 'name' | 'address'>): Probe {
  return {
    env,
    expect: { kind: 'status', status: 200 },
    text: null,
    selector: null,
    limit_ms: 5_000,
    tries: 3,
    every_s: 10,
    smoke: true,
    monitored: true,
    user: null,
    login_is_fine: false,
    ...more,
  }
}

/** What a project that has been looked after for a while looks at. */
export function somebodysProbes(env: string): Probe[] {
  return [
    probe(env, { id: `${env}-start`, name: 'Start page', address: '/', text: 'Dancing Goat' }),
    probe(env, { id: `${env}-shop`, name: 'Shop', address: '/store/coffees', selector: '.product-tile' }),
    probe(env, { id: `${env}-contact`, name: 'Contact form', address: '/contacts', limit_ms: 3_000 }),
    probe(env, {
      id: `${env}-admin`,
      name: 'Administration',
      address: '/admin',
      expect: { kind: 'redirect', status: 302, to: '/admin/logon' },
      monitored: false,
      login_is_fine: true,
    }),
  ]
}

/** One for every environment with a site, where none was saved. */
export function probesOf(world: World, projectId: string): Probe[] {
  const saved = sitesOf(world).probes.get(projectId)
  if (saved) return saved
  return world
    .project(projectId)
    .environments.filter((one) => one.site)
    .map((one) => probe(one.key, { id: `${one.key}-start`, name: 'Start page', address: '/' }))
}

export function saveProbes(world: World, projectId: string, probes: Probe[]): ProbesSaved {
  const problems: FieldProblem[] = []
  probes.forEach((one, at) => {
    const wrong = (field: string, code: string) => problems.push({ field: `${at}.${field}`, code, params: {} })
    if (!one.name.trim()) wrong('name', 'probe-name-missing')
    if (!one.address.trim()) wrong('address', 'probe-address-unreadable')
    else if (!/^(\/|https?:\/\/)/.test(one.address)) wrong('address', 'probe-address-unreadable')
    if (one.limit_ms < 100 || one.limit_ms > 10_000) wrong('limit_ms', 'probe-limit-invalid')
    if (one.tries < 1 || one.tries > 5) wrong('tries', 'probe-tries-invalid')
    if (one.every_s < 1) wrong('every_s', 'probe-every-invalid')
    if (one.selector && /[{}<]/.test(one.selector)) wrong('selector', 'selector-invalid')
  })
  if (problems.length > 0) return { outcome: 'problems', problems }
  sitesOf(world).probes.set(projectId, probes.map((one) => ({ ...one, id: one.id || world.random.id() })))
  return { outcome: 'saved', probes: probesOf(world, projectId) }
}

/** A look at a probe as it goes in this story. */
export function lookAtProbe(world: World, one: Probe, goes: 'well' | 'badly' = 'well'): Look {
  const admin = one.expect.kind === 'redirect'
  const status = admin ? 302 : 200
  const usual: Look = {
    probe_id: one.id,
    at: world.clock.moment(),
    works: true,
    status,
    took_ms: world.random.whole(140, 320),
    because: 'as-expected',
    params: { status: String(status) },
    redirects: admin ? ['/admin/logon'] : [],
    body_sha256: world.random.hex(64),
    tries: 1,
  }
  if (goes === 'well') return usual
  return one.selector
    ? { ...usual, works: false, because: 'selector-missing', params: { selector: one.selector }, tries: one.tries }
    : { ...usual, works: false, status: 500, because: 'other-status', params: { status: '500', expected: '200' }, tries: one.tries }
}

export function smokeRun(world: World, projectId: string, env: string, sha256: string | null): SmokeRun {
  const { plot } = sitesOf(world)
  const looks = probesOf(world, projectId)
    .filter((one) => one.env === env && one.smoke)
    .map((one, at) => lookAtProbe(world, one, plot.smoke === 'one-down' && at === 1 ? 'badly' : 'well'))
  return {
    id: world.random.id(),
    env,
    sha256,
    at: world.clock.moment(),
    took_ms: looks.reduce((sum, look) => sum + look.took_ms * look.tries, 0),
    looks,
    all_work: looks.every((look) => look.works),
  }
}

/** Looks at every probe of an environment once; takes a few seconds. */
export function startSmoke(world: World, projectId: string, env: string, releaseId: string | null): Job {
  const { site } = world.environment(projectId, env)
  if (!site) throw fault('environment-without-site')
  const job = world.start({
    kind: 'smoke',
    project_id: projectId,
    env,
    phase: 'smoke',
    total: 0,
    params: { ...(releaseId ? { release_id: releaseId } : {}) },
  })
  world.clock.after(1_800, () => {
    const placed = world.lastIn(projectId, env)
    sitesOf(world).smokes.set(`${projectId}/${env}`, smokeRun(world, projectId, env, placed?.sample.sha256 ?? null))
    world.end(job.id, { state: 'succeeded' })
  })
  return job
}
