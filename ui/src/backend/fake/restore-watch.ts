import type { Job } from '../interface'
import { fault } from './faults'
import { isOver } from './inspect'
import { restoreById } from './restore-world'
import { watchAfter } from './watch'
import type { World } from './world'

/** Looks at the site the restore was started for last. */
export function watchRestored(world: World, id: string): Job {
  const { session } = restoreById(world, id)
  const press = session.presses.at(-1)
  if (!press) throw fault('restore-step-first', { step: 'restore-to-environment' })
  return watchAfter(world, {
    project_id: session.project_id,
    env: press.env,
    package: null,
    params: { restore_id: id },
  })
}

/** Somebody saw the site: there is nothing left to look for. */
export function stopWatchingRestored(world: World, id: string): void {
  for (const job of world.jobs.values()) {
    const follows = job.kind === 'watch' && job.params['restore_id'] === id
    if (follows && !isOver(world, job.id)) world.end(job.id, { state: 'cancelled' })
  }
}
