/**
 * Where a user is on the way of a release. How far the release is, the engine says; this only says
 * which step is on the screen, what stands in its way, and what comes before and after.
 */
import type { EnvironmentKind, ReleasePress, ReleaseView, StageView } from '../../backend/interface'

/** What is settled before a release goes anywhere. */
export const preparations = ['contents', 'plan', 'way-back', 'features'] as const
export type Preparation = (typeof preparations)[number]

/** What is done in a stage. */
export type Part = 'review' | 'decision' | 'promotion' | 'watch'

/** A preparation, or `<stage>/<part>`: `production:prod/decision`. */
export type Step = Preparation | `${string}/${Part}`

/** The parts a stage has, in their order. */
export function partsOf({ stage }: StageView): Part[] {
  if (stage.kind === 'development') return ['review', 'decision']
  return stage.kind === 'monitoring' ? ['review', 'watch'] : ['review', 'decision', 'promotion', 'watch']
}

export const stepIn = (stageId: string, part: Part): Step => `${stageId}/${part}`

/** The stage and the part a step names; none for a preparation. */
export function stageStep(step: Step): { stage: string; part: Part } | null {
  const cut = step.lastIndexOf('/')
  return cut < 0 ? null : { stage: step.slice(0, cut), part: step.slice(cut + 1) as Part }
}

export function stageOf(view: ReleaseView, step: Step): StageView | null {
  const at = stageStep(step)
  return at ? (view.stages.find(({ stage }) => stage.id === at.stage) ?? null) : null
}

/** Every step of a release in its order. */
export function stepsOf(view: ReleaseView): Step[] {
  return [...preparations, ...view.stages.flatMap((one) => partsOf(one).map((part) => stepIn(one.stage.id, part)))]
}

export function stepBefore(view: ReleaseView, step: Step): Step | null {
  const all = stepsOf(view)
  return all[all.indexOf(step) - 1] ?? null
}

export function stepAfter(view: ReleaseView, step: Step): Step | null {
  // Stages the package has passed already are not gone through again.
  if (step === 'features') return stepFor(view, view.current)
  const all = stepsOf(view)
  return all[all.indexOf(step) + 1] ?? null
}

/** Nothing is left to do for a stage: it was passed, or the package is there. */
export function isOver({ state }: StageView): boolean {
  return state === 'arrived' || state === 'passed'
}

/** The package is on its way there, or waits for its hour. */
export function isUnderWay({ state }: StageView): boolean {
  return state === 'pressed' || state === 'scheduled'
}

export function isPrepared(view: ReleaseView, step: Preparation): boolean {
  const { release } = view
  switch (step) {
    case 'contents':
      return release.package !== null && release.promise.trim() !== ''
    case 'plan':
      return release.strategy !== null
    case 'way-back':
      return release.rollback !== null && release.triggers.length > 0
    case 'features':
      // Whoever has none has nothing to do here.
      return release.features.length > 0 || view.stages.some((one) => one.stage.kind === 'production' && isOver(one))
  }
}

export function isDone(view: ReleaseView, step: Step): boolean {
  const at = stageStep(step)
  if (!at) return isPrepared(view, step as Preparation)
  const one = stageOf(view, step)
  if (!one) return false
  switch (at.part) {
    case 'review':
      return one.open_items === 0
    case 'decision':
      return (one.stage.decision?.go ?? false) && (!one.decision_stale || isOver(one))
    case 'promotion':
      return one.stage.presses.some((press) => press.cancelled_at === null && press.outcome !== 'did-not-work') || isOver(one)
    case 'watch':
      return one.stage.kind === 'monitoring' ? view.release.verdict !== null : isOver(one)
  }
}

/** The part of a stage that comes next. */
export function partToDo(view: ReleaseView, one: StageView): Part {
  if (isUnderWay(one)) return one.state === 'scheduled' ? 'promotion' : 'watch'
  const parts = partsOf(one)
  // Monitoring is reviewed before the promotion; once the package is there it is the watch that counts.
  if (one.stage.kind === 'monitoring' && view.stages.some((other) => other.stage.env === one.stage.env && other !== one && isOver(other))) {
    return 'watch'
  }
  return parts.find((part) => !isDone(view, stepIn(one.stage.id, part))) ?? parts.at(-1)!
}

/** The step of a stage to show. */
export function stepFor(view: ReleaseView, stageId: string): Step | null {
  const one = view.stages.find(({ stage }) => stage.id === stageId)
  return one ? stepIn(stageId, partToDo(view, one)) : null
}

