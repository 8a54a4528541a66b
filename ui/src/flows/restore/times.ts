import { words } from '../../copy'
import { left } from './flow'

/** How long until a moment, as coarse as it is far away. */
export function timeLeft(until: string, now: number): string {
  const { days, hours, minutes } = left(until, now)
  if (days >= 10) return words('restore.left.days', { n: days })
  if (days > 0) return words('restore.left.days-hours', { n: days, hours })
  if (hours > 0) return words('restore.left.hours', { n: hours, minutes })
  return words('restore.left.minutes', { n: minutes })
}
