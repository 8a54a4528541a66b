/** What a build's row means for whoever waits for it. */
import type { BuildStep, Fault, Job } from '../../backend/interface'

/** A line of the list of phases. */
export type Phase = { step: BuildStep; state: 'done' | 'now' | 'ahead' | 'stopped' }

/** Phases of the job, by the step they belong to; reading and hashing are part of the proof. */
const stepOfPhase: Record<string, BuildStep> = {
  'building-project': 'build-project',
  storing: 'store-repository',
  publishing: 'publish',
  packing: 'pack',
  proving: 'prove',
  reading: 'prove',
  hashing: 'prove',
}

const order: readonly BuildStep[] = ['build-project', 'store-repository', 'publish', 'pack', 'prove']

/** The step a job is at; none before the first one has begun. */
export function stepAtWork(job: Job): BuildStep | null {
  return stepOfPhase[job.phase] ?? null
}

/**
 * The phases of a build. Which commands belong to it is known from the terms that were agreed to,
 * or, for a build of before, from those that were run so far.
 */
export function phases(job: Job, commands: readonly BuildStep[]): Phase[] {
  const now = stepAtWork(job)
  const steps = order.filter(
    (step) => commands.includes(step) || step === now || step === 'pack' || step === 'prove',
  )
  const at = now ? steps.indexOf(now) : -1
  const done = job.state.state === 'succeeded'
  const ended = ['failed', 'cancelled', 'interrupted'].includes(job.state.state)
  return steps.map((step, index) => ({
    step,
    state: done || index < at ? 'done' : index > at ? 'ahead' : ended ? 'stopped' : 'now',
  }))
}

/** How a build stands. */
export type Standing =
  | { is: 'going' }
  | { is: 'made' }
  | { is: 'cancelled' }
  | { is: 'interrupted' }
  | { is: 'ended'; fault: Fault }

export function standingOf(job: Job): Standing {
  switch (job.state.state) {
    case 'succeeded':
      return { is: 'made' }
    case 'cancelled':
      return { is: 'cancelled' }
    case 'interrupted':
      return { is: 'interrupted' }
    case 'failed':
      return { is: 'ended', fault: job.state.fault }
    default:
      return { is: 'going' }
  }
}

type Counted = 'lines' | 'files_done' | 'files_total' | 'reused' | 'deflated' | 'stored' | 'reused_bytes'

/** Whole numbers a build counts, by the name it gives them; none where it does not. */
export function counted(job: Job, name: Counted): number | null {
  const given = job.params[name]
  return given !== undefined && /^\d+$/.test(given) ? Number(given) : null
}
