import type { Release, ReleaseEvent, Stage } from '../interface'
import { fault } from './faults'
import { groundOf, packageOf, settle, stageById, viewOf } from './release-world'
import type { World } from './world'

type About<Name extends ReleaseEvent['event']> = Extract<ReleaseEvent, { event: Name }>

/** Takes what the user tells about a release, or refuses it the way the engine does. */
export function hear(world: World, release: Release, event: ReleaseEvent): void {
  const at = world.clock.moment()
  const { person } = world.preferences
  switch (event.event) {
    case 'planned': {
      if (!event.name.trim()) throw fault('release-name-missing')
      const { event: _, ...plan } = event
      Object.assign(release, plan)
      break
    }
    case 'package-chosen':
      choosePackage(world, release, event)
      break
    case 'rollback-planned':
      release.rollback = event.plan
      break
    case 'triggers-set':
      release.triggers = event.triggers
      break
    case 'feature-added':
      release.features.push({ id: world.random.id(), name: event.name, planned: event.planned, on_at: null, on_by: null })
      break
    case 'feature-removed':
      release.features = release.features.filter((one) => one.id !== event.id)
      break
    case 'feature-on': {
      const feature = release.features.find((one) => one.id === event.id)
      if (feature) Object.assign(feature, event.on ? { on_at: at, on_by: person } : { on_at: null, on_by: null })
      break
    }
    case 'rolled-back':
      release.rolled_back = { way: event.way, at, by: person, reason: event.reason, restored_at: null }
      break
    case 'rollback-finished':
      if (release.rolled_back) release.rolled_back.restored_at = at
      break
    case 'verdict-given':
      release.verdict = { kind: event.kind, at, by: person, remarks: event.remarks }
      break
    case 'retrospective-written':
      release.retrospective = {
        slowed: event.slowed,
        late_alert: event.late_alert,
        unclear: event.unclear,
        actions: event.actions.map((text) => ({ id: world.random.id(), text, owner: null, done: false })),
      }
      break
    case 'action-done': {
      const action = release.retrospective?.actions.find((one) => one.id === event.id)
      if (action) action.done = event.done
      break
    }
    case 'decided':
      decide(world, release, event)
      break
    case 'seconded': {
      const { decision } = stageById(release, event.stage)
      if (!decision) throw fault('release-not-decided')
      if (event.by.trim().toLowerCase() === decision.by.toLowerCase()) throw fault('release-second-is-first')
      decision.second = { by: event.by.trim(), at }
      break
    }
    case 'pressed':
    case 'schedule-moved':
    case 'schedule-cancelled':
    case 'outcome-told':
      promote(world, release, event)
      break
    default:
      review(world, release, event)
  }
  world.write(`release-${event.event}`, { project: world.project(release.project_id), params: { name: release.name } })
}

function choosePackage(world: World, release: Release, event: About<'package-chosen'>): void {
  const next = packageOf(world.package(event.package_id).sample)
  if (next.sha256 === release.package?.sha256) return
  const first = release.package === null
  release.package = next
  for (const stage of release.stages) {
    if (stage.kind === 'development' || first) continue
    stage.decision = null
    stage.arrived = null
  }
  settle(world, release)
}

function decide(world: World, release: Release, event: About<'decided'>): void {
  const stage = stageById(release, event.stage)
  const view = viewOf(world, release.id).stages.find((one) => one.stage.id === stage.id)!
  if (event.go && !view.may_go) throw fault('release-items-open', { count: String(view.open_items) })
  if (event.go && stage.kind === 'production' && event.typed_name !== view.env_name) {
    throw fault('name-does-not-match', { environment: view.env_name ?? '' })
  }
  if (!event.go && !event.reason.trim()) throw fault('reason-missing')
  stage.decision = {
    go: event.go,
    by: world.preferences.person,
    at: world.clock.moment(),
    reason: event.reason,
    second: null,
    ground: groundOf(release, stage),
  }
}

function promote(
  world: World,
  release: Release,
  event: About<'pressed' | 'schedule-moved' | 'schedule-cancelled' | 'outcome-told'>,
): void {
  const stage = stageById(release, event.stage)
  const at = world.clock.moment()
  const under = stage.presses.filter((one) => !one.cancelled_at && one.outcome === null).at(-1)
  if (event.event === 'pressed') {
    if (!stage.decision?.go) throw fault('release-no-go')
    if (under && !event.again) throw fault('release-on-its-way')
    if (event.how === 'schedule' && Date.parse(event.due ?? '') <= world.clock.now()) throw fault('release-time-past')
    stage.presses.push({
      id: world.random.id(),
      how: event.how,
      at,
      by: world.preferences.person,
      due: event.due,
      cancelled_at: null,
      upload_job: null,
      outcome: null,
    })
    return
  }
  if (!under) throw fault('release-nothing-on-its-way')
  if (event.event === 'schedule-moved') under.due = event.due
  else if (event.event === 'schedule-cancelled') under.cancelled_at = at
  else {
    under.outcome = event.works ? 'arrived' : 'did-not-work'
    if (event.works) arrive(world, release, stage)
  }
}

/** The package is there: it runs in the stage's environment from now on. */
function arrive(world: World, release: Release, stage: Stage): void {
  stage.arrived = { at: world.clock.moment(), known_by: 'told' }
  const kept = [...world.packages.values()].find((one) => one.sample.sha256 === release.package?.sha256)
  if (kept && stage.env) world.place(kept, release.project_id, stage.env, 'told')
}

function review(world: World, release: Release, event: Extract<ReleaseEvent, { stage: string }>): void {
  const stage = stageById(release, event.stage)
  if (event.event === 'item-added') {
    stage.items.push({
      id: world.random.id(),
      code: null,
      text: event.text,
      source: 'own',
      required: event.required,
      owner: null,
      due: null,
      evidence: [],
      state: { state: 'open' },
    })
    return
  }
  if (!('item' in event)) return
  const item = stage.items.find((one) => one.id === event.item)
  if (!item) throw fault('release-item-not-found')
  const settled = { by: world.preferences.person, at: world.clock.moment(), ground: groundOf(release, stage) }
  switch (event.event) {
    case 'item-done':
      item.state = { state: 'done', ...settled }
      if (event.note) item.evidence.push({ kind: 'note', text: event.note })
      break
    case 'item-waived':
      if (!event.reason.trim()) throw fault('reason-missing')
      item.state = { state: 'waived', reason: event.reason, ...settled }
      break
    case 'item-reopened':
      item.state = { state: 'open' }
      break
    case 'item-assigned':
      Object.assign(item, { owner: event.owner, due: event.due })
      break
    case 'evidence-added':
      item.evidence.push(event.evidence)
      break
    case 'evidence-removed':
      item.evidence.splice(event.index, 1)
      break
    case 'item-removed':
      stage.items = stage.items.filter((one) => one !== item)
      break
  }
}
