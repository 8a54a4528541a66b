import type { MonitorView, Release, VerdictKind } from '../../../backend/interface'

/** Why a verdict cannot be given; null where it can. The engine refuses the same. */
export type NotYet = 'not-measured' | 'half-hour-not-over' | 'rolled-back' | 'not-rolled-back'

/** Nothing is called healthy without a half hour that was really looked at. */
export function notYet(kind: VerdictKind, release: Release, view: MonitorView | null): NotYet | null {
  const healthy = kind === 'healthy' || kind === 'healthy-with-remarks'
  if (kind === 'rolled-back') return release.rolled_back?.restored_at ? null : 'not-rolled-back'
  if (!healthy) return null
  if (release.rolled_back) return 'rolled-back'
  if (!view || view.overall.looks === 0) return 'not-measured'
  return view.phase === 'done' ? null : 'half-hour-not-over'
}

export const kinds: readonly VerdictKind[] = ['healthy', 'healthy-with-remarks', 'rolled-back', 'given-up']

/** Remarks are asked for where the verdict alone says too little. */
export function needsRemarks(kind: VerdictKind): boolean {
  return kind !== 'healthy'
}
