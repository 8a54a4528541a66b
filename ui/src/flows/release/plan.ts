/** What is agreed about a release, as the engine takes it: all of it at once. */
import type { Release, ReleaseEvent, ReleaseView, Trigger, TriggerMetric } from '../../backend/interface'

type Planned = Extract<ReleaseEvent, { event: 'planned' }>

/** The plan as it stands, with something changed. */
export function planned(release: Release, changed: Partial<Omit<Planned, 'event'>>): Planned {
  const { name, promise, lead, four_eyes, window, strategy } = release
  return { event: 'planned', name, promise, lead, four_eyes, window, strategy, ...changed }
}

/** What is watched for, with where a warning makes sense on most sites. */
export const metrics: readonly { metric: TriggerMetric; threshold: number; for_minutes: number; unit: 'percent' | 'times' | 'none' }[] = [
  { metric: 'smoke-down', threshold: 0, for_minutes: 0, unit: 'none' },
  { metric: 'failed-looks', threshold: 2, for_minutes: 3, unit: 'percent' },
  { metric: 'p95-times-baseline', threshold: 2, for_minutes: 5, unit: 'times' },
  { metric: 'offline-minutes', threshold: 45, for_minutes: 0, unit: 'none' },
  { metric: 'server-failures', threshold: 2, for_minutes: 3, unit: 'percent' },
]

/** What the first three say is enough for most; the last needs a source of its own. */
const suggested: readonly TriggerMetric[] = ['smoke-down', 'failed-looks', 'p95-times-baseline', 'offline-minutes']

/** A line of the form: a trigger that is set or could be. Numbers as they are typed. */
export type TriggerLine = { metric: TriggerMetric; on: boolean; threshold: string; minutes: string }

/** One line for each thing that can be watched; what was set, else what is suggested. */
export function triggerLines(set: readonly Trigger[]): TriggerLine[] {
  return metrics.map(({ metric, threshold, for_minutes }) => {
    const known = set.find((one) => one.metric === metric)
    return {
      metric,
      on: set.length > 0 ? known !== undefined : suggested.includes(metric),
      threshold: String(known?.threshold ?? threshold),
      minutes: String(known?.for_minutes ?? for_minutes),
    }
  })
}

const numberOf = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text.trim().replace(',', '.')))

/** Which number of a line cannot be taken as it stands. */
export function lineProblem(line: TriggerLine): 'threshold' | 'minutes' | null {
  if (!line.on || line.metric === 'smoke-down') return null
  if (!(numberOf(line.threshold) > 0)) return 'threshold'
  if (line.metric === 'offline-minutes') return null
  return numberOf(line.minutes) >= 1 && Number.isInteger(numberOf(line.minutes)) ? null : 'minutes'
}

/** The lines as triggers; one that was set keeps its id. */
export function triggersOf(lines: readonly TriggerLine[], set: readonly Trigger[], newId: () => string): Trigger[] {
  return lines
    .filter((line) => line.on && lineProblem(line) === null)
    .map(({ metric, threshold, minutes }) => ({
      id: set.find((one) => one.metric === metric)?.id ?? newId(),
      metric,
      threshold: metric === 'smoke-down' ? 0 : numberOf(threshold),
      for_minutes: metric === 'smoke-down' || metric === 'offline-minutes' ? 0 : numberOf(minutes),
    }))
}

/** Why the package before cannot be the way back; null where it can. */
export function previousNotAllowed(view: ReleaseView): 'none' | 'version' | null {
  if (!view.previous_package) return 'none'
  return view.previous_package.allowed ? null : 'version'
}

/** The end of a window must be after its start. Inputs as moments, null where empty. */
export function windowProblem(from: string | null, to: string | null): 'both' | 'order' | null {
  if ((from === null) !== (to === null)) return 'both'
  return from && to && Date.parse(to) <= Date.parse(from) ? 'order' : null
}
