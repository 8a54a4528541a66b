import type { Answering, Fired, Job, MonitorPhase, MonitorView, Point, Probe, ProbeFigures, ProbeSeries, Trigger } from '../interface'
import { fault } from './faults'
import { isOver } from './inspect'
import { lookAtProbe, probesOf, sitesOf, smokeRun } from './release-probes'
import type { World } from './world'

const SECOND = 1_000
const MINUTE = 60 * SECOND
/** A value of the charts stands for this long. */
const WINDOW = 10 * SECOND
const OFFLINE_AFTER = 65 * SECOND
const OFFLINE_FOR = 221 * SECOND
const SMOKE_FOR = 8 * SECOND
export const HALF_HOUR = 30 * MINUTE

/** How a deployment goes in this story, seen from outside. */
export type MonitorPlot = {
  site: 'outage' | 'read-only' | 'no-outage' | 'stays-offline' | 'as-before' | 'unclear'
  /** What becomes of it in the half hour after. */
  after: 'fine' | 'slow' | 'failing'
  /** The computer sleeps for a while in the half hour. */
  sleeps: boolean
  server: boolean
}

export type Followed = { release_id: string; stage: string; project_id: string; env: string; sha256: string | null; triggers: Trigger[] }

/** Which build is back; another one unless told. */
const ANSWERING: Partial<Record<MonitorPlot['site'], Answering>> = { 'as-before': 'as-before', unclear: 'cannot-be-told' }

/** Everything else is derived from how long ago it began. */
type KeptMonitor = Followed & {
  began: number
  smoke: MonitorView['smoke']
  acknowledged: Set<string>
  /** Since when Slipway was not running. */
  away: number | null
  gaps: MonitorView['gaps']
}

class Monitors {
  readonly all = new Map<string, KeptMonitor>()
  plot: MonitorPlot = { site: 'outage', after: 'fine', sleeps: false, server: false }
}

const kept = new WeakMap<World, Monitors>()

export function monitorsOf(world: World): Monitors {
  let monitors = kept.get(world)
  if (!monitors) kept.set(world, (monitors = new Monitors()))
  return monitors
}

/** Watches from now on; one that goes on already is given again, one that was cut off goes on. */
export function startMonitor(world: World, followed: Followed, ago = 0): Job {
  const monitors = monitorsOf(world)
  for (const [id, one] of monitors.all) {
    if (one.release_id !== followed.release_id || one.stage !== followed.stage) continue
    const { state } = world.job(id)
    if (!isOver(world, id)) return world.job(id)
    if (state.state === 'interrupted' || state.state === 'cancelled') return goOn(world, id)
  }
  if (!world.environment(followed.project_id, followed.env).site) throw fault('environment-without-site')
  const job = world.start({
    kind: 'monitor',
    project_id: followed.project_id,
    env: followed.env,
    package: followed.sha256,
    phase: 'waiting',
    params: { release_id: followed.release_id, stage: followed.stage, fired: '0' },
    started_at: world.clock.moment(-ago),
  })
  monitors.all.set(job.id, {
    ...followed,
    began: world.clock.now() - ago,
    smoke: null,
    acknowledged: new Set(),
    away: null,
    gaps: [],
  })
  tick(world, job.id)
  return world.job(job.id)
}

function goOn(world: World, id: string): Job {
  const one = monitorsOf(world).all.get(id)!
  if (one.away !== null) {
    one.gaps.push({ from: moment(one.away), to: world.clock.moment(), because: 'not-running' })
    one.away = null
  }
  const job = world.change(id, { state: { state: 'running' } })
  world.clock.after(WINDOW, () => tick(world, id))
  return job
}

/** Slipway ended while it watched, so long ago. */
export function cutOff(world: World, id: string, ago: number): void {
  monitorsOf(world).all.get(id)!.away = world.clock.now() - ago
  world.end(id, { state: 'interrupted' })
  world.interrupted.push(id)
}

function tick(world: World, id: string): void {
  if (isOver(world, id)) return
  const one = monitorsOf(world).all.get(id)!
  const view = monitorView(world, id)
  if (!one.smoke && ['smoke', 'monitoring', 'done'].includes(view.phase)) {
    one.smoke = smokeRun(world, one.project_id, one.env, one.sha256)
    sitesOf(world).smokes.set(`${one.project_id}/${one.env}`, one.smoke)
  }
  const params = { ...(view.job.params as Record<string, string>), fired: String(view.fired.length) }
  if (view.phase === 'done') {
    world.end(id, { state: 'succeeded' }, { phase: 'done', params })
    return
  }
  world.change(id, { phase: view.phase, params })
  world.clock.after(view.phase === 'monitoring' || view.phase === 'waiting' ? WINDOW : 2 * SECOND, () => tick(world, id))
}

