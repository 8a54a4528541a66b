/** How stages and steps are called. */
import type { ReleaseView, StageView } from '../../backend/interface'
import { say, words } from '../../copy'
import { type RailEntry, stageStep, stageOf, type Step } from './flow'

/** The environment's name, or what the stage is where it has none of its own. */
export function stageName({ stage, env_name }: StageView): string {
  if (stage.kind === 'development' || env_name === null) return say('release.stage.development')
  return stage.kind === 'monitoring' ? say('release.stage.monitoring', { env: env_name }) : env_name
}

/** A line of the rail; the name of an environment is somebody's own. */
export function entryLabel(view: ReleaseView, entry: RailEntry): { label: string; name?: boolean } {
  if (!entry.stage) return { label: words(`release.step.${entry.id}`) }
  if (entry.part) return { label: words(`release.part.${entry.part}`) }
  const one = view.stages.find(({ stage }) => stage.id === entry.stage)
  if (!one) return { label: entry.stage, name: true }
  return { label: stageName(one), name: one.stage.kind !== 'development' && one.stage.kind !== 'monitoring' }
}

/** What a step is called in a sentence: `Plan`, `Go or no-go for PROD`. */
export function stepName(view: ReleaseView, step: Step): string {
  const at = stageStep(step)
  const one = stageOf(view, step)
  if (!at || !one) return words(`release.step.${step}`)
  if (one.stage.kind === 'monitoring' || one.stage.kind === 'development') {
    return say('release.step.of', { part: words(`release.part.${at.part}`), stage: stageName(one) })
  }
  return words(`release.part.${at.part}.for`, { env: stageName(one) })
}
