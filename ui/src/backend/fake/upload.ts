import type { Job, KnownBy, MayUpload, PortalShows, Project, UploadOrder, UploadTerms } from '../interface'
import { fault } from './faults'
import { isOver } from './inspect'
import { watch } from './watch'
import type { UploadPlot } from './plot'
import type { World } from './world'

type Wrong = Extract<UploadPlot, { goes: 'wrong' }>

const TICK = 200

export function terms(world: World, packageId: string, projectId: string, env: string): UploadTerms {
  const kept = world.package(packageId)
  const environment = world.environment(projectId, env)
  const { inspection } = world.view(kept, environment.kind, world.lastIn(projectId, env))
  return {
    confirmation_id: world.random.id(),
    environment,
    may: mayUpload(world.project(projectId), env),
    verdict: inspection.verdict,
    demands_confirmation: inspection.demands_confirmation ?? [],
    forecast: inspection.forecast ?? null,
    token: world.tokens.get(projectId) ?? { state: 'none', last4: null, saved_at: null },
    already_sent:
      world.placements.find(
        (one) =>
          one.project_id === projectId && one.env === env && one.sha256 === kept.sample.sha256,
      ) ?? null,
    under_way: underWay(world, projectId, env),
  }
}

export function mayUpload(project: Project, env: string): MayUpload {
  if (project.environments.find((one) => one.key === env)?.kind === 'qa') return 'plainly'
  return project.role === 'developer' ? 'no' : 'as-emergency'
}

export function underWay(world: World, projectId: string, env: string): Job | null {
  return (
    [...world.jobs.values()].find(
      (job) =>
        job.kind === 'upload' &&
        job.project_id === projectId &&
        job.env === env &&
        !isOver(world, job.id),
    ) ?? null
  )
}

/** Checks the order the way the engine does, then sends. */
export function upload(world: World, order: UploadOrder): Job {
  const known = world.orders.get(order.confirmation_id)
  if (known) return world.job(known)

  const kept = world.package(order.package_id)
  const project = world.project(order.project_id)
  const asked = terms(world, order.package_id, order.project_id, order.env)
  const emergency = asked.may === 'as-emergency'
  if (asked.may === 'no') throw fault('role-not-enough-here', { environment: asked.environment.name })
  if (!kept.hashed) throw fault('package-not-hashed')
  if (!kept.stillThere) throw fault('package-file-gone', { file: kept.sample.fileName })
  if (asked.under_way) throw fault('upload-under-way', { environment: asked.environment.name })
  if (!['saved', 'this-session'].includes(asked.token.state)) throw fault('token-missing')
  const reason = order.reason?.trim() || null
  if (emergency && !reason) throw fault('reason-missing')
  if ((emergency || asked.demands_confirmation.length > 0) && order.typed_name !== asked.environment.name) {
    throw fault('name-does-not-match', { environment: asked.environment.name })
  }
  if (asked.verdict === 'will-not-work' && !(order.despite_blockers && reason)) {
    throw fault('blockers-not-accepted')
  }

  const { sample } = kept
  const job = world.start({
    kind: 'upload',
    project_id: project.id,
    env: order.env,
    package: sample.sha256,
    phase: 'checking',
    total: sample.facts.size,
    params: {
      file_name: sample.fileName,
      package_id: kept.id,
      build_number: sample.facts.build_number ?? '',
      whole_body_sent: 'false',
      ...(asked.forecast ? { forecast: JSON.stringify(asked.forecast) } : {}),
    },
  })
  world.orders.set(order.confirmation_id, job.id)
  world.write('upload-started', {
    project,
    env: order.env,
    sha256: sample.sha256,
    reason,
    params: named(job),
  })
  const { plot } = world
  if (plot.upload.goes === 'waiting') {
    const { ms, code } = plot.upload
    world.clock.after(900, () => {
      if (isOver(world, job.id)) return
      world.change(job.id, {
        state: { state: 'waiting', waiting_for: 'retry' },
        params: {
          ...paramsOf(world, job.id),
          try: '2',
          retry_in_s: String(ms / 1000),
          retry_because: code,
        },
      })
      world.clock.after(ms, () => send(world, job.id))
    })
  } else {
    world.clock.after(900, () => send(world, job.id))
  }
  return job
}