/** When the site was away, in milliseconds after the watch began. */
function outage(plot: MonitorPlot): { from: number; to: number } {
  if (plot.site === 'stays-offline') return { from: OFFLINE_AFTER, to: Infinity }
  return { from: OFFLINE_AFTER, to: OFFLINE_AFTER + OFFLINE_FOR }
}

function phaseAt(plot: MonitorPlot, age: number, watchedFrom: number, until: number): MonitorPhase {
  const away = outage(plot)
  if (age < away.from || (plot.site === 'no-outage' && age < away.to)) return 'waiting'
  if (age < away.to) return plot.site === 'read-only' ? 'read-only' : 'offline'
  if (plot.site === 'as-before') return age < away.to + 4 * SECOND ? 'back' : 'back-as-before'
  if (age < watchedFrom) return age < away.to + 4 * SECOND ? 'back' : 'smoke'
  return age < until ? 'monitoring' : 'done'
}

export function monitorView(world: World, id: string): MonitorView {
  const { plot, all } = monitorsOf(world)
  const one = all.get(id)
  if (!one) throw fault('job-not-found')
  const now = one.away ?? world.clock.now()
  const age = now - one.began
  const away = outage(plot)
  const watchedFrom = away.to + 4 * SECOND + SMOKE_FOR
  const gaps = [...one.gaps]
  if (plot.sleeps && age > watchedFrom + 11 * MINUTE) {
    gaps.push({ from: moment(one.began + watchedFrom + 8 * MINUTE), to: moment(one.began + watchedFrom + 11 * MINUTE + 20_000), because: 'asleep' })
  }
  const unseen = gaps.reduce((sum, gap) => sum + Date.parse(gap.to) - Date.parse(gap.from), 0)
  const until = watchedFrom + HALF_HOUR + unseen
  const phase = phaseAt(plot, age, watchedFrom, until)
  const began = phase !== 'waiting' && plot.site !== 'no-outage'
  const back = age >= away.to
  const offline = began ? one.began + away.from : null
  const watching = age >= watchedFrom && plot.site !== 'as-before'
  const seen = Math.min(age, until)
  const probes = probesOf(world, one.project_id)
    .filter((probe) => probe.env === one.env && probe.monitored)
    .map((probe, at) => seriesOf(world, plot, one, probe, at, seen, watchedFrom, gaps))
  const overall = together(probes.map((series) => series.all))
  return {
    job: world.job(id),
    release_id: one.release_id,
    stage: one.stage,
    phase,
    offline_from: offline === null ? null : moment(offline),
    back_at: began && back ? moment(one.began + away.to) : null,
    downtime_ms: began && back && plot.site !== 'read-only' ? OFFLINE_FOR : null,
    answering: age < away.to + 4 * SECOND ? null : ANSWERING[plot.site] ?? 'new-build',
    watched_from: watching ? moment(one.began + watchedFrom) : null,
    until: watching ? moment(one.began + until) : null,
    looked_ms: watching ? Math.max(0, seen - watchedFrom - unseen) : 0,
    gaps,
    probes,
    overall,
    smoke: one.smoke,
    fired: firedOf(plot, one, age, watchedFrom),
    server: plot.server && watching
      ? { at: moment(now), failed_requests_percent: 0.2, database_ms: 14, cpu_percent: 38, memory_mb: 1_240, fault: null }
      : null,
  }
}

