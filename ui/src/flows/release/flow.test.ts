import { describe, expect, it } from 'vitest'
import { fakeBackend, type ScenarioName } from '../../backend/fake'
import type { ReleaseEvent, ReleaseView, StageView } from '../../backend/interface'
import { actsOn, asksForSecond, hindrances, isDone, partsOf, pressUnderWay, rail, scheduledPress, sourceOf, startStep, stepAfter, stepBefore, stepFor, stepsOf } from './flow'
import { evidenceOf } from './evidence'
import { lineProblem, planned, previousNotAllowed, triggerLines, triggersOf, windowProblem } from './plan'
import { groups, isLate, standing, tally } from './review'

const start = Date.parse('2026-11-20T13:20:00Z')

async function opened(scenario: ScenarioName) {
  const backend = fakeBackend({ scenario, clock: 'steps', start })
  const [row] = await backend.queryReleases((await backend.queryStart()).preferences.project_id!)
  return { backend, id: row!.id, view: await backend.queryRelease(row!.id) }
}

const viewOf = async (scenario: ScenarioName): Promise<ReleaseView> => (await opened(scenario)).view
const stageOf = (view: ReleaseView, kind: string): StageView => view.stages.find((one) => one.stage.kind === kind)!

describe('the way of a release', () => {
  it('goes from what is in it through every environment to the first half hour', async () => {
    const view = await viewOf('release-begun')
    const steps = stepsOf(view)
    expect(steps.slice(0, 6)).toEqual(['contents', 'plan', 'way-back', 'features', 'development/review', 'development/decision'])
    expect(steps.slice(-2)).toEqual(['monitoring:prod/review', 'monitoring:prod/watch'])
    expect(partsOf(stageOf(view, 'production'))).toEqual(['review', 'decision', 'promotion', 'watch'])
    expect(stepBefore(view, 'contents')).toBeNull()
    expect(stepAfter(view, 'features')).toBe('development/review')
    expect(stepAfter(view, 'monitoring:prod/watch')).toBeNull()
  })

  it.each([
    ['release-begun', 'contents'],
    ['release-planned', 'development/review'],
    ['release-in-qa', 'staging:uat/review'],
    ['release-in-uat', 'production:prod/review'],
    ['release-reviewed', 'production:prod/decision'],
    ['release-decided', 'production:prod/promotion'],
    ['release-scheduled', 'production:prod/promotion'],
    ['release-pressed', 'production:prod/watch'],
    ['release-in-prod', 'monitoring:prod/watch'],
  ] as const)('begins %s at %s', async (scenario, step) => {
    expect(startStep(await viewOf(scenario))).toBe(step)
  })

  it('begins where one was, unless a stage is asked for', async () => {
    const view = await viewOf('release-in-uat')
    expect(startStep(view, undefined, 'plan')).toBe('plan')
    expect(startStep(view, 'testing:qa', 'plan')).toBe('testing:qa/watch')
    expect(startStep(view, undefined, 'gone/review')).toBe('production:prod/review')
    expect(stepFor(view, 'gone')).toBeNull()
  })

  it('shows the parts of one stage at a time, and where somebody has to look', async () => {
    const view = await viewOf('release-stale')
    const shown = rail(view, 'production:prod/review')
    expect(shown.filter((one) => one.under).map((one) => one.part)).toEqual(['review', 'decision', 'promotion', 'watch'])
    expect(shown.find((one) => one.stage === 'production:prod' && !one.under)?.state).toBe('problem')
    expect(shown.find((one) => one.part === 'review')?.state).toBe('current')
    const early = rail(view, 'plan')
    expect(early.find((one) => one.id === 'plan')?.state).toBe('current')
    expect(early.find((one) => one.stage === 'testing:qa')?.state).toBe('done')
    expect(early.filter((one) => one.under && one.state === 'current')).toEqual([])
  })

  it('wears the band of an environment where a step acts on it', async () => {
    const view = await viewOf('release-decided')
    const kind = () => 'prod' as const
    expect(actsOn(view, 'production:prod/promotion', kind)).toBe('prod')
    expect(actsOn(view, 'production:prod/review', kind)).toBeNull()
    expect(actsOn(view, 'development/decision', kind)).toBeNull()
    expect(actsOn(view, 'plan', kind)).toBeNull()
  })
})

describe('what stands in the way of a promotion', () => {
  const first = async (scenario: ScenarioName) => {
    const view = await viewOf(scenario)
    return hindrances(view, stageOf(view, 'production')).map((one) => one.is)
  }

  it('is named, and nothing is where it was decided', async () => {
    expect(await first('release-in-uat')).toEqual(['not-decided'])
    expect(await first('release-stale')).toEqual(['stale'])
    expect(await first('release-four-eyes')).toEqual(['second'])
    expect(await first('release-other')).toEqual(['other-release'])
    expect(await first('release-decided')).toEqual([])
  })

  it('is a no-go, and a package that was not chosen', async () => {
    const { backend, id } = await opened('release-reviewed')
    const event: ReleaseEvent = { event: 'decided', stage: 'production:prod', go: false, reason: 'Too late today.', typed_name: null }
    const view = await backend.actionReleaseEvent(id, event)
    expect(hindrances(view, stageOf(view, 'production'))).toEqual([{ is: 'no-go' }])
    const bare = { ...view, release: { ...view.release, package: null } }
    expect(hindrances(bare, stageOf(view, 'production'))[0]).toEqual({ is: 'no-package' })
  })

  it('asks for a second person only before production', async () => {
    const view = await viewOf('release-four-eyes')
    expect(asksForSecond(view, stageOf(view, 'production'))).toBe(true)
    expect(asksForSecond(view, stageOf(view, 'staging'))).toBe(false)
  })
})

