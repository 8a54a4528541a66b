import { backend, releaseOf, type Job, type Project } from '../backend'
import { words } from '../copy'
import { jobNames } from './job-words'
import { go } from './state.svelte'

/**
 * A limit that was set beforehand was passed: it is told on the desktop, the window comes to the
 * front, and the card with the ways back is on the screen, whatever was before.
 */
export function tellFired(job: Job, before: Job | undefined, projects: readonly Project[]): void {
  const release = releaseOf(job)
  // Of a watch that was not known yet nobody can tell whether it fired just now.
  if (!release || !before || firedOf(job) <= firedOf(before)) return
  const names = jobNames(job, projects)
  // A desktop without either loses nothing: the card is there.
  backend.actionNotify(words('notify.monitor.fired.title', names), words('notify.monitor.fired.body', names)).catch(() => undefined)
  backend.actionShowWindow().catch(() => undefined)
  go({ screen: 'release', ...release })
}

/** How many limits a watch saw passed. */
function firedOf(job: Job): number {
  return job.kind === 'monitor' ? Number(job.params['fired'] ?? 0) : 0
}
