import { beforeEach, describe, expect, test } from 'vitest'
import type { Job, JobState } from '../backend/interface'
import { JobSpeech } from './speech'

let now = 0
let timers: { at: number; call: () => void }[] = []
let said: { at: number; text: string }[] = []
let speech: JobSpeech

beforeEach(() => {
  now = 0
  timers = []
  said = []
  speech = new JobSpeech({
    now: () => now,
    later: (ms, call) => timers.push({ at: now + ms, call }),
    say: (text) => said.push({ at: now, text }),
    projects: () => [],
  })
})

/** Lets time pass, in steps, so that timers fire when they are due. */
function pass(ms: number): void {
  const end = now + ms
  for (;;) {
    const due = timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0]
    if (!due) break
    timers = timers.filter((timer) => timer !== due)
    now = due.at
    due.call()
  }
  now = end
}

function upload(done: number, state: JobState = { state: 'running' }, id = 'a'): Job {
  return {
    id,
    kind: 'upload',
    project_id: 'p',
    env: 'qa',
    package: null,
    state,
    phase: 'sending',
    done,
    total: 100,
    speed: null,
    eta_s: null,
    params: { file_name: 'site.zip' },
    started_at: '2026-11-20T10:00:00Z',
    updated_at: '2026-11-20T10:00:00Z',
    revision: 1,
  }
}

const texts = () => said.map(({ text }) => text)

describe('promise 43: the live region speaks', () => {
  test('at the start, at each tenth, and at the end', () => {
    for (let percent = 0; percent <= 99; percent++) {
      speech.hear(upload(percent))
      pass(1_000)
    }
    speech.hear(upload(100, { state: 'succeeded' }))
    pass(10_000)
    expect(texts()[0]).toBe('Uploading site.zip to QA.')
    expect(texts().slice(1, -1)).toEqual(
      [10, 20, 30, 40, 50, 60, 70, 80, 90].map((n) => `${n} percent of site.zip sent to QA.`),
    )
    expect(texts().at(-1)).toBe('The Portal accepted site.zip for QA.')
  })

  test('each minute while nothing else is to be said', () => {
    speech.hear(upload(1))
    for (let second = 0; second < 200; second++) {
      pass(1_000)
      speech.hear(upload(2))
    }
    expect(said.map(({ at }) => Math.round(at / 60_000))).toEqual([0, 1, 2, 3])
  })

  test('never more than once in five seconds, however fast the job is', () => {
    for (let percent = 0; percent <= 100; percent++) {
      speech.hear(upload(percent))
      pass(97)
    }
    speech.hear(upload(100, { state: 'succeeded' }))
    pass(60_000)
    const gaps = said.slice(1).map(({ at }, index) => at - said[index]!.at)
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(5_000)
    expect(texts().at(-1)).toBe('The Portal accepted site.zip for QA.')
  })

  test('about the end even when it comes right after the start', () => {
    speech.hear(upload(0))
    pass(200)
    speech.hear(upload(100, { state: 'waiting', waiting_for: 'look-in-portal' }))
    expect(said).toHaveLength(1)
    pass(5_000)
    expect(texts().at(-1)).toBe('site.zip was sent, but no answer came. Look in the Portal.')
  })

  test('of several jobs in one go', () => {
    for (const id of ['a', 'b', 'c', 'd']) speech.hear(upload(0, { state: 'running' }, id))
    pass(5_000)
    expect(said).toHaveLength(2)
    expect(texts()[1]!.match(/Uploading/g)).toHaveLength(3)
  })

  test('not about what has not changed', () => {
    speech.hear(upload(12))
    pass(6_000)
    for (let again = 0; again < 20; again++) speech.hear(upload(13))
    pass(20_000)
    expect(said).toHaveLength(1)
  })
})
