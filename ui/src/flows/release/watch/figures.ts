import type { MonitorView, Point, ProbeFigures, ProbeSeries } from '../../../backend/interface'
import { words } from '../../../copy'
import { duration } from '../../../format'
import type { Sample, Span, Stretch } from '../../../parts/chart'

/** `240 ms`, `1.42 s`: a response time as exact as it is felt. */
export function responseTime(ms: number): string {
  return ms < 1000 ? duration(ms) : words('release.figure.seconds', { s: (ms / 1000).toFixed(ms < 9_950 ? 2 : 1) })
}

/** `100 %`, `97.5 %`: never rounded up to all of it. */
export function share(percent: number): string {
  const cut = percent >= 100 ? 100 : Math.floor(percent * 10) / 10
  return words('release.figure.percent', { n: cut })
}

const LATELY = 5 * 60_000

/**
 * Percent of the looks that worked in the last minutes, and never before the site was back: an
 * outage that was meant is no trouble. None where nobody looked.
 */
export function worksLately(series: ProbeSeries, watchedFrom: string | null): number | null {
  const last = series.points.at(-1)
  if (!last || !watchedFrom) return series.now.availability
  return worked(series.points, Math.max(Date.parse(watchedFrom), Date.parse(last.at) - LATELY))
}

/** Percent of all looks that worked since the site was back. */
export function worksSince(view: MonitorView): number | null {
  if (!view.watched_from) return view.overall.availability
  const from = Date.parse(view.watched_from)
  return worked(view.probes.flatMap((series) => series.points), from)
}

function worked(points: readonly Point[], from: number): number | null {
  const seen = points.filter((point) => Date.parse(point.at) >= from)
  const looks = seen.reduce((sum, { figures }) => sum + figures.looks, 0)
  return looks > 0 ? (seen.reduce((sum, { figures }) => sum + figures.works, 0) / looks) * 100 : null
}

/** How many times its usual something is; none where nothing is known to compare with. */
export function timesUsual(series: ProbeSeries): number | null {
  const now = series.now.p95_ms
  const usual = series.baseline?.p95_ms
  return now === null || !usual ? null : now / usual
}

/** `1.3 ×`. */
export function times(factor: number): string {
  return words('release.figure.times', { n: factor.toFixed(1) })
}

/** What one figure of a probe was, window by window. */
export function samplesOf(series: ProbeSeries, pick: (figures: ProbeFigures) => number | null): Sample[] {
  return series.points.map((point) => ({ at: Date.parse(point.at), value: pick(point.figures) }))
}

/** A straight line at what is usual. */
export function level(value: number, span: Span): Sample[] {
  return [
    { at: span.from, value },
    { at: span.to, value },
  ]
}

export function unseenIn(view: MonitorView): Stretch[] {
  return view.gaps.map((gap) => ({ from: Date.parse(gap.from), to: Date.parse(gap.to) }))
}

/** From the first value to now, or to the end of the half hour as soon as that is known. */
export function spanOf(view: MonitorView, series: ProbeSeries): Span | null {
  const first = series.points[0]
  const last = series.points.at(-1)
  if (!first || !last) return null
  const until = view.until ? Date.parse(view.until) : Date.parse(last.at) + last.seconds * 1000
  return { from: Date.parse(first.at), to: Math.max(until, Date.parse(last.at) + last.seconds * 1000) }
}

/** The look to draw until somebody chooses one: what fired last, else what works worst, else the first. */
export function worthSeeing(view: MonitorView): ProbeSeries | null {
  const fired = [...view.fired].sort((a, b) => b.at.localeCompare(a.at)).find((one) => one.probe_id !== null)
  const lately = (series: ProbeSeries) => worksLately(series, view.watched_from) ?? 100
  const worst = [...view.probes].sort((a, b) => lately(a) - lately(b))[0]
  return view.probes.find((one) => one.probe.id === fired?.probe_id) ?? worst ?? null
}
