import { describe, expect, it } from 'vitest'
import type { Job } from '../../backend/interface'
import { begin, emptyDraft, type Flow, type FlowEvent, next, type Place } from './flow'
import { rail } from './rail'

const kept = { packageId: 'p1', env: 'qa', uploadId: 'u1', drafts: {} }

/** One flow at every place. */
const places: Record<Place, Flow> = {
  package: { at: 'package', kept },
  reading: { at: 'reading', jobId: 'i1', kept },
  verdict: { at: 'verdict', packageId: 'p1', kept },
  where: { at: 'where', packageId: 'p1', kept },
  confirm: { at: 'confirm', packageId: 'p1', env: 'prod', kept },
  upload: { at: 'upload', uploadId: 'u1', kept },
  watch: { at: 'watch', uploadId: 'u1', kept },
}

const events = {
  reading: { is: 'reading', jobId: 'i2' },
  read: { is: 'read', packageId: 'p2' },
  'another-package': { is: 'another-package' },
  'asked-where': { is: 'asked-where' },
  'environment-chosen': { is: 'environment-chosen', env: 'uat' },
  'asked-to-review': { is: 'asked-to-review', env: 'uat' },
  wrote: { is: 'wrote', env: 'uat', draft: emptyDraft },
  started: { is: 'started', uploadId: 'u2', env: 'uat' },
  arrived: { is: 'arrived' },
  'to-be-sent-again': { is: 'to-be-sent-again', packageId: 'p1', env: 'qa', review: false },
  'asked-for-watch': { is: 'asked-for-watch' },
  back: { is: 'back' },
} satisfies Record<Exclude<FlowEvent['is'], 'went'>, FlowEvent>

type EventName = keyof typeof events

/** Where each event leads from each place; what is not listed changes nothing. */
const table: Record<EventName, Partial<Record<Place, Place>>> = {
  reading: {
    package: 'reading',
    reading: 'reading',
    verdict: 'reading',
    where: 'reading',
    confirm: 'reading',
    upload: 'reading',
    watch: 'reading',
  },
  read: { reading: 'verdict' },
  'another-package': {
    package: 'package',
    reading: 'package',
    verdict: 'package',
    where: 'package',
    confirm: 'package',
    upload: 'package',
    watch: 'package',
  },
  'asked-where': { verdict: 'where', confirm: 'where' },
  'environment-chosen': {},
  'asked-to-review': { verdict: 'confirm', where: 'confirm' },
  wrote: {},
  started: {
    package: 'upload',
    reading: 'upload',
    verdict: 'upload',
    where: 'upload',
    confirm: 'upload',
    upload: 'upload',
    watch: 'upload',
  },
  arrived: { upload: 'watch' },
  'to-be-sent-again': {
    package: 'verdict',
    reading: 'verdict',
    verdict: 'verdict',
    where: 'verdict',
    confirm: 'verdict',
    upload: 'verdict',
    watch: 'verdict',
  },
  'asked-for-watch': { upload: 'watch' },
  back: {
    reading: 'package',
    verdict: 'package',
    where: 'verdict',
    confirm: 'where',
    upload: 'verdict',
    watch: 'upload',
  },
}

describe('every event at every place', () => {
  for (const name of Object.keys(events) as EventName[]) {
    for (const place of Object.keys(places) as Place[]) {
      const to = table[name][place] ?? place
      it(`${name} at ${place} leads to ${to}`, () => {
        expect(next(places[place], events[name]).at).toBe(to)
      })
    }
  }
})

describe('going back loses nothing', () => {
  it('keeps the environment, the reason and the upload from the review to the file and again', () => {
    let flow = begin({ packageId: 'p1' })
    flow = next(flow, { is: 'asked-where' })
    flow = next(flow, { is: 'environment-chosen', env: 'prod' })
    flow = next(flow, { is: 'asked-to-review', env: 'prod' })
    const draft = { reason: 'Checkout is down', typedName: 'PRO', despiteBlockers: true }
    flow = next(flow, { is: 'wrote', env: 'prod', draft })
    for (const to of ['where', 'verdict', 'package'] as const) {
      flow = next(flow, { is: 'back' })
      expect(flow.at).toBe(to)
    }
    expect(flow.kept).toEqual({ packageId: 'p1', env: 'prod', uploadId: null, drafts: { prod: draft } })
    expect(next(flow, { is: 'went', step: 'confirm' })).toMatchObject({ at: 'confirm', env: 'prod' })
  })

  it('keeps what was written for each environment apart', () => {
    let flow = begin({ packageId: 'p1' })
    flow = next(flow, { is: 'wrote', env: 'uat', draft: { ...emptyDraft, reason: 'for UAT' } })
    flow = next(flow, { is: 'wrote', env: 'prod', draft: { ...emptyDraft, reason: 'for PROD' } })
    expect(flow.kept.drafts['uat']?.reason).toBe('for UAT')
    expect(flow.kept.drafts['prod']?.reason).toBe('for PROD')
  })
})

