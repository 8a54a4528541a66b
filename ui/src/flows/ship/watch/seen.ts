import type { Job, WatchVerdict, WatchView } from '../../../backend/interface'

/** What a watch has to say, one step finer than its verdict. */
export type Seen =
  | Exclude<WatchVerdict, 'offline'>
  | 'offline'
  /** It answers again, and is watched a little longer. */
  | 'back'
  /** Somebody stopped it, or Slipway ended. */
  | 'stopped'
  /** There is no watch. */
  | 'none'

export function seenBy(watch: Job | null, view: WatchView | null): Seen {
  if (!watch) return 'none'
  const verdict = view?.verdict ?? 'waiting'
  const over = verdict !== 'waiting' && verdict !== 'offline'
  if (over) return verdict
  if (['cancelled', 'interrupted', 'failed'].includes(watch.state.state)) return 'stopped'
  if (verdict === 'offline') return view?.back_at ? 'back' : 'offline'
  return 'waiting'
}

/** How a watch looks; words and icon carry it. */
export function toneOf(seen: Seen): 'calm' | 'ready' | 'warning' {
  switch (seen) {
    case 'looks-live':
    case 'changed-without-outage':
      return 'ready'
    case 'back-as-before':
    case 'back-unclear':
    case 'still-offline':
    case 'nothing-seen':
      return 'warning'
    default:
      return 'calm'
  }
}
