import type { FigureRow, Figures } from '../../backend/interface'
import { words } from '../../copy'
import { duration } from '../../format'

export function oldestFirst(rows: readonly FigureRow[]): FigureRow[] {
  return [...rows].sort((a, b) => a.to_prod_at.localeCompare(b.to_prod_at))
}

/** `45 h`, `6 days`: a time nobody measures to the minute. */
export function hours(n: number): string {
  return n < 72 ? words('figures.hours', { n: Math.round(n) }) : words('figures.days', { n: Math.round(n / 24) })
}

/** `12 min`, `1 h 04 min`. */
export function minutes(n: number): string {
  return n < 60 ? words('figures.minutes', { n: Math.round(n) }) : duration(n * 60_000)
}

/** Deployments to production in a month, on average over the months shown. */
export function perMonth(figures: Figures): string {
  const months = figures.deployments_per_month
  const all = months.reduce((sum, one) => sum + one.count, 0)
  if (months.length === 0) return words('figures.often.none')
  return words('figures.often.value', { n: (all / months.length).toFixed(1).replace(/\.0$/, '') })
}

const month = new Intl.DateTimeFormat('en', { month: 'short', year: 'numeric', timeZone: 'UTC' })

/** `Nov 2026`, out of `2026-11`. */
export function monthName(text: string): string {
  const at = new Date(`${text}-01T00:00:00Z`)
  return Number.isNaN(at.getTime()) ? text : month.format(at)
}
