/** What a watch has to say, from what was measured alone. */
import type { Fired, Job, Look, MonitorPhase, MonitorView } from '../../../backend/interface'
import { worksLately } from './figures'

export type Seen =
  | MonitorPhase
  /** It answers, and something about it is not as it was. */
  | 'troubled'
  /** Nobody has watched yet. */
  | 'none'
  /** Somebody stopped it. */
  | 'stopped'
  /** Slipway ended while it watched. */
  | 'interrupted'
  | 'gave-up'

/** What is seen now; a half hour with something wrong in it does not read as a fine one. */
export function seenBy(job: Job | null, view: MonitorView | null): Seen {
  if (!job) return 'none'
  const { state } = job.state
  if (view?.phase === 'done') return isTroubled(view) ? 'troubled' : 'done'
  if (state === 'cancelled') return 'stopped'
  if (state === 'interrupted') return 'interrupted'
  if (state === 'failed') return 'gave-up'
  if (!view) return 'waiting'
  return view.phase === 'monitoring' && isTroubled(view) ? 'troubled' : view.phase
}

/** Something is worse than it was: a trigger fired, a smoke test is down, or looks do not work now. */
export function isTroubled(view: MonitorView): boolean {
  if (view.fired.length > 0 || view.smoke?.all_work === false) return true
  return view.probes.some((series) => (worksLately(series, view.watched_from) ?? 100) < 100)
}

export function toneOf(seen: Seen): 'calm' | 'ready' | 'warning' | 'blocked' {
  switch (seen) {
    case 'monitoring':
    case 'done':
      return 'ready'
    case 'troubled':
    case 'back-as-before':
    case 'read-only':
    case 'interrupted':
    case 'stopped':
      return 'warning'
    case 'gave-up':
      return 'blocked'
    default:
      return 'calm'
  }
}

/** It is back, and nobody can tell from its pages whether what was deployed answers. */
export function isUnclear(view: MonitorView | null): boolean {
  return view?.answering === 'cannot-be-told'
}

/** Fired and not yet looked at by anybody, the newest first. */
export function unanswered(view: MonitorView | null): Fired[] {
  return (view?.fired ?? []).filter((one) => !one.acknowledged).sort((a, b) => b.at.localeCompare(a.at))
}

/** Since when what fired had been so: a trigger waits before it fires. */
export function firedSince(fired: Fired): string {
  const minutes = fired.trigger.metric === 'offline-minutes' ? fired.trigger.threshold : fired.trigger.for_minutes
  return new Date(Date.parse(fired.at) - minutes * 60_000).toISOString()
}

/** The looks that did not work first, each otherwise in its place. */
export function worstFirst(looks: readonly Look[]): Look[] {
  return [...looks].sort((a, b) => Number(a.works) - Number(b.works))
}

/** The part of the half hour that has passed, 0 to 1; none before it began. */
export function shareOfHalfHour(view: MonitorView, now: number): number | null {
  if (!view.watched_from || !view.until) return null
  const from = Date.parse(view.watched_from)
  const to = Date.parse(view.until)
  return to > from ? Math.min(1, Math.max(0, (now - from) / (to - from))) : null
}
