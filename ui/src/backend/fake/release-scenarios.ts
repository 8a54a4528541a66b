import type { Purpose, Release } from '../interface'
import { dancingGoat } from './projects'
import { groundOf, newRelease, releasesOf } from './release-world'
import { samples } from './samples'
import { atWork, type Scenario } from './scenarios'
import type { World } from './world'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** How far a story's release is when the window opens, in the order of its way. */
const order = ['begun', 'planned', 'in-qa', 'in-uat', 'reviewed', 'decided', 'pressed', 'in-prod'] as const
type Begun = (typeof order)[number]

type Told = {
  until: Begun
  name?: string
  purpose?: Purpose
  fourEyes?: boolean
  /** How it was sent to PROD. */
  scheduled?: boolean
  role?: 'developer'
  then?: (world: World, release: Release) => void
}

/** Everything in a review that only people can answer is done. */
function reviewed(world: World, release: Release, ...kinds: string[]): void {
  for (const stage of release.stages.filter((one) => kinds.includes(one.kind))) {
    for (const item of stage.items) {
      item.state = { state: 'done', by: 'Jana Nováková', at: world.clock.moment(-5 * HOUR), ground: groundOf(release, stage) }
    }
  }
}

function go(world: World, release: Release, kind: string, ago = 4 * HOUR): void {
  for (const stage of release.stages.filter((one) => one.kind === kind)) {
    const at = world.clock.moment(-ago)
    const ground = groundOf(release, stage)
    stage.decision = { go: true, by: 'Jana Nováková', at, reason: '', second: null, ground }
  }
}

function arrived(world: World, release: Release, kind: string, ago: number): void {
  for (const stage of release.stages.filter((one) => one.kind === kind && one.env)) {
    reviewed(world, release, kind)
    go(world, release, kind, ago + HOUR)
    const at = world.clock.moment(-ago)
    stage.arrived = { at, known_by: 'measured' }
    stage.presses = [
      {
        id: world.random.id(),
        how: kind === 'testing' ? 'upload' : 'deploy-to',
        at: world.clock.moment(-ago - HOUR / 3),
        by: 'Jana Nováková',
        due: null,
        cancelled_at: null,
        upload_job: null,
        outcome: 'arrived',
      },
    ]
    const kept = [...world.packages.values()].find((one) => one.sample.sha256 === release.package?.sha256)
    if (kept) world.place(kept, release.project_id, stage.env!, 'measured', at)
  }
}

export function begin(world: World, told: Told): Release {
  const reaches = (step: Begun) => order.indexOf(told.until) >= order.indexOf(step)
  const kept = world.keep(samples.ready)
  const release = newRelease(world, dancingGoat.id, told.purpose ?? 'new-features', told.name ?? 'Autumn campaign', kept.id)
  release.started_at = world.clock.moment(-3 * DAY)
  if (reaches('planned')) {
    release.promise = 'The campaign pages are live before the mailing on Monday at 8:00.'
    release.lead = 'Jana Nováková'
    release.strategy = told.scheduled ? 'scheduled' : 'now'
    release.window = { from: world.clock.moment(8 * HOUR), to: world.clock.moment(10 * HOUR) }
    release.rollback = { way: 'restore-point', note: 'Restore the point made before the deployment.', tested: true }
    release.triggers = [
      { id: 'failed', metric: 'failed-looks', threshold: 2, for_minutes: 3 },
      { id: 'slow', metric: 'p95-times-baseline', threshold: 2, for_minutes: 5 },
      { id: 'smoke', metric: 'smoke-down', threshold: 0, for_minutes: 0 },
    ]
    release.features = [
      { id: 'loyalty', name: 'Loyalty points', planned: 'After the training on 1 December', on_at: null, on_by: null },
    ]
    release.four_eyes = told.fourEyes ?? false
  }
  if (reaches('in-qa')) {
    reviewed(world, release, 'development')
    go(world, release, 'development', 2 * DAY)
    arrived(world, release, 'testing', 2 * DAY)
  }
  if (reaches('in-uat')) arrived(world, release, 'staging', DAY)
  if (reaches('reviewed')) {
    releasesOf(world).measured.set(release.id, {
      smoke: { at: world.clock.moment(-DAY), works: true, sha256: samples.ready.sha256 },
      parity: { at: world.clock.moment(-2 * HOUR), differences: 0 },
    })
    reviewed(world, release, 'production', 'monitoring')
  }
  if (reaches('decided')) go(world, release, 'production', HOUR)
  const prod = release.stages.find((one) => one.kind === 'production')!
  if (reaches('pressed')) {
    prod.presses.push({
      id: world.random.id(),
      how: told.scheduled ? 'schedule' : 'deploy-to',
      at: world.clock.moment(-4 * 60_000),
      by: 'Jana Nováková',
      due: told.scheduled ? world.clock.moment(8 * HOUR) : null,
      cancelled_at: null,
      upload_job: null,
      outcome: null,
    })
  }
  if (reaches('in-prod')) {
    prod.presses[0]!.outcome = 'arrived'
    prod.arrived = { at: world.clock.moment(-60_000), known_by: 'told' }
    world.place(world.keep(samples.ready), release.project_id, 'prod', 'told', prod.arrived.at)
  }
  told.then?.(world, release)
  return release
}

