import type { Forecast } from '../../../backend/interface'
import { say } from '../../../copy'

/** What a forecast says in a few words: the more guarded the less is known. */
export function forecastTitle({ outage, sure }: Forecast): string {
  return sure === 'unknown' ? say(`forecast.unsure.${outage}`) : say(`forecast.${outage}`)
}

/** The same with the expected time, for one line of a list. */
export function forecastLine(forecast: Forecast): string {
  const what = forecastTitle(forecast)
  const { minutes } = forecast
  return minutes ? say('forecast.range', { what, least: minutes.least, most: minutes.most }) : what
}

/** Everything a forecast rests on, sentence by sentence. */
export function forecastReasons({ reasons, missing }: Forecast): string[] {
  return [
    ...reasons.map((reason) => say(`forecast.reason.${reason}`)),
    ...missing.map((one) => say(`forecast.missing.${one}`)),
  ]
}

/** A package is known to be there, which this one can be set beside. */
export function standsThere(forecast: Forecast | null | undefined): boolean {
  if (!forecast) return false
  return !forecast.missing.includes('last-package') && !forecast.reasons.includes('first-deployment')
}

/** A forecast an upload's job carries as text; none where there is none that can be read. */
export function forecastIn(text: string | undefined): Forecast | null {
  if (!text) return null
  try {
    const read: unknown = JSON.parse(text)
    return isForecast(read) ? read : null
  } catch {
    return null
  }
}

function isForecast(read: unknown): read is Forecast {
  const forecast = read as Partial<Forecast> | null
  return (
    typeof forecast === 'object' &&
    forecast !== null &&
    ['none', 'read-only', 'offline'].includes(String(forecast.outage)) &&
    ['known', 'likely', 'unknown'].includes(String(forecast.sure)) &&
    Array.isArray(forecast.reasons) &&
    Array.isArray(forecast.missing)
  )
}
