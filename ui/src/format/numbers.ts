/** Thin, never broken at a line's end. */
const SEPARATOR = '\u202f'

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })

/** `12 480`: a whole number with thin separators. */
export function count(n: number): string {
  return whole.format(n).replaceAll(',', SEPARATOR)
}

/** Whole percents done. 100 only when everything is: 99.9 % is not "done" (promise 20). */
export function percent(done: number, total: number): number {
  if (total <= 0) return 0
  if (done >= total) return 100
  return Math.max(0, Math.min(99, Math.floor((done / total) * 100)))
}
