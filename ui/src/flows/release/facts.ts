/** What the last look before a decision or a click repeats about a release. */
import type { ReleaseView, StageView } from '../../backend/interface'
import { say, words } from '../../copy'
import { moment, shortBuild, size } from '../../format'
import { forecastLine } from '../ship/report/forecast'
import { sourceOf } from './flow'

export type Fact = { label: string; value: string | null; hash?: boolean; data?: boolean }

export function factsOf(view: ReleaseView, stage: StageView): Fact[] {
  const { release } = view
  const { package: carried } = release
  const source = sourceOf(view, stage)
  const there = stage.placement
  if (!stage.env_name) return [{ label: say('release.fact.promise'), value: release.promise || null, data: true }]
  return [
    { label: say('release.fact.promise'), value: release.promise || null, data: true },
    { label: say('release.fact.package'), value: carried?.file_name ?? null, data: true },
    { label: say('facts.build'), value: carried?.build_number ? shortBuild(carried.build_number) : null, data: true },
    { label: say('facts.sha256'), value: carried?.sha256 ?? null, hash: true },
    { label: say('facts.size'), value: carried ? size(carried.size) : null, data: true },
    { label: say('release.fact.source'), value: source?.env_name ?? say('release.fact.source.none'), data: true },
    { label: say('release.fact.target'), value: stage.env_name, data: true },
    {
      label: say('release.fact.there'),
      value: there ? say('release.fact.there.value', { file: there.file_name, at: moment(there.at) }) : null,
    },
    { label: say('forecast.title'), value: stage.forecast ? forecastLine(stage.forecast) : null },
    { label: say('release.fact.way-back'), value: wayBackLine(view) },
    ...(stage.stage.kind === 'production' ? [{ label: say('release.fact.when'), value: whenLine(view) }] : []),
    ...(release.lead ? [{ label: say('release.plan.lead'), value: release.lead, data: true }] : []),
  ]
}

export function wayBackLine({ release }: ReleaseView): string | null {
  if (!release.rollback) return null
  const way = words(`release.way.${release.rollback.way}`)
  return say(release.rollback.tested ? 'release.fact.tested' : 'release.fact.not-tested', { way })
}

export function whenLine({ release }: ReleaseView): string | null {
  if (!release.strategy) return null
  const { window } = release
  const plan = words(`release.plan.${release.strategy}`)
  return window ? say('release.fact.window', { plan, from: moment(window.from), to: moment(window.to) }) : plan
}
