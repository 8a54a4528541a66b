import type { Fault, Job } from '../../backend/interface'
import { nextTry } from '../../shell/job-words'

/** What an upload's row means for whoever waits for it. */
export type Standing =
  | { is: 'going' }
  /** The Portal or the network asked for patience; `until` in milliseconds since 1970. */
  | { is: 'retrying'; until: number; because: string | null; attempt: string | null }
  /** Everything was sent and nobody knows what became of it. */
  | { is: 'look'; interrupted: boolean }
  | { is: 'interrupted' }
  | { is: 'cancelled' }
  | { is: 'refused'; fault: Fault }
  | { is: 'accepted' }

export function standingOf(job: Job): Standing {
  const { state, params } = job
  switch (state.state) {
    case 'queued':
    case 'running':
    case 'paused':
      return { is: 'going' }
    case 'waiting':
      if (state.waiting_for === 'look-in-portal') return { is: 'look', interrupted: false }
      return {
        is: 'retrying',
        until: nextTry(job),
        because: params['retry_because'] ?? null,
        attempt: params['try'] ?? null,
      }
    case 'interrupted':
      // Once the last byte was handed over the Portal may have the package, whatever ended here.
      return everythingSent(job) ? { is: 'look', interrupted: true } : { is: 'interrupted' }
    case 'cancelled':
      return { is: 'cancelled' }
    case 'failed':
      return { is: 'refused', fault: state.fault }
    case 'succeeded':
      return { is: 'accepted' }
  }
}

/** Whether the Portal may have the whole package by now. */
export function everythingSent(job: Job): boolean {
  return job.params['whole_body_sent'] === 'true'
}
