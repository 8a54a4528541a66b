/**
 * Where a user is on the way through a custom restore. How far the restore is, the engine says; this
 * only says which step is on the screen, what stands in its way, and what comes before and after.
 */
import type { Press, RestoreStep, RestoreView } from '../../backend/interface'

/** In the Portal's own order. */
export const steps: readonly RestoreStep[] = [
  'restore-point',
  'create-session',
  'get-access',
  'database',
  'files',
  'check',
  'transfer',
  'restore-to-environment',
  'verify',
  'revoke-access',
  'close',
]

/** What keeps a step from being done now. */
export type Hindrance =
  | { is: 'closed' }
  | { is: 'first'; step: RestoreStep }
  | { is: 'upload-time-over' }
  | { is: 'session-over' }
  | { is: 'will-not-work' }
  | { is: 'transferring' }
  | { is: 'access-revoked' }
  | { is: 'links-gone' }
  | { is: 'under-way' }

/** The step to begin with: the one asked for, else the first that is not done. */
export function startStep(view: RestoreView, wanted?: RestoreStep): RestoreStep {
  return wanted ?? view.steps.find((one) => one.state === 'next')?.step ?? 'close'
}

export function stepBefore(step: RestoreStep): RestoreStep | null {
  return steps[steps.indexOf(step) - 1] ?? null
}

export function stepAfter(step: RestoreStep): RestoreStep | null {
  return steps[steps.indexOf(step) + 1] ?? null
}

export function isDone(view: RestoreView, step: RestoreStep): boolean {
  return view.steps.some((one) => one.step === step && one.state === 'done')
}

export type RailStep = { id: RestoreStep; state: 'done' | 'current' | 'ahead' | 'problem' }

/** The rail as it stands; the step on the screen is marked when something about it needs attention. */
export function rail(view: RestoreView, at: RestoreStep, now: number): RailStep[] {
  return steps.map((id) => {
    if (id === at) return { id, state: hindrances(view, id, now).length > 0 ? 'problem' : 'current' }
    return { id, state: isDone(view, id) ? 'done' : 'ahead' }
  })
}

/** Steps that must be done before one can be; the engine refuses the same. */
const needs: Partial<Record<RestoreStep, readonly RestoreStep[]>> = {
  'get-access': ['create-session'],
  check: ['database', 'files'],
  transfer: ['create-session', 'get-access', 'database', 'files'],
  'restore-to-environment': ['restore-point', 'transfer'],
  verify: ['restore-to-environment'],
  'revoke-access': ['get-access'],
}

/** What stands in the way of a step, the first thing to do first. Times in milliseconds. */
export function hindrances(view: RestoreView, step: RestoreStep, now: number): Hindrance[] {
  const { session, clocks } = view
  if (session.closed) {
    // What was done can still be looked at.
    return isDone(view, step) ? [] : [{ is: 'closed' }]
  }
  const found: Hindrance[] = (needs[step] ?? [])
    .filter((one) => !isDone(view, one))
    .slice(0, 1)
    .map((first) => ({ is: 'first', step: first }))
  const over = (until: string | undefined) => until !== undefined && Date.parse(until) <= now
  if (['get-access', 'transfer'].includes(step) && !isDone(view, step) && over(clocks?.upload_until)) {
    found.push({ is: 'upload-time-over' })
  }
  if (step === 'restore-to-environment' && over(clocks?.restore_until)) found.push({ is: 'session-over' })
  const begun = session.transfer.state === 'begun'
  if (['create-session', 'database', 'files', 'close', 'revoke-access'].includes(step) && begun) {
    found.push({ is: 'transferring' })
  }
  if (step === 'transfer' && session.transfer.state === 'not-yet') {
    if (view.preflight?.verdict === 'will-not-work') found.push({ is: 'will-not-work' })
    if (session.access?.revoked_at) found.push({ is: 'access-revoked' })
    else if (session.access && view.links.saved === 'none') found.push({ is: 'links-gone' })
  }
  if (step === 'close' && session.presses.some((one) => one.outcome === null)) found.push({ is: 'under-way' })
  return found
}

/** The key of the environment a step acts on or asks about; none where it acts on the containers alone. */
export function actsOn(view: RestoreView, step: RestoreStep, chosen: string | null): string | null {
  const { target } = view.session
  if (step === 'restore-point') return target
  if (step === 'restore-to-environment') return chosen ?? target
  return step === 'verify' ? (lookedAt(view)?.env ?? target) : null
}

/** The press whose outcome is asked for, else the last one. */
export function lookedAt(view: RestoreView): Press | null {
  const { presses } = view.session
  return presses.find((one) => one.outcome === null) ?? presses.at(-1) ?? null
}

/** Which warning a press of **Restore to environment** needs, if any. */
export function secondPress(view: RestoreView, env: string): { env: string; at: string; underWay: boolean } | null {
  const { presses } = view.session
  const underWay = presses.find((one) => one.outcome === null)
  if (underWay) return { env: underWay.env, at: underWay.at, underWay: true }
  const before = [...presses].reverse().find((one) => one.env === env)
  return before ? { env: before.env, at: before.at, underWay: false } : null
}

/** How a clock stands: plenty of time, the last day or so, or over. */
export function clockState(until: string, now: number): 'fine' | 'ending' | 'over' {
  const left = Date.parse(until) - now
  if (left <= 0) return 'over'
  return left < 24 * 3_600_000 ? 'ending' : 'fine'
}

/** `6 d 3 h`, `5 h`, `12 min`: how long a clock still runs, as parts for words. */
export function left(until: string, now: number): { days: number; hours: number; minutes: number } {
  const minutes = Math.max(0, Math.floor((Date.parse(until) - now) / 60_000))
  return { days: Math.floor(minutes / 1440), hours: Math.floor(minutes / 60) % 24, minutes: minutes % 60 }
}

/** Bytes from gigabytes as somebody types them; null for nothing or nonsense. */
export function fromGigabytes(text: string): number | null {
  const number = Number(text.trim().replace(',', '.'))
  return text.trim() !== '' && number > 0 && Number.isFinite(number) ? Math.round(number * 1e9) : null
}
