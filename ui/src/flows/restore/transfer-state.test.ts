import { expect, test } from 'vitest'
import type { Job, TransferSummary } from '../../backend/interface'
import { Throughput } from './throughput'
import { counted, endOf, standingOf } from './transfer-state'

const job = (changed: Partial<Omit<Job, 'kind' | 'state'>> & { state?: unknown }): Job =>
  ({
    id: 'a',
    kind: 'transfer',
    project_id: null,
    env: 'qa',
    package: null,
    state: { state: 'running' },
    phase: 'sending',
    done: 10,
    total: 100,
    speed: 5,
    eta_s: null,
    params: { doing: 'sending', files_done: '3' },
    started_at: '2026-11-20T13:00:00Z',
    updated_at: '2026-11-20T13:00:10Z',
    revision: 1,
    ...changed,
  }) as unknown as Job

test('what a transfer is doing is what its row says, and nothing unknown is shown', () => {
  expect(standingOf(job({}))).toEqual({ is: 'going', doing: 'sending', since: null })
  const offline = job({ params: { doing: 'offline', offline_since: '2026-11-20T12:58:00Z' } })
  expect(standingOf(offline)).toEqual({ is: 'going', doing: 'offline', since: '2026-11-20T12:58:00Z' })
  expect(standingOf(job({ params: { doing: 'dancing' } }))).toMatchObject({ doing: 'sending' })
})

test('a transfer that waits for a link is no other waiting', () => {
  expect(standingOf(job({ state: { state: 'waiting', waiting_for: 'link' } }))).toEqual({ is: 'needs-link' })
  expect(standingOf(job({ state: { state: 'waiting', waiting_for: 'retry' } }))).toMatchObject({ is: 'going' })
})

test('a figure that is not there is not taken for none', () => {
  expect(counted(job({}), 'files_done')).toBe(3)
  expect(counted(job({}), 'files_total')).toBeNull()
  expect(counted(job({ params: { limit: '' } }), 'limit')).toBeNull()
})

test('the line takes one value a second, and begins anew with another transfer', () => {
  const line = new Throughput()
  const at = (second: number, id = 'a') => job({ id, updated_at: new Date(1_000_000 + second * 1000).toISOString() })
  expect(line.add(at(1))).toBe(true)
  expect(line.add(at(1.4))).toBe(false)
  expect(line.add(at(2))).toBe(true)
  expect(line.points).toHaveLength(2)
  expect(line.add(at(3, 'b'))).toBe(true)
  expect(line.points).toHaveLength(1)
})

test('while nothing moves the line has a gap instead of a nought', () => {
  const line = new Throughput()
  expect(line.add(job({ speed: null })), 'nothing was measured yet').toBe(false)
  line.add(job({}))
  line.add(job({ speed: null, updated_at: '2026-11-20T13:00:12Z' }))
  expect(line.points.map((point) => point.value)).toEqual([5, null])
})

test('a report says what is not there, what is not proven and what is still to come, each as what it is', () => {
  const report = (changed: Partial<TransferSummary>) =>
    ({ end: 'complete', not_sent: 0, not_reached: 0, all_is_well: false, ...changed }) as TransferSummary
  expect(endOf(report({ all_is_well: true }))).toBe('well')
  expect(endOf(report({ not_sent: 3 }))).toBe('missing')
  expect(endOf(report({}))).toBe('unproven')
  expect(endOf(report({ end: 'stopped', not_reached: 40 }))).toBe('stopped')
  expect(endOf(report({ end: 'gave-up', not_reached: 40 }))).toBe('broken')
})
