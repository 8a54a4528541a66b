import { words } from '../copy'

/** Day before month with the month in letters: nobody can read it the other way round. */
const LANGUAGE = 'en-GB'

const clock = new Intl.DateTimeFormat(LANGUAGE, { hour: '2-digit', minute: '2-digit' })
const clockSeconds = new Intl.DateTimeFormat(LANGUAGE, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})
const day = new Intl.DateTimeFormat(LANGUAGE, { day: 'numeric', month: 'short' })
const dayOfYear = new Intl.DateTimeFormat(LANGUAGE, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
})
const zoned = new Intl.DateTimeFormat(LANGUAGE, { timeZoneName: 'short' })
const whole = new Intl.DateTimeFormat(LANGUAGE, {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
})

/** Local time people can place: `today 14:32`, `yesterday 09:10`, `17 Jul 19:57`, `17 Jul 2025 19:57`. */
export function moment(at: string, now: number = Date.now()): string {
  const then = new Date(at)
  if (Number.isNaN(then.getTime())) return at
  const time = clock.format(then)
  const days = daysBetween(then, new Date(now))
  if (days === 0) return words('time.today', { time })
  if (days === 1) return words('time.yesterday', { time })
  return `${dayOf(at, now)} ${time}`
}

/** The day alone, for what is far away: `18 May`, `18 May 2027`. */
export function dayOf(at: string, now: number = Date.now()): string {
  const then = new Date(at)
  if (Number.isNaN(then.getTime())) return at
  return (then.getFullYear() === new Date(now).getFullYear() ? day : dayOfYear).format(then)
}

/** {@link moment} with the time zone it is told in, for a time somebody must not miss: `27 Nov 15:20 CET`. */
export function momentInZone(at: string, now: number = Date.now()): string {
  const zone = timeZone(at)
  return zone ? `${moment(at, now)} ${zone}` : moment(at, now)
}

const FORTNIGHT = 14 * 86_400_000

/** The end of some time, to the minute and with its zone where minutes matter, else its day. */
export function deadline(at: string, now: number = Date.now()): string {
  return Date.parse(at) - now > FORTNIGHT ? dayOf(at, now) : momentInZone(at, now)
}

/** The computer's own time zone at a moment, which differs by season: `CET`, `CEST`, `GMT+5`; empty for no moment. */
export function timeZone(at: string | number): string {
  const then = new Date(at)
  if (Number.isNaN(then.getTime())) return ''
  return zoned.formatToParts(then).find((part) => part.type === 'timeZoneName')?.value ?? ''
}

/** How long ago, as long as that says more than the date: `4 minutes ago`; then {@link moment}. */
export function ago(at: string, now: number = Date.now()): string {
  const seconds = Math.floor((now - Date.parse(at)) / 1000)
  if (Number.isNaN(seconds)) return at
  // A clock a little behind the one that wrote the moment is no reason to speak of the future.
  if (seconds < 60) return words('time.moment-ago')
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return words('time.minutes-ago', { n: minutes })
  if (minutes < 6 * 60) return words('time.hours-ago', { n: Math.floor(minutes / 60) })
  return moment(at, now)
}

/** `14:32:05`, for lists within one day. */
export function timeOfDay(at: string): string {
  return clockSeconds.format(new Date(at))
}

/** Everything about a moment, for tool tips and the drawer: `Fri, 17 Jul 2026, 21:57:04 CEST`. */
export function wholeMoment(at: string): string {
  const then = new Date(at)
  return Number.isNaN(then.getTime()) ? at : whole.format(then)
}

/** Calendar days from one local date to another. */
function daysBetween(then: Date, now: Date): number {
  const midnight = (d: Date) => Date.UTC(d.getFullYear(), d.getMonth(), d.getDate())
  return Math.round((midnight(now) - midnight(then)) / 86_400_000)
}
