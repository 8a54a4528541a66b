import type {
  Release,
  ReleaseRow,
  ReleaseView,
  Stage,
  StageKind,
  StageState,
  StageView,
  Template,
  Purpose,
  ItemView,
} from '../interface'
import { fault } from './faults'
import { forecastOf } from './forecast'
import { answerTo, type Measured } from './release-answers'
import { itemsFor, usualTemplate } from './release-items'
import type { KeptPackage, World } from './world'

class Releases {
  readonly all = new Map<string, Release>()
  readonly templates = new Map<string, Template>()
  /** By id of the release; what smoke tests and parity came to. */
  readonly measured = new Map<string, Measured>()
  /** Name of somebody else's release on its way, by environment. */
  readonly elsewhere = new Map<string, string>()
}

const kept = new WeakMap<World, Releases>()

export function releasesOf(world: World): Releases {
  let releases = kept.get(world)
  if (!releases) kept.set(world, (releases = new Releases()))
  return releases
}

/** The kept release itself: what is changed in it stays changed. */
export function releaseById(world: World, id: string): Release {
  const found = releasesOf(world).all.get(id)
  if (!found) throw fault('release-not-found')
  return found
}

export function stageById(release: Release, id: string): Stage {
  const found = release.stages.find((stage) => stage.id === id)
  if (!found) throw fault('release-stage-not-found', { stage: id })
  return found
}

export function templateOf(world: World, projectId: string): Template {
  world.project(projectId)
  return releasesOf(world).templates.get(projectId) ?? usualTemplate()
}

export function packageOf(sample: KeptPackage['sample']): NonNullable<Release['package']> {
  return {
    sha256: sample.sha256,
    file_name: sample.fileName,
    build_number: sample.facts.build_number,
    code_version: sample.facts.code_version?.value ?? null,
    size: sample.facts.size,
  }
}

const kindOf = { qa: 'testing', custom: 'testing', uat: 'staging', stg: 'staging', prod: 'production' } as const

export function newRelease(world: World, projectId: string, purpose: Purpose, name: string, packageId: string | null): Release {
  const project = world.project(projectId)
  const template = templateOf(world, projectId)
  const stage = (id: string, kind: StageKind, env: string | null): Stage => ({
    id,
    kind,
    env,
    items: itemsFor(world, template, kind),
    decision: null,
    presses: [],
    arrived: null,
  })
  const watched = project.environments.filter((one) => one.kind === 'prod')
  const release: Release = {
    id: world.random.id(),
    project_id: projectId,
    name,
    purpose,
    package: packageId ? packageOf(world.package(packageId).sample) : null,
    started_at: world.clock.moment(),
    started_by: world.preferences.person,
    promise: '',
    lead: null,
    four_eyes: false,
    window: null,
    strategy: null,
    rollback: null,
    triggers: [],
    features: [],
    stages: [
      stage('development', 'development', null),
      ...project.environments.map((one) => stage(`${kindOf[one.kind]}:${one.key}`, kindOf[one.kind], one.key)),
      ...watched.map((one) => stage(`monitoring:${one.key}`, 'monitoring', one.key)),
    ],
    rolled_back: null,
    verdict: null,
    retrospective: null,
  }
  releasesOf(world).all.set(release.id, release)
  settle(world, release)
  return release
}

/** What runs somewhere already counts as having arrived there. */
export function settle(world: World, release: Release): void {
  for (const stage of release.stages) {
    if (!stage.env || stage.kind === 'monitoring' || stage.arrived || !release.package) continue
    const there = world.placements.find((one) => one.project_id === release.project_id && one.env === stage.env)
    if (there?.sha256 !== release.package.sha256 || there.known_by === 'sent') continue
    stage.arrived = { at: there.at, known_by: there.known_by }
  }
}

/** What decisions and answers rest on: the package and where it is to go. */
export function groundOf(release: Release, stage: Stage): string {
  return `${release.package?.sha256.slice(0, 12) ?? 'none'}@${stage.env ?? 'development'}`
}