/** The step to begin with: that of the stage asked for, else where one was, else what comes next. */
export function startStep(view: ReleaseView, wanted?: string, kept?: Step | null): Step {
  const asked = wanted ? stepFor(view, wanted) : null
  if (asked) return asked
  if (kept && stepsOf(view).includes(kept)) return kept
  const begun = view.stages.some((one) => one.stage.decision !== null || one.stage.presses.length > 0)
  const unprepared = (['contents', 'plan', 'way-back'] as const).find((step) => !isPrepared(view, step))
  if (unprepared && !begun) return unprepared
  return stepFor(view, view.current) ?? 'contents'
}

export type RailState = 'done' | 'current' | 'ahead' | 'problem' | 'open'
export type RailEntry = { id: Step; stage: string | null; part: Part | null; state: RailState; under: boolean }

/** Whether somebody has to look at a stage: it was stopped, or what was decided rests on old ground. */
export function needsAttention(one: StageView): boolean {
  return one.state === 'stopped' || (one.decision_stale && !isOver(one) && one.stage.decision !== null)
}

/**
 * The rail: preparations, then a line for each stage; the stage on the screen, or the one that
 * comes next, with its parts below it.
 */
export function rail(view: ReleaseView, at: Step): RailEntry[] {
  const opened = stageStep(at)?.stage ?? view.current
  const state = (id: Step): RailState => (id === at ? 'current' : isDone(view, id) ? 'done' : 'ahead')
  const before = preparations.map((id) => ({ id, stage: null, part: null, state: state(id), under: false }))
  const stages = view.stages.flatMap((one): RailEntry[] => {
    const { id } = one.stage
    const open = id === opened
    const line: RailState = needsAttention(one) ? 'problem' : isOver(one) ? 'done' : open ? 'open' : 'ahead'
    const head = { id: stepIn(id, partToDo(view, one)), stage: id, part: null, state: line, under: false }
    if (!open) return [head]
    const parts = partsOf(one).map((part) => ({
      id: stepIn(id, part),
      stage: id,
      part,
      state: state(stepIn(id, part)),
      under: true,
    }))
    return [head, ...parts]
  })
  return [...before, ...stages]
}

/** What keeps a promotion from being started now. */
export type Hindrance =
  | { is: 'no-package' }
  | { is: 'no-go' }
  | { is: 'not-decided' }
  | { is: 'stale' }
  | { is: 'second' }
  | { is: 'other-release'; name: string }

/** What stands in the way of sending the package into a stage's environment, the first thing first. */
export function hindrances(view: ReleaseView, one: StageView): Hindrance[] {
  const found: Hindrance[] = []
  if (!view.release.package) found.push({ is: 'no-package' })
  const { decision } = one.stage
  if (!decision) found.push({ is: 'not-decided' })
  else if (!decision.go) found.push({ is: 'no-go' })
  else if (one.decision_stale) found.push({ is: 'stale' })
  else if (asksForSecond(view, one) && !decision.second) found.push({ is: 'second' })
  if (one.other_release) found.push({ is: 'other-release', name: one.other_release })
  return found
}

/** Whether a second person confirms the decision (four eyes, production). */
export function asksForSecond(view: ReleaseView, one: StageView): boolean {
  return view.release.four_eyes && one.stage.kind === 'production'
}

/** Where the package comes from: the environment before this stage's; none for the first. */
export function sourceOf(view: ReleaseView, one: StageView): StageView | null {
  const deploying = view.stages.filter(({ stage }) => stage.env !== null && stage.kind !== 'monitoring')
  return deploying[deploying.indexOf(one) - 1] ?? null
}

/** The newest press that was not cancelled and of which nobody told how it went. */
export function pressUnderWay(one: StageView): ReleasePress | null {
  return [...one.stage.presses].reverse().find((press) => press.cancelled_at === null && press.outcome === null) ?? null
}

/** A scheduled deployment that has not begun. */
export function scheduledPress(one: StageView): ReleasePress | null {
  const press = pressUnderWay(one)
  return press?.how === 'schedule' ? press : null
}

/** The kind of the environment a step acts on; none where it acts on the release alone. */
export function actsOn(view: ReleaseView, step: Step, kindOf: (env: string) => EnvironmentKind): EnvironmentKind | null {
  const at = stageStep(step)
  const env = stageOf(view, step)?.stage.env
  return env && at && at.part !== 'review' ? kindOf(env) : null
}
