import type { Agreement, Forecast, ForecastOutcome, PackageFacts, WatchVerdict } from '../interface'

/** What deploying one package over another does, by the rules the engine knows. */
export function forecastOf(next: PackageFacts, last: PackageFacts | null): Forecast | null {
  if (next.entries === 0) return null
  const minutes = { least: 10, most: 30 }
  if (!last) {
    return { outage: 'offline', reasons: [], sure: 'unknown', missing: ['last-package'], minutes }
  }
  if (next.zero_downtime && last.zero_downtime) {
    return { outage: 'read-only', reasons: ['zero-downtime-ready'], sure: 'known', missing: [], minutes: null }
  }
  const reasons: Forecast['reasons'] = []
  if (next.repository_hash !== last.repository_hash) reasons.push('repository-changed')
  if (next.code_version?.value !== last.code_version?.value) reasons.push('version-changed')
  if (next.storage_assets) reasons.push('storage-assets-included')
  return reasons.length > 0
    ? { outage: 'offline', reasons, sure: 'known', missing: [], minutes }
    : { outage: 'none', reasons: ['code-only'], sure: 'known', missing: [], minutes: null }
}

/** A forecast beside what a watch saw. */
export function outcomeOf(
  forecast: Forecast,
  saw: { verdict: WatchVerdict; offline_from: string | null; downtime_ms: number | null },
): ForecastOutcome {
  return { forecast, downtime_ms: saw.downtime_ms, agreement: agreement(forecast, saw) }
}

function agreement(
  { outage, sure, minutes }: Forecast,
  { verdict, offline_from, downtime_ms }: { verdict: WatchVerdict; offline_from: string | null; downtime_ms: number | null },
): Agreement {
  const ended = ['looks-live', 'changed-without-outage', 'still-offline'].includes(verdict)
  if (sure === 'unknown' || !ended) return 'not-comparable'
  if (outage !== 'offline') return offline_from ? 'offline-unexpectedly' : 'as-forecast'
  if (!offline_from) return 'no-outage'
  if (downtime_ms === null) return 'offline-not-measured'
  if (minutes && downtime_ms < minutes.least * 60_000) return 'shorter'
  return minutes && downtime_ms > minutes.most * 60_000 ? 'longer' : 'as-forecast'
}