function stateOf(world: World, release: Release, stage: Stage): StageState {
  if (stage.kind === 'monitoring') {
    if (release.verdict) return 'passed'
    return release.stages.some((one) => one !== stage && one.env === stage.env && one.arrived) ? 'reviewing' : 'ahead'
  }
  if (stage.arrived) return 'arrived'
  const press = stage.presses.filter((one) => !one.cancelled_at && one.outcome === null).at(-1)
  if (press) return press.how === 'schedule' && Date.parse(press.due ?? '') > world.clock.now() ? 'scheduled' : 'pressed'
  if (stage.decision) return stage.decision.go ? (stage.kind === 'development' ? 'passed' : 'decided') : 'stopped'
  const before = release.stages[release.stages.indexOf(stage) - 1]
  const ready = !before || before.arrived !== null || (before.kind === 'development' && before.decision?.go === true)
  return ready ? 'reviewing' : 'ahead'
}

function itemViews(world: World, release: Release, stage: Stage): ItemView[] {
  const measured = releasesOf(world).measured.get(release.id) ?? { smoke: null, parity: null }
  const ground = groundOf(release, stage)
  return stage.items.map((item) => {
    const answer = answerTo(world, release, stage, item, measured)
    const stale = 'ground' in item.state && item.state.ground !== ground
    const settled = !stale && (item.state.state !== 'open' || answer?.answer === 'holds')
    return { item, answer, stale, settled }
  })
}

function stageView(world: World, release: Release, stage: Stage): StageView {
  const project = world.project(release.project_id)
  const items = itemViews(world, release, stage)
  const open_items = items.filter((one) => one.item.required && !one.settled).length
  const env = project.environments.find((one) => one.key === stage.env)
  const last = stage.env ? world.lastIn(project.id, stage.env) : null
  const carried = [...world.packages.values()].find((one) => one.sample.sha256 === release.package?.sha256)
  return {
    stage,
    env_name: env?.name ?? null,
    state: stateOf(world, release, stage),
    items,
    open_items,
    may_go: open_items === 0 && (release.package !== null || stage.kind === 'development'),
    decision_stale: stage.decision !== null && stage.decision.ground !== groundOf(release, stage),
    forecast: carried && env ? forecastOf(carried.sample.facts, last?.sample.facts ?? null) : null,
    second_press_warning: stage.presses.some((one) => !one.cancelled_at && one.outcome === null),
    placement: world.placements.find((one) => one.project_id === project.id && one.env === stage.env) ?? null,
    other_release: stage.env ? (releasesOf(world).elsewhere.get(stage.env) ?? null) : null,
  }
}

const isOver = ({ state }: StageView) => state === 'arrived' || state === 'passed'

function currentOf(stages: StageView[]): StageView {
  return stages.find((one) => !isOver(one)) ?? stages.at(-1)!
}

export function viewOf(world: World, id: string): ReleaseView {
  const release = releaseById(world, id)
  const project = world.project(release.project_id)
  const stages = release.stages.map((stage) => stageView(world, release, stage))
  const prod = stages.find((one) => one.stage.kind === 'production')
  const before = prod?.placement?.sha256 === release.package?.sha256 ? null : (prod?.placement ?? null)
  return {
    release,
    stages,
    current: currentOf(stages).stage.id,
    now: world.clock.moment(),
    portal_page: `${project.portal}/${project.guid}/deployments`,
    package_id: [...world.packages.values()].find((one) => one.sample.sha256 === release.package?.sha256)?.id ?? null,
    previous_package: before && {
      file_name: before.file_name,
      code_version: before.code_version,
      allowed: (before.code_version ?? '') >= (release.package?.code_version ?? ''),
    },
    monitor: [...world.jobs.values()].filter((job) => job.kind === 'monitor' && job.params['release_id'] === id).at(-1) ?? null,
    lessons: [],
  }
}

export function rowOf(world: World, id: string): ReleaseRow {
  const { release, stages, monitor } = viewOf(world, id)
  const current = currentOf(stages)
  return {
    id,
    project_id: release.project_id,
    name: release.name,
    purpose: release.purpose,
    package: release.package,
    started_at: release.started_at,
    current: current.stage.id,
    current_env: current.stage.env,
    state: current.state,
    open_items: current.open_items,
    verdict: release.verdict,
    features_off: release.features.filter((one) => one.on_at === null).length,
    monitoring: monitor?.state.state === 'running',
  }
}