describe('what is on its way', () => {
  it('is the newest press nobody has told the end of', async () => {
    const { backend, id, view } = await opened('release-scheduled')
    const prod = stageOf(view, 'production')
    expect(scheduledPress(prod)?.how).toBe('schedule')
    expect(isDone(view, 'production:prod/promotion')).toBe(true)
    const cancelled = await backend.actionReleaseEvent(id, { event: 'schedule-cancelled', stage: 'production:prod' })
    expect(pressUnderWay(stageOf(cancelled, 'production'))).toBeNull()
    expect(isDone(cancelled, 'production:prod/promotion')).toBe(false)
  })

  it('comes from the environment before, and the first one from nowhere', async () => {
    const view = await viewOf('release-decided')
    expect(sourceOf(view, stageOf(view, 'production'))?.env_name).toBe('UAT')
    expect(sourceOf(view, stageOf(view, 'testing'))).toBeNull()
  })
})

describe('a review', () => {
  it('is grouped by whose rule an item is, and counts what is required', async () => {
    const prod = stageOf(await viewOf('release-in-uat'), 'production')
    expect(groups(prod).map((one) => one.source)).toEqual(['lesson', 'own', 'document', 'portal'])
    const count = tally(prod)
    expect(count.open).toBe(prod.open_items)
    expect(count.required - count.settled).toBe(count.open)
    expect(count).toMatchObject({ stale: 1, waived: 1 })
  })

  it('says how each item stands', async () => {
    const prod = stageOf(await viewOf('release-in-uat'), 'production')
    const how = (code: string) => standing(prod.items.find((one) => one.item.code === code)!)
    expect(how('code-freeze')).toBe('stale')
    expect(how('tests-pass-in-staging')).toBe('done')
    expect(how('support-briefed')).toBe('waived')
    expect(how('latest-package')).toBe('holds')
    expect(how('smoke-pass')).toBe('not-known')
    expect(how('on-call-assigned')).toBe('open')
  })

  it('calls late what is due and open', async () => {
    const prod = stageOf(await viewOf('release-in-uat'), 'production')
    const told = prod.items.find((one) => one.item.code === 'stakeholders-told')!
    expect(isLate(told, start)).toBe(true)
    expect(isLate(told, start - 3 * 86_400_000)).toBe(false)
    expect(isLate({ ...told, settled: true }, start)).toBe(false)
  })

  it('takes what looks like a link as one', () => {
    expect(evidenceOf(' https://wiki.example/a ')).toEqual({ kind: 'link', address: 'https://wiki.example/a' })
    expect(evidenceOf('see https://wiki.example/a')).toEqual({ kind: 'note', text: 'see https://wiki.example/a' })
    expect(evidenceOf('  ')).toBeNull()
  })
})

describe('the plan', () => {
  it('is told whole, with what changed', async () => {
    const { release } = await viewOf('release-planned')
    expect(planned(release, { lead: null })).toMatchObject({ event: 'planned', name: release.name, promise: release.promise, lead: null })
  })

  it('suggests triggers, and keeps the ids of those that were set', () => {
    const suggested = triggersOf(triggerLines([]), [], () => 'new')
    expect(suggested.map((one) => one.metric)).toEqual(['smoke-down', 'failed-looks', 'p95-times-baseline', 'offline-minutes'])
    expect(suggested[1]).toEqual({ id: 'new', metric: 'failed-looks', threshold: 2, for_minutes: 3 })
    const set = [{ id: 'mine', metric: 'failed-looks' as const, threshold: 5, for_minutes: 4 }]
    const lines = triggerLines(set)
    expect(lines.filter((one) => one.on).map((one) => one.metric)).toEqual(['failed-looks'])
    expect(triggersOf(lines, set, () => 'new')).toEqual(set)
  })

  it('takes numbers as people type them and no others', () => {
    const line = { metric: 'failed-looks' as const, on: true, threshold: '1,5', minutes: '3' }
    expect(lineProblem(line)).toBeNull()
    expect(triggersOf([line], [], () => 'a')[0]!.threshold).toBe(1.5)
    expect(lineProblem({ ...line, threshold: '0' })).toBe('threshold')
    expect(lineProblem({ ...line, threshold: '' })).toBe('threshold')
    expect(lineProblem({ ...line, minutes: '2.5' })).toBe('minutes')
    expect(lineProblem({ ...line, on: false, threshold: 'x' })).toBeNull()
  })

  it('has a window with two ends in order, or none', () => {
    expect(windowProblem(null, null)).toBeNull()
    expect(windowProblem('2026-11-20T20:00:00Z', null)).toBe('both')
    expect(windowProblem('2026-11-20T20:00:00Z', '2026-11-20T19:00:00Z')).toBe('order')
    expect(windowProblem('2026-11-20T20:00:00Z', '2026-11-20T22:00:00Z')).toBeNull()
  })

  it('offers the package before only where its version is not lower', async () => {
    const view = await viewOf('release-planned')
    expect(previousNotAllowed(view)).toBe('version')
    expect(previousNotAllowed({ ...view, previous_package: null })).toBe('none')
    expect(previousNotAllowed({ ...view, previous_package: { ...view.previous_package!, allowed: true } })).toBeNull()
  })
})
