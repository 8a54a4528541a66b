import { describe, expect, it, test } from 'vitest'
import '../../../copy/release'
import type { Fired, Job, Look, MonitorView, ProbeFigures, Trigger } from '../../../backend/interface'
import { responseTime, share, spanOf, timesUsual, worksLately, worksSince } from './figures'
import { firedSince, isTroubled, isUnclear, seenBy, shareOfHalfHour, toneOf, unanswered, worstFirst } from './seen'

const figures: ProbeFigures = { looks: 10, works: 10, availability: 100, p50_ms: 200, p95_ms: 400, p99_ms: 500, slowest_ms: 600 }
const probe = { id: 'start', name: 'Start page' } as MonitorView['probes'][number]['probe']
const point = (at: string) => ({ at, seconds: 10, figures })

const series = (now: ProbeFigures = figures): MonitorView['probes'][number] => ({
  probe,
  baseline: { ...figures, p95_ms: 200 },
  now,
  all: figures,
  points: [point('2026-11-20T14:00:00Z'), point('2026-11-20T14:05:00Z')],
  last: null,
})

const job = (state: string) => ({ id: '1', state: { state } }) as Job

const view = (more: Partial<MonitorView> = {}): MonitorView =>
  ({ phase: 'monitoring', probes: [series()], fired: [], smoke: null, gaps: [], watched_from: null, until: null, ...more }) as MonitorView

const fired = (more: Partial<Fired>, trigger: Partial<Trigger> = {}): Fired => ({
  trigger: { id: 'slow', metric: 'p95-times-baseline', threshold: 2, for_minutes: 5, ...trigger },
  at: '2026-11-20T14:10:00Z',
  value: 2.7,
  probe_id: 'start',
  acknowledged: false,
  ...more,
})

describe('what is seen', () => {
  it('is nothing before somebody watches', () => {
    expect(seenBy(null, null)).toBe('none')
  })

  test.each(['waiting', 'offline', 'read-only', 'back', 'back-as-before', 'smoke', 'monitoring'] as const)('is %s while it goes on', (phase) => {
    expect(seenBy(job('running'), view({ phase }))).toBe(phase)
  })

  it('is a warning while the build of before answers, and unclear only where pages do not tell', () => {
    expect(toneOf('back-as-before')).toBe('warning')
    expect(isUnclear(view({ answering: 'cannot-be-told' }))).toBe(true)
    expect(isUnclear(view({ answering: 'new-build' }))).toBe(false)
    expect(isUnclear(null)).toBe(false)
  })

  it('is never fine while something is worse than it was', () => {
    for (const worse of [
      view({ fired: [fired({})] }),
      view({ probes: [series({ ...figures, availability: 90 })] }),
      view({ smoke: { all_work: false } as MonitorView['smoke'] }),
    ]) {
      expect(isTroubled(worse)).toBe(true)
      expect(toneOf(seenBy(job('running'), worse))).toBe('warning')
      expect(toneOf(seenBy(job('succeeded'), { ...worse, phase: 'done' }))).toBe('warning')
    }
    expect(toneOf(seenBy(job('running'), view()))).toBe('ready')
  })

  it('is that nobody looks, once it was stopped or cut off', () => {
    expect(seenBy(job('cancelled'), view())).toBe('stopped')
    expect(seenBy(job('interrupted'), view())).toBe('interrupted')
    expect(seenBy(job('failed'), null)).toBe('gave-up')
  })
})

describe('what fired', () => {
  it('waits for an answer until it has one, the newest first', () => {
    const older = fired({ at: '2026-11-20T14:05:00Z' }, { id: 'older' })
    const answered = fired({ acknowledged: true }, { id: 'answered' })
    expect(unanswered(view({ fired: [older, answered, fired({})] })).map((one) => one.trigger.id)).toEqual(['slow', 'older'])
    expect(unanswered(null)).toEqual([])
  })

  it('had been so for as long as its trigger waits', () => {
    expect(firedSince(fired({}))).toBe('2026-11-20T14:05:00.000Z')
    expect(firedSince(fired({}, { metric: 'offline-minutes', threshold: 30, for_minutes: 0 }))).toBe('2026-11-20T13:40:00.000Z')
  })
})

test('looks that do not work come first, the others stay in their order', () => {
  const look = (probe_id: string, works: boolean) => ({ probe_id, works }) as Look
  expect(worstFirst([look('a', true), look('b', false), look('c', true)]).map((one) => one.probe_id)).toEqual(['b', 'a', 'c'])
})

test('the half hour has a share only once it began, and never more than all of it', () => {
  const begun = view({ watched_from: '2026-11-20T14:00:00Z', until: '2026-11-20T14:30:00Z' })
  expect(shareOfHalfHour(view(), 0)).toBeNull()
  expect(shareOfHalfHour(begun, Date.parse('2026-11-20T14:15:00Z'))).toBe(0.5)
  expect(shareOfHalfHour(begun, Date.parse('2026-11-20T15:15:00Z'))).toBe(1)
})

test('a share is never rounded up to all of it', () => {
  expect(share(100)).toBe('100 %')
  expect(share(99.97)).toBe('99.9 %')
  expect(share(0)).toBe('0 %')
})

test('response times are as exact as they are felt', () => {
  expect(responseTime(240)).toBe('240 ms')
  expect(responseTime(1_420)).toBe('1.42 s')
  expect(responseTime(12_040)).toBe('12.0 s')
})

test('a factor is told only where something is known to compare with', () => {
  expect(timesUsual(series())).toBe(2)
  expect(timesUsual({ ...series(), baseline: null })).toBeNull()
  expect(timesUsual(series({ ...figures, p95_ms: null }))).toBeNull()
})

test('a chart reaches to the end of the half hour as soon as that is known', () => {
  const from = Date.parse('2026-11-20T14:00:00Z')
  expect(spanOf(view(), series())).toEqual({ from, to: Date.parse('2026-11-20T14:05:10Z') })
  expect(spanOf(view({ until: '2026-11-20T14:30:00Z' }), series())).toEqual({ from, to: Date.parse('2026-11-20T14:30:00Z') })
  expect(spanOf(view(), { ...series(), points: [] })).toBeNull()
})

test('an outage before the site was back is no trouble afterwards', () => {
  const down = { ...figures, works: 0, availability: 0 }
  const points = [
    { ...point('2026-11-20T14:00:00Z'), figures: down },
    point('2026-11-20T14:01:00Z'),
    point('2026-11-20T14:01:10Z'),
  ]
  const back = view({ watched_from: '2026-11-20T14:01:00Z', probes: [{ ...series(down), points }] })
  expect(worksLately(back.probes[0]!, back.watched_from)).toBe(100)
  expect(worksSince(back)).toBe(100)
  expect(isTroubled(back)).toBe(false)
  const again = { ...back, probes: [{ ...series(), points: [...points, { ...point('2026-11-20T14:01:20Z'), figures: down }] }] }
  expect(isTroubled(again)).toBe(true)
  expect(worksSince(again)).toBeCloseTo(66.7, 1)
})
