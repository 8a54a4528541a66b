import type { FileReport, Job, TransferSummary } from '../interface'
import { fault } from './faults'
import { isOver } from './inspect'
import { databases } from './restore-samples'
import { type KeptRestore, restoreById, restoresOf, viewOf } from './restore-world'
import type { World } from './world'

const TICK = 250
const PACE = 46_000_000

/** Speed limits by job, in bytes a second. */
const limits = new WeakMap<World, Map<string, number | null>>()

function limitsOf(world: World): Map<string, number | null> {
  let of = limits.get(world)
  if (!of) limits.set(world, (of = new Map()))
  return of
}

export function startTransfer(world: World, id: string, limit: number | null, from?: string): Job {
  const restore = restoreById(world, id)
  const { session } = restore
  if (session.transfer.state === 'begun' && restore.transferJob && !isOver(world, restore.transferJob)) {
    return world.job(restore.transferJob)
  }
  const { facts: storage } = viewOf(world, id).storage!.check
  const { facts: database } = databases[restore.database!.name]
  const job = world.start({
    kind: 'transfer',
    project_id: session.project_id,
    env: session.target,
    phase: 'preparing',
    total: storage.bytes + database.size,
    params: {
      restore_id: id,
      files_done: '0',
      files_total: String(storage.files + 1),
      moving: '0',
      sent: '0',
      at_once: '32',
      doing: 'preparing',
      ...(from ? { from } : {}),
    },
  })
  restore.transferJob = job.id
  restore.report = null
  limitsOf(world).set(job.id, limit)
  session.transfer = { state: 'begun', job: job.id, at: world.clock.moment() }
  world.write('restore-transfer-begun', { project: world.project(session.project_id), env: session.target })
  run(world, restore, job.id)
  return job
}

/** Moves the bytes, in whatever weather the story has. */
export function run(world: World, restore: KeptRestore, jobId: string): void {
  const began = world.clock.now()
  const stop = world.clock.every(TICK, () => {
    if (isOver(world, jobId)) return stop()
    const job = world.job(jobId)
    if (job.state.state === 'paused' || job.state.state === 'waiting') return
    const { network } = restoresOf(world).plot
    const doing = network === 'fine' ? 'sending' : network === 'link-ends' ? 'needs-link' : network
    const { params } = job
    if (network === 'link-ends' && job.done > job.total * 0.3) {
      world.change(jobId, {
        state: { state: 'waiting', waiting_for: 'link' },
        speed: null,
        eta_s: null,
        params: { ...params, doing },
      })
      return
    }
    if (network === 'offline' || network === 'stalled') {
      const since = params['offline_since'] ?? world.clock.moment()
      world.change(jobId, { speed: null, eta_s: null, params: { ...params, doing, offline_since: since } })
      return
    }
    const pace = Math.min(limitsOf(world).get(jobId) ?? Infinity, network === 'throttled' ? PACE / 6 : PACE)
    const now = pace * world.random.between(0.86, 1.12)
    const done = Math.min(job.total, Math.round(job.done + (now * TICK) / 1000))
    const total = Number(params['files_total'])
    const { offline_since: _, ...rest } = params
    world.change(jobId, {
      state: { state: 'running' },
      phase: done < job.total ? 'sending' : 'verifying',
      done,
      speed: Math.round(now),
      eta_s: world.clock.now() - began > 4_000 ? Math.ceil((job.total - done) / pace) : null,
      params: {
        ...rest,
        doing: network === 'throttled' ? 'throttled' : done < job.total ? 'sending' : 'verifying',
        files_done: String(Math.floor((done / job.total) * total)),
        moving: done < job.total ? '16777216' : '0',
        sent: String(done),
      },
    })
    if (done < job.total) return
    stop()
    world.clock.after(1_500, () => finish(world, restore, jobId))
  })
}

function finish(world: World, restore: KeptRestore, jobId: string): void {
  if (isOver(world, jobId)) return
  const job = world.job(jobId)
  restore.report = summary(world, job, restoresOf(world).plot.notSent)
  const verified = restore.report.all_is_well
  restore.session.transfer = { state: 'done', job: jobId, at: world.clock.moment(), verified }
  world.write('restore-transfer-done', { project: world.project(restore.session.project_id), env: restore.session.target })
  world.end(jobId, { state: 'succeeded' })
}

export function summary(world: World, job: Job, notSent: number): TransferSummary {
  const files = Number(job.params['files_total'])
  return {
    end: 'complete',
    files,
    verified: files - notSent,
    kept: 0,
    not_sent: notSent,
    not_reached: 0,
    bytes_total: job.total,
    bytes_sent: job.total,
    started: job.started_at,
    ended: world.clock.moment(),
    all_is_well: notSent === 0,
    crc64: files - notSent,
    md5: 0,
    length_only: 0,
    troubles: lost.slice(0, notSent),
    notes: [],
  }
}

const lost: TransferSummary['troubles'] = [
  { blob: 'default/assets/media/spring/banner.psd', fault: fault('source-unreadable', { file: 'assets/media/spring/banner.psd' }) },
  { blob: 'default/assets/media/~lock.report.docx', fault: fault('source-gone', { file: 'assets/media/~lock.report.docx' }) },
  { blob: 'default/assets/contentitems/a1/catalog.pdf', fault: fault('source-changed', { file: 'assets/contentitems/a1/catalog.pdf' }) },
]

export function reportPage(restore: KeptRestore, after: number): { files: FileReport[]; total: number } {
  const total = restore.report?.files ?? 0
  const missing = restore.report?.troubles ?? []
  const files = Array.from({ length: Math.min(500, Math.max(0, total - after)) }, (_, index): FileReport => {
    const at = after + index
    const trouble = missing[at]
    if (trouble) return { blob: trouble.blob, bytes: 240_000, outcome: { outcome: 'not-sent', fault: trouble.fault } }
    return {
      blob: at === missing.length ? 'db.bacpac' : `default/assets/contentitems/item-${String(at).padStart(6, '0')}.jpg`,
      bytes: 90_000 + ((at * 7919) % 600_000),
      outcome: { outcome: 'sent', content: 'crc64', crc64: 'ae8b14860a799888', readBack: 'confirmed', storedMd5: 'not-compared' },
    }
  })
  return { files, total }
}

export function pause(world: World, jobId: string): Job {
  const params = { ...world.job(jobId).params, doing: 'paused' }
  return world.change(jobId, { state: { state: 'paused' }, speed: null, eta_s: null, params })
}

export function resume(world: World, jobId: string): Job {
  const params = { ...world.job(jobId).params, doing: 'sending' }
  return world.change(jobId, { state: { state: 'running' }, params })
}

export function limitJob(world: World, jobId: string, bytes: number | null): Job {
  limitsOf(world).set(jobId, bytes)
  const { params } = world.job(jobId)
  return world.change(jobId, { params: { ...params, limit: bytes === null ? '' : String(bytes) } })
}
