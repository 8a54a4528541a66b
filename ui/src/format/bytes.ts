import { words } from '../copy'
import { count } from './numbers'

/**
 * Decimal units, because the Portal's limit is told in them: its "2 GB" is the number people
 * compare with.
 */
const UNITS = ['kB', 'MB', 'GB', 'TB', 'PB'] as const

const NBSP = '\u00a0'

/** `512 bytes`, `9.06 kB`, `46.2 MB`, `1.24 GB`: three figures, decimal units. */
export function size(bytes: number): string {
  if (bytes < 1000) return words('size.bytes', { n: Math.max(0, Math.round(bytes)) })
  const { value, unit } = scaled(bytes)
  return threeFigures(value) + NBSP + unit
}

/** `1 240 118 272 bytes`, for the drawer and wherever the last byte matters. */
export function exactSize(bytes: number): string {
  return words('size.bytes', { n: bytes })
}

/** `12.4 MB/s`. */
export function speed(bytesPerSecond: number): string {
  if (bytesPerSecond < 1000) return `${count(bytesPerSecond)}${NBSP}B/s`
  return `${size(bytesPerSecond)}/s`
}

/**
 * Both numbers of "412.0 MB of 1 240.0 MB" in the unit of the whole, with fixed decimals, so that
 * the line keeps its width while it counts. What is done is rounded down: it never reads as the
 * whole before it is.
 */
export function sizeOf(done: number, total: number): { done: string; total: string } {
  if (total < 1000) return { done: count(done), total: size(total) }
  const { factor, unit, value } = scaled(total)
  const decimals = decimalsFor(value)
  const step = 10 ** decimals
  const whole = Math.round(value * step)
  const part = Math.floor((Math.min(done, total) / factor) * step)
  const shown = done >= total ? whole : Math.max(0, Math.min(part, whole - 1))
  return {
    done: (shown / step).toFixed(decimals),
    total: `${value.toFixed(decimals)}${NBSP}${unit}`,
  }
}

function scaled(bytes: number): { value: number; unit: string; factor: number } {
  let factor = 1000
  let at = 0
  // What rounds to 1000 belongs to the next unit: "1.00 MB", never "1000 kB".
  while (at < UNITS.length - 1 && Number((bytes / factor).toPrecision(3)) >= 1000) {
    factor *= 1000
    at++
  }
  return { value: bytes / factor, unit: UNITS[at]!, factor }
}

function threeFigures(value: number): string {
  return value.toFixed(decimalsFor(value))
}

function decimalsFor(value: number): number {
  const rounded = Number(value.toPrecision(3))
  if (rounded < 10) return 2
  return rounded < 100 ? 1 : 0
}