function seriesOf(
  world: World,
  plot: MonitorPlot,
  one: KeptMonitor,
  probe: Probe,
  at: number,
  seen: number,
  watchedFrom: number,
  gaps: MonitorView['gaps'],
): ProbeSeries {
  const usual = 170 + at * 60
  const points: Point[] = []
  const looked = (from: number) => !gaps.some((gap) => Date.parse(gap.from) < from + WINDOW && Date.parse(gap.to) > from)
  const away = outage(plot)
  for (let begin = 0; begin + WINDOW <= seen; begin += WINDOW) {
    if (!looked(one.began + begin)) continue
    const n = begin / WINDOW
    const watched = begin - watchedFrom
    const down = plot.site !== 'no-outage' && plot.site !== 'read-only' && begin + WINDOW > away.from && begin < away.to
    const slow = plot.after === 'slow' && at === 1 && watched > 6 * MINUTE
    const failing = plot.after === 'failing' && at === 0 && watched > 4 * MINUTE && n % 3 === 0
    // What is slow at once after a start gets faster.
    const warm = watched > 0 && watched < 2 * MINUTE ? 1.5 : 1
    const jitter = 0.9 + 0.25 * noise(n * 7 + at * 31)
    const middle = usual * jitter * warm * (slow ? 1.9 : 1)
    points.push({
      at: moment(one.began + begin),
      seconds: WINDOW / SECOND,
      figures: down
        ? { looks: 1, works: 0, availability: 0, p50_ms: null, p95_ms: null, p99_ms: null, slowest_ms: null }
        : {
            looks: 1,
            works: failing ? 0 : 1,
            availability: failing ? 0 : 100,
            p50_ms: Math.round(middle),
            p95_ms: Math.round(middle * (1.6 + 0.5 * noise(n * 13 + at)) * (slow ? 1.5 : 1)),
            p99_ms: Math.round(middle * 2.4),
            slowest_ms: Math.round(middle * 2.6),
          },
    })
  }
  const shown = points.slice(-360)
  const watched = shown.filter((point) => Date.parse(point.at) >= one.began + watchedFrom)
  return {
    probe,
    baseline: { looks: 12, works: 12, availability: 100, p50_ms: usual, p95_ms: Math.round(usual * 1.8), p99_ms: Math.round(usual * 2.3), slowest_ms: Math.round(usual * 2.5) },
    now: together(shown.slice(-30).map((point) => point.figures)),
    all: together((watched.length > 0 ? watched : shown).map((point) => point.figures)),
    points: shown,
    last: shown.length > 0 ? lookAtProbe(world, probe) : null,
  }
}

function together(figures: readonly ProbeFigures[]): ProbeFigures {
  const looks = figures.reduce((sum, one) => sum + one.looks, 0)
  const works = figures.reduce((sum, one) => sum + one.works, 0)
  const middle = (pick: (one: ProbeFigures) => number | null) => {
    const known = figures.map(pick).filter((value) => value !== null).sort((a, b) => a - b)
    return known[Math.floor(known.length / 2)] ?? null
  }
  return {
    looks,
    works,
    availability: looks > 0 ? Math.round((works / looks) * 1000) / 10 : null,
    p50_ms: middle((one) => one.p50_ms),
    p95_ms: middle((one) => one.p95_ms),
    p99_ms: middle((one) => one.p99_ms),
    slowest_ms: middle((one) => one.slowest_ms),
  }
}

function firedOf(plot: MonitorPlot, one: KeptMonitor, age: number, watchedFrom: number): Fired[] {
  const after: Partial<Record<string, { from: number; value: number; at: number | null } | null>> = {
    'p95-times-baseline': plot.after === 'slow' ? { from: watchedFrom + 6 * MINUTE, value: 2.7, at: 1 } : null,
    'failed-looks': plot.after === 'failing' ? { from: watchedFrom + 4 * MINUTE, value: 33.3, at: 0 } : null,
    'offline-minutes': plot.site === 'stays-offline' ? { from: OFFLINE_AFTER, value: 45, at: null } : null,
    'smoke-down': one.smoke && !one.smoke.all_work ? { from: watchedFrom, value: 1, at: 1 } : null,
  }
  return one.triggers.flatMap((trigger) => {
    const why = after[trigger.metric]
    const wait = (trigger.metric === 'offline-minutes' ? trigger.threshold : trigger.for_minutes) * MINUTE
    if (!why || age < why.from + wait) return []
    return [{
      trigger,
      at: moment(one.began + why.from + wait),
      value: trigger.metric === 'offline-minutes' ? Math.floor((age - why.from) / MINUTE) : why.value,
      probe_id: why.at === null ? null : (['start', 'shop'].map((name) => `${one.env}-${name}`)[why.at] ?? null),
      acknowledged: one.acknowledged.has(trigger.id),
    }]
  })
}

/** Always the same for the same number, between 0 and 1. */
function noise(n: number): number {
  const x = Math.sin(n * 127.1 + 311.7) * 43758.5453
  return x - Math.floor(x)
}

const moment = (at: number) => new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z')

export function acknowledge(world: World, jobId: string, triggerId: string): null {
  const one = monitorsOf(world).all.get(jobId)
  if (!one) throw fault('job-not-found')
  one.acknowledged.add(triggerId)
  world.change(jobId, {})
  return null
}

/** Measures what is usual, two minutes long, before anything is deployed. */
export function startBaseline(world: World, followed: Followed): Job {
  const job = world.start({
    kind: 'baseline',
    project_id: followed.project_id,
    env: followed.env,
    phase: 'baseline',
    total: 120,
    params: { release_id: followed.release_id, stage: followed.stage },
  })
  const stop = world.clock.every(SECOND, () => {
    if (isOver(world, job.id)) return stop()
    const { done } = world.change(job.id, { done: world.job(job.id).done + 1 })
    if (done < 120) return
    stop()
    world.end(job.id, { state: 'succeeded' })
  })
  return job
}
