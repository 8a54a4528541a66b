import { type Doing, type Fault, type Job, type TransferSummary, waitsForLink } from '../../backend/interface'

/** What a transfer's row means for whoever waits for it. */
export type Standing =
  | { is: 'going'; doing: Doing; since: string | null }
  | { is: 'paused' }
  | { is: 'needs-link' }
  | { is: 'interrupted' }
  | { is: 'stopped' }
  | { is: 'gave-up'; fault: Fault }
  | { is: 'done' }

const known: readonly string[] = ['preparing', 'sending', 'paused', 'stalled', 'throttled', 'offline', 'needs-link', 'verifying']

export function standingOf(job: Job): Standing {
  const { state, params } = job
  if (waitsForLink(job)) return { is: 'needs-link' }
  switch (state.state) {
    case 'queued':
    case 'running':
    case 'waiting': {
      const doing = params['doing'] ?? job.phase
      return {
        is: 'going',
        doing: known.includes(doing) ? (doing as Doing) : 'sending',
        since: params['offline_since'] ?? null,
      }
    }
    case 'paused':
      return { is: 'paused' }
    case 'interrupted':
      return { is: 'interrupted' }
    case 'cancelled':
      return { is: 'stopped' }
    case 'failed':
      return { is: 'gave-up', fault: state.fault }
    case 'succeeded':
      return { is: 'done' }
  }
}

/** A number the row carries; none where it does not. */
export function counted(job: Job, name: string): number | null {
  const text = job.params[name]
  const number = Number(text)
  return text === undefined || text === '' || !Number.isFinite(number) ? null : number
}

/** What a report comes down to, the most important first. */
export function endOf(report: TransferSummary): 'well' | 'unproven' | 'missing' | 'stopped' | 'broken' {
  if (report.all_is_well) return 'well'
  if (report.end === 'stopped') return 'stopped'
  if (report.end !== 'complete') return 'broken'
  return report.not_sent + report.not_reached > 0 ? 'missing' : 'unproven'
}