/** Moves the bytes: speed with a little weather in it, no estimate before it means something. */
function send(world: World, id: string): void {
  if (isOver(world, id)) return
  const { plot, clock, random } = world
  const began = clock.now()
  world.change(id, { state: { state: 'running' }, phase: 'sending' })
  let pace = plot.line * 0.4
  const stop = clock.every(TICK, () => {
    if (isOver(world, id)) return stop()
    const job = world.job(id)
    pace = pace * 0.9 + plot.line * random.between(0.82, 1.16) * 0.1
    const done = Math.min(job.total, Math.round(job.done + (pace * TICK) / 1000))
    const share = done / job.total
    if (plot.upload.goes === 'wrong' && share >= plot.upload.at) {
      stop()
      refuse(world, id, plot.upload, done)
      return
    }
    const age = clock.now() - began
    const tells = age >= 10_000 && share >= 0.02
    world.change(id, {
      done,
      speed: age > 1_500 ? Math.round(pace) : null,
      eta_s: tells && done < job.total ? Math.ceil((job.total - done) / pace) : null,
    })
    if (done < job.total) return
    stop()
    world.change(id, {
      phase: 'waiting-for-answer',
      params: { ...paramsOf(world, id), whole_body_sent: 'true' },
      speed: null,
      eta_s: null,
    })
    clock.after(plot.upload.goes === 'lost' ? 20_000 : 2_600, () => answered(world, id))
  })
}

function answered(world: World, id: string): void {
  if (isOver(world, id)) return
  const job = world.job(id)
  const project = world.project(job.project_id!)
  const about = { project, env: job.env, sha256: job.package, params: named(job) }
  if (world.plot.upload.goes === 'lost') {
    world.change(id, { state: { state: 'waiting', waiting_for: 'look-in-portal' } })
    world.write('upload-answer-lost', about)
    return
  }
  if (world.plot.upload.goes === 'unwritten') {
    world.end(id, { state: 'succeeded' }, {
      params: { ...paramsOf(world, id), status: '200', not_recorded: 'ledger-full' },
    })
    return
  }
  accept(world, id, 'sent', { status: '200', said: '' })
  world.write('upload-accepted', about)
}

function accept(
  world: World,
  id: string,
  knownBy: KnownBy,
  said: Record<string, string> = {},
): void {
  const job = world.job(id)
  const kept = world.package(job.params['package_id']!)
  world.place(kept, job.project_id!, job.env!, knownBy)
  world.end(id, { state: 'succeeded' }, {
    params: { ...paramsOf(world, id), ...said },
  })
  watch(world, id)
}

function refuse(world: World, id: string, { code, params }: Wrong, done: number): void {
  const job = world.job(id)
  const environment = world.environment(job.project_id!, job.env!)
  const why = fault(code, {
    environment: environment.name,
    file: job.params['file_name'] ?? '',
    ...params,
  })
  world.end(id, { state: 'failed', fault: why }, { done })
  world.write(code === 'file-changed' ? 'upload-file-changed' : 'upload-refused', {
    project: world.project(job.project_id!),
    env: job.env,
    sha256: job.package,
    params: { ...named(job), code },
  })
}

/** The user looked in the Portal. */
export function answerUpload(world: World, id: string, shows: PortalShows): Job {
  const job = world.job(id)
  const about = {
    project: world.project(job.project_id!),
    env: job.env,
    sha256: job.package,
    params: named(job),
  }
  if (shows === 'the-deployment') {
    accept(world, id, 'told')
    world.write('upload-told-arrived', about)
    return world.job(id)
  }
  world.write('upload-told-not-arrived', about)
  return world.end(id, { state: 'failed', fault: fault('upload-did-not-arrive') })
}

export function cancel(world: World, id: string): Job {
  const job = world.job(id)
  if (isOver(world, id)) return job
  if (job.params['whole_body_sent'] === 'true') {
    world.write('upload-answer-lost', {
      project: world.project(job.project_id!),
      env: job.env,
      sha256: job.package,
      params: named(job),
    })
    return world.change(id, { state: { state: 'waiting', waiting_for: 'look-in-portal' } })
  }
  if (job.kind === 'upload') {
    world.write('upload-cancelled', {
      project: world.project(job.project_id!),
      env: job.env,
      sha256: job.package,
      params: named(job),
    })
  }
  return world.end(id, { state: 'cancelled' })
}

function named(job: Job): Record<string, string> {
  const { file_name = '', build_number = '' } = job.params
  return { file_name, build_number }
}

function paramsOf(world: World, id: string): Record<string, string> {
  return world.job(id).params as Record<string, string>
}
