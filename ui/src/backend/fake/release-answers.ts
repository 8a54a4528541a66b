import type { Answer, Item, Release, Stage } from '../interface'
import { forecastOf } from './forecast'
import { verdictOf } from './samples'
import { underWay } from './upload'
import type { World } from './world'

const DAY = 86_400_000

const holds = (because: string, params: Record<string, string> = {}): Answer => ({ answer: 'holds', because, params })
const fails = (because: string, params: Record<string, string> = {}): Answer => ({ answer: 'does-not-hold', because, params })
const unknown = (because: string, params: Record<string, string> = {}): Answer => ({ answer: 'not-known', because, params })

/** What the scripted world measured of a release, for the answers that rest on it. */
export type Measured = {
  smoke: { at: string; works: boolean; sha256: string } | null
  parity: { at: string; differences: number } | null
}

/** What Slipway says by itself about a line of a review; null where only people can. */
export function answerTo(world: World, release: Release, stage: Stage, item: Item, measured: Measured): Answer | null {
  const project = world.project(release.project_id)
  const kept = [...world.packages.values()].find((one) => one.sample.sha256 === release.package?.sha256)
  const env = stage.env ? project.environments.find((one) => one.key === stage.env) : undefined
  const source = project.environments[project.environments.findIndex((one) => one.key === stage.env) - 1]
  const sourceName = source?.name ?? ''
  switch (item.code) {
    case 'package-ready': {
      if (!release.package) return unknown('no-package')
      if (!kept) return unknown('package-not-inspected')
      const findings = kept.sample.findings(env?.kind ?? null)
      const count = String(findings.length)
      const verdict = verdictOf(findings)
      if (verdict === 'will-not-work') return fails('package-has-blockers', { count })
      return verdict === 'ready' ? holds('package-checked') : holds('package-has-warnings', { count })
    }
    case 'latest-package': {
      if (!source) return holds('first-environment')
      if (!release.package) return unknown('no-package')
      const last = world.placements.find((one) => one.project_id === project.id && one.env === source.key)
      if (!last) return unknown('source-unknown', { env: sourceName })
      return last.sha256 === release.package.sha256
        ? holds('latest-in-source', { env: sourceName })
        : fails('another-in-source', { env: sourceName, file_name: last.file_name })
    }
    case 'nothing-else-queued': {
      const queued = env ? underWay(world, project.id, env.key) : null
      return queued ? fails('something-queued', { name: queued.params['file_name'] ?? '', count: '1' }) : unknown('nothing-of-slipway-queued')
    }
    case 'role-suffices': {
      const params = { env: env?.name ?? '' }
      if (project.role !== 'developer' || env?.kind === 'qa') return holds('role-fits', params)
      return env?.kind === 'prod' || env?.kind === 'stg' ? fails('role-too-low', params) : unknown('role-unclear', params)
    }
    case 'offline-page':
      return unknown('offline-page-not-looked-at')
    case 'forecast-known': {
      const last = env ? world.lastIn(project.id, env.key) : null
      const forecast = kept ? forecastOf(kept.sample.facts, last?.sample.facts ?? null) : null
      if (!forecast || forecast.sure === 'unknown') return unknown('forecast-unknown')
      return holds(forecast.outage === 'none' ? 'forecast-none' : `forecast-${forecast.outage}`)
    }
    case 'smoke-pass': {
      const { smoke } = measured
      if (!source) return unknown('first-environment')
      if (!smoke) return unknown('smoke-not-run', { env: sourceName })
      const params = { env: sourceName, at: smoke.at }
      if (smoke.sha256 !== release.package?.sha256) return unknown('smoke-other-package', params)
      return smoke.works ? holds('smoke-passed', params) : fails('smoke-down', params)
    }
    case 'parity-confirmed': {
      const { parity } = measured
      const sides = { left: sourceName, right: env?.name ?? '' }
      if (!parity) return unknown('parity-not-measured', sides)
      if (world.clock.now() - Date.parse(parity.at) > DAY) return unknown('parity-old', { ...sides, at: parity.at })
      return parity.differences === 0 ? holds('parity-holds', { ...sides, at: parity.at }) : fails('parity-differs', { ...sides, differences: String(parity.differences) })
    }
    case 'rollback-planned':
      return release.rollback ? holds('rollback-is-planned') : fails('rollback-not-planned')
    case 'rollback-tested':
      return release.rollback?.tested ? holds('rollback-told-tested') : unknown('rollback-not-told-tested')
    case 'triggers-set':
      return release.triggers.length > 0 ? holds('triggers-are-set', { count: String(release.triggers.length) }) : fails('triggers-not-set')
    default:
      return null
  }
}
