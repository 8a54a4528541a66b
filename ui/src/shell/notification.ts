import { backend, type Job, type Project } from '../backend'
import { faultWords, words } from '../copy'
import { jobNames } from './job-words'

/** States after which a person is wanted back. */
const endings = ['succeeded', 'failed', 'look-in-portal', 'link']

/** Tells on the desktop how a job ended, if nobody is looking at the window. */
export function notifyEnd(job: Job, before: Job | undefined, projects: readonly Project[]): void {
  const ending = endingOf(job)
  if (!ending || (before && endingOf(before) === ending)) return
  if (document.visibilityState === 'visible' && document.hasFocus()) return
  const names = jobNames(job, projects)
  const title = words(`notify.${job.kind}.${ending}.title`, names)
  const body =
    job.state.state === 'failed'
      ? faultWords(job.state.fault).title
      : words(`notify.${job.kind}.${ending}.body`, names)
  // The job's own screen says the same; a desktop without notifications loses nothing.
  backend.actionNotify(title, body).catch(() => undefined)
}

function endingOf(job: Job): string | null {
  const name = job.state.state === 'waiting' ? job.state.waiting_for : job.state.state
  return endings.includes(name) ? name : null
}
