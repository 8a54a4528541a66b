import type { Forecast, Job, Sample, SiteState, WatchVerdict, WatchView } from '../interface'
import { outcomeOf } from './forecast'
import { isOver } from './inspect'
import type { World } from './world'

const EVERY = 5_000
/** The site goes offline this long after the Portal took the package. */
const OFFLINE_AFTER = 65_000
const OFFLINE_FOR = 221_000
/** As expected this long in a row counts as back. */
const SETTLED = 60_000
/** Nothing seen for this long ends the watch. */
const PATIENCE = 45 * 60_000

/** Looks at an environment's site every few seconds after an upload; the same watch again if there is one. */
export function watch(world: World, uploadJobId: string): Job {
  const upload = world.job(uploadJobId)
  return watchAfter(world, {
    project_id: upload.project_id!,
    env: upload.env!,
    package: upload.package,
    params: {
      upload_job: uploadJobId,
      file_name: upload.params['file_name'] ?? '',
      build_number: upload.params['build_number'] ?? '',
    },
  })
}

type Watched = { project_id: string; env: string; package: string | null; params: Record<string, string> }

/** The first param names what is followed. */
export function watchAfter(world: World, watched: Watched): Job {
  const [what, id] = Object.entries(watched.params)[0]!
  for (const job of world.jobs.values()) {
    if (job.kind === 'watch' && !isOver(world, job.id) && job.params[what] === id && job.env === watched.env) return job
  }
  const environment = world.environment(watched.project_id, watched.env)
  const job = world.start({ kind: 'watch', phase: 'watching', ...watched })
  const saw = {
    samples: [] as Sample[],
    offline_from: null as string | null,
    back_at: null as string | null,
    downtime_ms: null as number | null,
    verdict: (environment.site ? 'waiting' : 'no-site') as WatchVerdict,
  }
  world.watches.set(job.id, saw)
  world.write('watch-started', about(world, job))
  if (!environment.site) {
    return world.end(job.id, { state: 'succeeded' }, {
      params: { ...(job.params as Record<string, string>), verdict: 'no-site' },
    })
  }
  const began = world.clock.now()
  const look = () => {
    if (isOver(world, job.id)) return
    const age = world.clock.now() - began
    const sample = lookAt(world, stateAt(world, age))
    saw.samples = [...saw.samples, sample].slice(-600)
    world.looks.set(`${job.project_id}/${job.env}`, sample)
    if (sample.state === 'offline' && !saw.offline_from) {
      saw.offline_from = sample.at
      saw.verdict = 'offline'
    }
    if (sample.state === 'as-expected' && saw.offline_from && !saw.back_at) {
      saw.back_at = sample.at
      saw.downtime_ms = Date.parse(sample.at) - Date.parse(saw.offline_from)
    }
    const settled = saw.back_at && world.clock.now() - Date.parse(saw.back_at) >= SETTLED
    if (settled && world.plot.site === 'as-before') {
      if (saw.verdict === 'offline') write(world, job.id, 'back-as-before', 'site-back-as-before')
      saw.verdict = 'back-as-before'
    } else if (settled && world.plot.site === 'unclear') {
      return conclude(world, job.id, 'back-unclear', 'site-back-unclear')
    } else if (settled) {
      return conclude(world, job.id, 'looks-live', 'deployment-looks-live')
    }
    if (world.plot.site === 'no-outage' && age > 150_000) {
      return conclude(world, job.id, 'changed-without-outage', 'deployment-looks-live')
    }
    if (age > PATIENCE) {
      if (saw.back_at) return conclude(world, job.id, saw.verdict, 'watch-ended-without-change')
      if (saw.offline_from) return conclude(world, job.id, 'still-offline', 'site-stayed-offline')
      return conclude(world, job.id, 'nothing-seen', 'watch-ended-without-change')
    }
    world.change(job.id, { params: said(world, job.id, saw.verdict) })
    world.clock.after(EVERY, look)
  }
  world.clock.after(400, look)
  return job
}

/** What a watch saw, with the forecast its upload carries beside it. */
export function watched(world: World, jobId: string): WatchView {
  const job = world.job(jobId)
  const saw = world.watches.get(jobId)!
  const told = world.jobs.get(job.params['upload_job'] ?? '')?.params['forecast']
  return { job, ...saw, outcome: told ? outcomeOf(JSON.parse(told) as Forecast, saw) : null }
}

function conclude(world: World, jobId: string, verdict: WatchVerdict, kind: string): void {
  const saw = world.watches.get(jobId)!
  saw.verdict = verdict
  const job = world.end(jobId, { state: 'succeeded' }, { params: said(world, jobId, verdict) })
  const uploaded = 'upload_job' in job.params
  const seen = verdict === 'looks-live' || verdict === 'changed-without-outage'
  if (seen && uploaded) {
    world.placements = world.placements.map((one, at) =>
      at ===
      world.placements.findIndex(
        (other) => other.env === job.env && other.project_id === job.project_id,
      )
        ? { ...one, known_by: 'measured', downtime_ms: saw.downtime_ms }
        : one,
    )
  }
  write(world, jobId, verdict, seen && !uploaded ? 'restored-site-is-back' : kind)
}

function write(world: World, jobId: string, verdict: WatchVerdict, kind: string): void {
  const job = world.job(jobId)
  const { downtime_ms } = world.watches.get(jobId)!
  world.write(kind, {
    ...about(world, job),
    params: {
      file_name: job.params['file_name'] ?? '',
      build_number: job.params['build_number'] ?? '',
      verdict,
      ...(downtime_ms === null ? {} : { downtime_ms: String(downtime_ms) }),
    },
  })
}

function stateAt(world: World, age: number): SiteState {
  const { site } = world.plot
  if (site === 'nothing' || site === 'no-outage' || age < OFFLINE_AFTER) return 'as-expected'
  if (site === 'stays-offline') return 'offline'
  return age < OFFLINE_AFTER + OFFLINE_FOR ? 'offline' : 'as-expected'
}

/** One look at a site in that state. */
export function lookAt(world: World, state: SiteState): Sample {
  const { random, clock } = world
  if (state === 'offline') {
    return {
      at: clock.moment(),
      state,
      status: 503,
      took_ms: random.whole(60, 140),
      detail: '503 Service Unavailable',
    }
  }
  const slow = random.next() > 0.94
  return {
    at: clock.moment(),
    state,
    status: state === 'unknown' ? null : 200,
    took_ms: slow ? random.whole(420, 780) : random.whole(150, 260),
    detail: null,
  }
}

function said(world: World, jobId: string, verdict: WatchVerdict): Record<string, string> {
  return { ...(world.job(jobId).params as Record<string, string>), verdict }
}

function about(world: World, job: Job) {
  return { project: world.project(job.project_id!), env: job.env, sha256: job.package }
}
