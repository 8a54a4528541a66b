import { words } from '../copy'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** A measured time in words of the clock: `840 ms`, `12 s`, `4 min 12 s`, `1 h 04 min`. */
export function duration(ms: number): string {
  if (ms < SECOND) return words('duration.milliseconds', { n: Math.max(0, Math.round(ms)) })
  if (ms < MINUTE) return words('duration.seconds', { s: Math.floor(ms / SECOND) })
  if (ms < HOUR) {
    const seconds = Math.floor(ms / SECOND)
    return words('duration.minutes', { m: Math.floor(seconds / 60), s: twoDigits(seconds % 60) })
  }
  const minutes = Math.floor(ms / MINUTE)
  return words('duration.hours', { h: Math.floor(minutes / 60), m: twoDigits(minutes % 60) })
}

/** A time that goes on, or was read off a clock on the wall: in words as above, never finer than seconds. */
export function elapsed(ms: number): string {
  return ms < SECOND ? words('duration.seconds', { s: 0 }) : duration(ms)
}

/**
 * A guess, as coarse as guesses are: `a few seconds`, `about 20 seconds`, `about 3 minutes`,
 * `about 1 hour 20 minutes`.
 */
export function roughly(seconds: number): string {
  if (seconds < 8) return words('duration.about.moment')
  if (seconds < 55) return words('duration.about.seconds', { n: Math.round(seconds / 5) * 5 })
  const minutes = Math.max(1, Math.round(seconds / 60))
  if (minutes < 60) return words('duration.about.minutes', { n: minutes })
  const tens = Math.round(minutes / 10)
  const hours = Math.floor(tens / 6)
  const rest = (tens % 6) * 10
  if (rest === 0) return words('duration.about.hours', { n: hours })
  return words('duration.about.hours-minutes', { n: hours, m: rest })
}

/** Seconds until a moment, both in milliseconds; never below zero: what a countdown shows. */
export function secondsUntil(at: number, now: number): number {
  return Math.max(0, Math.ceil((at - now) / SECOND))
}

function twoDigits(n: number): string {
  return String(n).padStart(2, '0')
}
