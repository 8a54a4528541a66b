import { describe, expect, it } from 'vitest'
import { fakeBackend, type FakeOptions } from '.'
import type { Fault, Job, News } from '../interface'
import { fault } from './faults'

const start = Date.parse('2026-11-20T13:20:00Z')

function open(options: FakeOptions = {}) {
  const backend = fakeBackend({ scenario: 'inspected', clock: 'steps', start, ...options })
  const heard: Job[] = []
  void backend.on('jobChanged', (job) => heard.push(job))
  return { backend, heard, stage: backend.stage }
}

async function order(backend: ReturnType<typeof open>['backend'], env = 'qa') {
  const { projects } = await backend.queryStart()
  const project_id = projects[0]!.id
  const package_id = (await backend.queryPackages())[0]!.id
  const terms = await backend.queryUploadTerms(package_id, project_id, env)
  return {
    package_id,
    project_id,
    env,
    confirmation_id: terms.confirmation_id,
    reason: null as string | null,
    typed_name: null as string | null,
    despite_blockers: false,
  }
}

const code = (asking: Promise<unknown>) => asking.then(() => 'no fault', (thrown: Fault) => thrown.code)

describe('the scripted world', () => {
  it('is the same in every run', async () => {
    const story = async () => {
      const { backend, stage, heard } = open()
      await backend.jobUpload(await order(backend))
      stage.advance(40_000)
      return JSON.stringify(heard)
    }
    expect(await story()).toBe(await story())
  })

  it('gives copies, as a process border would', async () => {
    const { backend } = open()
    const first = await backend.queryStart()
    first.projects.length = 0
    expect((await backend.queryStart()).projects).not.toHaveLength(0)
  })

  it('begins every story without a fault', async () => {
    const { scenarios } = await import('./scenarios')
    for (const scenario of Object.keys(scenarios) as NonNullable<FakeOptions['scenario']>[]) {
      const { backend, stage } = open({ scenario })
      stage.advance(5_000)
      const { projects } = await backend.queryStart()
      for (const { id } of projects) await backend.queryPipeline(id)
    }
    // All of them in one test: a busy machine may take its time.
  }, 60_000)
})

describe('an inspection', () => {
  it('has its verdict before its hash', async () => {
    const { backend, stage } = open()
    const file = await backend.actionChoosePackage()
    const job = await backend.jobInspect(file!.handle)
    expect(job.params).not.toHaveProperty('package_id')
    stage.advance(800)
    const reading = await backend.queryJob(job.id)
    expect(reading.phase).toBe('hashing')
    const packageId = reading.params['package_id']!
    stage.advance(10_000)
    const done = await backend.queryJob(job.id)
    expect(done.state).toEqual({ state: 'succeeded' })
    expect((await backend.queryPackage(packageId, null, null)).sha256).toBe(done.package)
  })
})

describe('an upload', () => {
  it('promise_20_never_goes_back_and_hides_its_estimate_until_it_means_something', async () => {
    const { backend, stage, heard } = open({ scenario: 'inspected' })
    await backend.jobUpload(await order(backend))
    stage.advance(40_000)
    const sending = heard.filter((job) => job.kind === 'upload' && job.phase === 'sending')
    const began = Date.parse(sending[0]!.updated_at)
    let before = 0
    for (const job of sending) {
      expect(job.done).toBeGreaterThanOrEqual(before)
      expect(job.done).toBeLessThanOrEqual(job.total)
      before = job.done
      if (Date.parse(job.updated_at) - began < 9_000) expect(job.eta_s).toBeNull()
    }
    expect(sending.some((job) => job.eta_s !== null)).toBe(true)
    expect(heard.findLast((job) => job.kind === 'upload')?.state).toEqual({ state: 'succeeded' })
  })

  it('promise_39_starts_once_for_one_confirmation', async () => {
    const { backend } = open()
    const ordered = await order(backend)
    const [first, second] = [await backend.jobUpload(ordered), await backend.jobUpload(ordered)]
    expect(second.id).toBe(first.id)
    const { entries } = await backend.queryHistory({
      project_id: null,
      env: null,
      kind: 'upload-started',
      text: first.params['file_name']!,
      before: null,
      limit: null,
    })
    expect(entries.filter((entry) => Date.parse(entry.at) >= start)).toHaveLength(1)
  })

  it('is refused where the order does not say enough', async () => {
    const { backend } = open()
    const prod = await order(backend, 'prod')
    expect(await code(backend.jobUpload(prod))).toBe('reason-missing')
    expect(await code(backend.jobUpload({ ...prod, reason: 'down' }))).toBe('name-does-not-match')
    const whole = { ...prod, reason: 'down', typed_name: 'PROD' }
    expect(await code(backend.jobUpload(whole))).toBe('no fault')
    const again = { ...whole, confirmation_id: (await order(backend, 'prod')).confirmation_id }
    expect(await code(backend.jobUpload(again))).toBe('upload-under-way')
  })

  it('asks to look when everything was sent and nothing came back', async () => {
    const { backend, stage } = open({ scenario: 'upload-lost' })
    const job = await backend.jobUpload(await order(backend))
    stage.advance(60_000)
    expect((await backend.queryJob(job.id)).state).toEqual({
      state: 'waiting',
      waiting_for: 'look-in-portal',
    })
    const answered = await backend.actionAnswerUpload(job.id, 'no-deployment')
    expect(answered.state).toMatchObject({ state: 'failed', fault: { code: 'upload-did-not-arrive' } })
  })

  it('cannot be taken back once everything is sent', async () => {
    const { backend, stage } = open({ scenario: 'upload-lost' })
    const job = await backend.jobUpload(await order(backend))
    stage.advance(30_000)
    const cancelled = await backend.actionCancelJob(job.id)
    expect(cancelled.state).toEqual({ state: 'waiting', waiting_for: 'look-in-portal' })
  })
})

describe('a watch', () => {
  it('begins by itself, sees the outage and measures it', async () => {
    const { backend, stage, heard } = open({ scenario: 'watching' })
    stage.advance(8 * 60_000)
    const watched = heard.findLast((job) => job.kind === 'watch')!
    const view = await backend.queryWatch(watched.id)
    expect(view.verdict).toBe('looks-live')
    expect(view.downtime_ms).toBeGreaterThan(3 * 60_000)
    expect(view.samples.some((sample) => sample.state === 'offline')).toBe(true)
  })
})

describe('the history', () => {
  it('pages backwards through a hundred thousand lines without a gap', async () => {
    const { backend } = open({ scenario: 'many' })
    const filter = { project_id: null, env: null, kind: null, text: null, limit: 400 }
    const first = await backend.queryHistory({ ...filter, before: null })
    expect(first.total).toBeGreaterThan(100_000)
    const second = await backend.queryHistory({ ...filter, before: first.entries.at(-1)!.seq })
    expect(second.entries[0]!.seq).toBe(first.entries.at(-1)!.seq - 1)
  })
})

describe('the stage', () => {
  it('tells what is dropped and what is refused', async () => {
    const { backend, stage } = open()
    const heard: News['fileDrag'][] = []
    const stop = await backend.on('fileDrag', (drag) => heard.push(drag))
    stage.drag(2)
    stage.drop('warnings')
    stage.refuse('several-files')
    stop()
    stage.leave()
    expect(heard.map((drag) => drag.kind)).toEqual(['over', 'dropped', 'refused'])
    expect(heard[2]).toEqual({ kind: 'refused', fault: fault('several-files') })
  })
})
