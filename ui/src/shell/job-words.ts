import { isTransfer, type Job, type Project } from '../backend/interface'
import { say, words } from '../copy'
import { roughly, sizeOf, speed } from '../format'

/** The names a sentence about a job needs. */
export function jobNames(job: Job, projects: readonly Project[]): { file: string; env: string } {
  const project = projects.find((one) => one.id === job.project_id)
  const environment = project?.environments.find((one) => one.key === job.env)
  return {
    file: job.params['file_name'] ?? say('job.a-package'),
    env: environment?.name ?? job.env?.toUpperCase() ?? '',
  }
}

/** `Uploading to QA`: what a job does, in a few words. */
export function jobTitle(job: Job, projects: readonly Project[]): string {
  return words(`job.${job.kind}.title`, jobNames(job, projects))
}

/** Part of the bytes done, 0 to 1; null where nobody can tell. */
export function jobShare(job: Job): number | null {
  if (job.kind === 'watch' || job.total <= 0 || job.phase === 'waiting-for-answer') return null
  // Of a build only the packing knows how much there is.
  if (job.kind === 'build' && job.phase !== 'packing') return null
  return Math.min(job.done / job.total, 1)
}

/** When a job that waits is tried again, in milliseconds since 1970. */
export function nextTry(job: Job): number {
  return Date.parse(job.updated_at) + Number(job.params['retry_in_s'] ?? 0) * 1000
}

/** What the job is at: bytes, speed and time left while bytes move, else the phase. */
export function jobLine(job: Job): string {
  if (job.state.state === 'waiting') {
    const until = new Date(nextTry(job)).toISOString()
    return words(`job.waiting.${job.state.waiting_for}`, { ...job.params, until })
  }
  if (job.state.state === 'paused') return say('job.paused')
  const doing = isTransfer(job) ? (job.params['doing'] ?? '') : ''
  if (['offline', 'stalled', 'throttled'].includes(doing)) return words(`job.doing.${doing}`)
  const moved = (job.phase === 'sending' || job.phase === 'packing') && job.total > 0
  if (!moved) return words(`job.phase.${job.phase}`, job.params)
  const parts = [say('job.bytes', sizeOf(job.done, job.total))]
  if (job.speed !== null) parts.push(speed(job.speed))
  if (job.eta_s !== null) parts.push(say('job.left', { time: roughly(job.eta_s) }))
  return parts.join(' · ')
}