const told = (what: Told): Scenario => ({
  setUp: (world) => {
    atWork(world)
    if (what.role) world.projects = world.projects.map((one) => ({ ...one, role: what.role! }))
    begin(world, what)
  },
})

/** Several releases at once: one over, one in UAT, one on paper. */
function several(world: World): void {
  atWork(world)
  const over = begin(world, { until: 'in-prod', name: 'Xperience 31.6.2', purpose: 'version-update' })
  over.started_at = world.clock.moment(-24 * DAY)
  over.verdict = { kind: 'healthy-with-remarks', at: world.clock.moment(-15 * DAY), by: 'Jana Nováková', remarks: '' }
  begin(world, { until: 'in-uat' })
  const next = newRelease(world, dancingGoat.id, 'urgent-fix', 'Checkout fix for the relaunch of the whole group website in eleven languages', null)
  next.started_at = world.clock.moment(-2 * HOUR)
}

/** Names as long as people make them. */
function long(world: World, release: Release): void {
  release.name = `Relaunch of the whole group website ${'in eleven languages and four brands '.repeat(3)}`
  release.package = { ...release.package!, file_name: `Contoso.International.Corporate.Website.And.SelfService.Portal-${'1.0.0-'.repeat(8)}202611200812.zip` }
  mixed(world, release)
  const prod = release.stages.find((one) => one.kind === 'production')!
  for (const item of prod.items) if (item.source === 'own') item.text = 'Redirects'.repeat(14)
}

/** The package was changed after its review: what was decided rests on other ground. */
function stale(_: World, release: Release): void {
  const prod = release.stages.find((one) => one.kind === 'production')!
  prod.decision!.ground = 'another'
  for (const item of prod.items) if (item.code === 'code-freeze' && item.state.state === 'done') item.state.ground = 'another'
}

/** Some things of a review waived, owned, late or proven. */
function mixed(world: World, release: Release): void {
  const prod = release.stages.find((one) => one.kind === 'production')!
  const at = world.clock.moment(-2 * HOUR)
  const ground = groundOf(release, prod)
  for (const item of prod.items) {
    if (item.code === 'support-briefed') item.state = { state: 'waived', by: 'Jana Nováková', reason: 'Nothing changes for the support team.', at, ground }
    if (item.code === 'code-freeze') item.state = { state: 'done', by: 'Petr Svoboda', at, ground: 'another' }
    if (item.code === 'stakeholders-told') {
      Object.assign(item, { owner: 'Marketing', due: world.clock.moment(-DAY) })
      item.evidence.push({ kind: 'link', address: 'https://wiki.dancinggoat.example/releases/autumn' })
    }
    if (item.code === 'tests-pass-in-staging') {
      item.state = { state: 'done', by: 'Petr Svoboda', at, ground }
      item.evidence.push({ kind: 'file', name: 'test-report.pdf', sha256: world.random.hex(64), bytes: 218_004 })
    }
  }
  prod.items.push({
    id: world.random.id(),
    code: null,
    text: 'Redirects of the old campaign were checked by the agency',
    source: 'own',
    required: true,
    owner: 'Petr Svoboda',
    due: world.clock.moment(2 * DAY),
    evidence: [],
    state: { state: 'open' },
  })
  prod.items.push({
    id: world.random.id(),
    code: null,
    text: 'Alert the hotline an hour before',
    source: 'lesson',
    required: true,
    owner: null,
    due: null,
    evidence: [],
    state: { state: 'open' },
  })
}

/** Releases, each as far as its name says. */
export const releaseScenarios = {
  releases: { setUp: several },
  /** A package is live in QA, and no release carries it. */
  'in-qa': {
    setUp: (world) => {
      atWork(world)
      world.place(world.keep(samples.ready), dancingGoat.id, 'qa', 'measured', world.clock.moment(-HOUR))
    },
  },
  'release-begun': told({ until: 'begun' }),
  'release-planned': told({ until: 'planned' }),
  'release-in-qa': told({ until: 'in-qa' }),
  'release-in-uat': told({ until: 'in-uat', then: mixed }),
  'release-long': told({ until: 'in-uat', then: long }),
  'release-reviewed': told({ until: 'reviewed' }),
  'release-stale': told({ until: 'decided', then: stale }),
  'release-decided': told({ until: 'decided' }),
  'release-four-eyes': told({ until: 'decided', fourEyes: true }),
  'release-other': told({
    until: 'decided',
    then: (world) => void releasesOf(world).elsewhere.set('prod', 'Xperience 31.6.3'),
  }),
  'release-scheduled': told({ until: 'pressed', scheduled: true }),
  'release-pressed': told({ until: 'pressed' }),
  'release-in-prod': told({ until: 'in-prod' }),
  'release-developer': told({ until: 'decided', role: 'developer' }),
} satisfies Record<string, Scenario>
