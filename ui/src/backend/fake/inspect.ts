import type { Job } from '../interface'
import { fault } from './faults'
import { verdictOf } from './samples'
import type { World } from './world'

/** Bytes a second a disk gives. */
const DISK = 240_000_000

/** Reads the list of entries, checks, then hashes: the verdict is there before the hash is. */
export function inspect(world: World, handle: string): Job {
  const sample = world.handles.get(handle)
  if (!sample) throw fault('file-unreadable', { file: '' })
  const total = sample.facts.size
  const job = world.start({
    kind: 'inspect',
    phase: 'reading',
    params: { file_name: sample.fileName },
  })

  world.clock.after(700, () => {
    if (isOver(world, job.id)) return
    const kept = world.keep(sample, false)
    world.change(job.id, {
      phase: 'hashing',
      total,
      params: { ...job.params, package_id: kept.id },
    })
    const stop = world.clock.every(120, () => {
      if (isOver(world, job.id)) return stop()
      const done = Math.min(total, world.job(job.id).done + DISK * 0.12)
      if (done < total) {
        world.change(job.id, { done: Math.round(done), speed: DISK })
        return
      }
      stop()
      kept.hashed = true
      world.write('package-inspected', {
        sha256: sample.sha256,
        params: {
          file_name: sample.fileName,
          verdict: verdictOf(sample.findings(null)),
        },
      })
      world.end(job.id, { state: 'succeeded' }, { done: total, package: sample.sha256 })
    })
  })
  return job
}

export function isOver(world: World, jobId: string): boolean {
  return ['succeeded', 'failed', 'cancelled', 'interrupted'].includes(world.job(jobId).state.state)
}