describe('sending again', () => {
  it('keeps the reason but asks for the name and the tick anew', () => {
    const draft = { reason: 'Checkout is down', typedName: 'PROD', despiteBlockers: true }
    const sent: Flow = {
      at: 'upload',
      uploadId: 'u1',
      kept: { packageId: 'p1', env: 'prod', uploadId: 'u1', drafts: { prod: draft } },
    }
    const again = next(sent, { is: 'to-be-sent-again', packageId: 'p1', env: 'prod', review: true })
    expect(again).toMatchObject({ at: 'confirm', env: 'prod', packageId: 'p1' })
    expect(again.kept.drafts['prod']).toEqual({ ...emptyDraft, reason: 'Checkout is down' })
  })
})

describe('resuming from a job', () => {
  const job = (changed: Partial<Job>): Job => ({
    id: 'j1',
    kind: 'upload',
    project_id: 'd1',
    env: 'qa',
    package: 'abc',
    state: { state: 'running' },
    phase: 'sending',
    done: 0,
    total: 10,
    speed: null,
    eta_s: null,
    params: { package_id: 'p1' },
    started_at: '2026-11-20T09:00:00Z',
    updated_at: '2026-11-20T09:00:00Z',
    revision: 1,
    ...changed,
  })

  it('an inspection without a verdict goes on reading', () => {
    const flow = begin({ job: job({ kind: 'inspect', params: {} }) })
    expect(flow).toMatchObject({ at: 'reading', jobId: 'j1' })
  })

  it('an inspection with a package shows its verdict while the hash is still computed', () => {
    const flow = begin({ job: job({ kind: 'inspect', env: null }) })
    expect(flow).toMatchObject({ at: 'verdict', packageId: 'p1' })
  })

  it('an upload that runs, waits, was interrupted or ended badly is shown as an upload', () => {
    for (const state of ['running', 'interrupted', 'cancelled'] as const) {
      expect(begin({ job: job({ state: { state } }) })).toMatchObject({ at: 'upload', uploadId: 'j1' })
    }
    const lost = job({ state: { state: 'waiting', waiting_for: 'look-in-portal' } })
    expect(begin({ job: lost }).at).toBe('upload')
  })

  it('an accepted upload goes on to the watch', () => {
    expect(begin({ job: job({ state: { state: 'succeeded' } }) })).toMatchObject({ at: 'watch', uploadId: 'j1' })
  })

  it('a watch knows its upload', () => {
    const flow = begin({ job: job({ kind: 'watch', params: { upload_job: 'u9' } }) })
    expect(flow).toMatchObject({ at: 'watch', uploadId: 'u9', kept: { uploadId: 'u9', env: 'qa' } })
  })
})

describe('the rail', () => {
  it('has no confirm step for a plain upload to QA', () => {
    expect(rail(places.verdict, 'plainly', false).map((step) => step.id)).toEqual([
      'package',
      'verdict',
      'where',
      'upload',
      'watch',
    ])
  })

  it('shows the confirm step where one is asked for', () => {
    expect(rail(places.where, 'as-emergency', false).map((step) => step.id)).toContain('confirm')
    expect(rail(places.confirm, 'plainly', false).map((step) => step.id)).toContain('confirm')
  })

  it('marks what is done, what is now and what is ahead', () => {
    expect(rail(places.where, 'plainly', false).map((step) => step.state)).toEqual([
      'done',
      'done',
      'current',
      'ahead',
      'ahead',
    ])
    expect(rail(places.upload, 'plainly', true).at(3)?.state).toBe('problem')
  })
})
