import { describe, expect, it } from 'vitest'
import type { Job, JobState, WatchView } from '../../backend/interface'
import { fault } from '../../backend/fake/faults'
import { standingOf } from './progress'
import { seenBy } from './watch/seen'

function job(state: JobState, params: Record<string, string> = {}, kind: Job['kind'] = 'upload'): Job {
  return {
    id: 'j1',
    kind,
    project_id: 'p',
    env: 'qa',
    package: 'abc',
    state,
    phase: 'sending',
    done: 1,
    total: 2,
    speed: null,
    eta_s: null,
    params,
    started_at: '2026-11-20T13:00:00Z',
    updated_at: '2026-11-20T13:10:00Z',
    revision: 3,
  }
}

describe('what an upload’s row means', () => {
  it('goes on while it is queued, runs or rests', () => {
    for (const state of ['queued', 'running', 'paused'] as const) {
      expect(standingOf(job({ state }))).toEqual({ is: 'going' })
    }
  })

  it('counts down to the next try from when the wait began', () => {
    const waiting = job(
      { state: 'waiting', waiting_for: 'retry' },
      { try: '2', retry_in_s: '90', retry_because: 'portal-busy' },
    )
    expect(standingOf(waiting)).toEqual({
      is: 'retrying',
      until: Date.parse('2026-11-20T13:11:30Z'),
      because: 'portal-busy',
      attempt: '2',
    })
  })

  it('asks to look in the Portal when the answer was lost', () => {
    const lost = job({ state: 'waiting', waiting_for: 'look-in-portal' })
    expect(standingOf(lost)).toEqual({ is: 'look', interrupted: false })
  })

  it('asks to look as well when Slipway ended after the last byte, and only then', () => {
    expect(standingOf(job({ state: 'interrupted' }, { whole_body_sent: 'true' }))).toEqual({
      is: 'look',
      interrupted: true,
    })
    expect(standingOf(job({ state: 'interrupted' }, { whole_body_sent: 'false' }))).toEqual({
      is: 'interrupted',
    })
  })

  it('ends as accepted, cancelled or refused with the fault', () => {
    const why = fault('token-refused')
    expect(standingOf(job({ state: 'succeeded' }))).toEqual({ is: 'accepted' })
    expect(standingOf(job({ state: 'cancelled' }))).toEqual({ is: 'cancelled' })
    expect(standingOf(job({ state: 'failed', fault: why }))).toEqual({ is: 'refused', fault: why })
  })
})

describe('what a watch has to say', () => {
  const view = (changed: Partial<WatchView>): WatchView => ({
    job: job({ state: 'running' }, {}, 'watch'),
    samples: [],
    offline_from: null,
    back_at: null,
    downtime_ms: null,
    verdict: 'waiting',
    outcome: null,
    ...changed,
  })
  const running = job({ state: 'running' }, {}, 'watch')

  it('is told apart: none, waiting, offline, back', () => {
    expect(seenBy(null, null)).toBe('none')
    expect(seenBy(running, null)).toBe('waiting')
    expect(seenBy(running, view({ verdict: 'offline', offline_from: '2026-11-20T13:02:00Z' }))).toBe('offline')
    expect(seenBy(running, view({ verdict: 'offline', back_at: '2026-11-20T13:06:00Z' }))).toBe('back')
  })

  it('keeps its verdict once it has one, however it ended', () => {
    for (const state of ['succeeded', 'cancelled', 'interrupted'] as const) {
      const over = job({ state }, {}, 'watch')
      expect(seenBy(over, view({ verdict: 'looks-live' }))).toBe('looks-live')
      expect(seenBy(over, view({ verdict: 'still-offline' }))).toBe('still-offline')
    }
  })

  it('was stopped when it ended without one', () => {
    for (const state of ['cancelled', 'interrupted'] as const) {
      expect(seenBy(job({ state }, {}, 'watch'), view({ verdict: 'offline' }))).toBe('stopped')
    }
  })
})
