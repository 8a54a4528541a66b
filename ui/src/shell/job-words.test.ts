import { expect, test } from 'vitest'
import type { Job } from '../backend/interface'
import { jobLine, jobShare, jobTitle, nextTry } from './job-words'

const job: Job = {
  id: 'a',
  kind: 'upload',
  project_id: 'p',
  env: 'qa',
  package: null,
  state: { state: 'running' },
  phase: 'sending',
  done: 412_000_000,
  total: 974_000_000,
  speed: null,
  eta_s: null,
  params: { file_name: 'site.zip' },
  started_at: '2026-11-20T10:00:00Z',
  updated_at: '2026-11-20T10:00:00Z',
  revision: 1,
}

test('speed and time left are told only once they mean something', () => {
  expect(jobLine(job)).toBe('412 of 974\u00a0MB')
  expect(jobLine({ ...job, speed: 8_600_000, eta_s: 66 })).toBe(
    '412 of 974\u00a0MB · 8.60\u00a0MB/s · about a minute left',
  )
})

test('a job that waits says for what', () => {
  const waiting: Job = { ...job, state: { state: 'waiting', waiting_for: 'look-in-portal' } }
  expect(jobLine(waiting)).toBe('No answer came. Look in the Portal')
})

test('a job that waits for another try says when that is', () => {
  const waiting: Job = {
    ...job,
    state: { state: 'waiting', waiting_for: 'retry' },
    params: { try: '2', retry_in_s: '90', retry_because: 'portal-busy' },
  }
  expect(nextTry(waiting)).toBe(Date.parse('2026-11-20T10:01:30Z'))
  expect(jobLine(waiting)).toMatch(/^The Portal refused for now\. Next try .*:01$/)
})

test('when everything is sent and the answer is missing, no share is claimed', () => {
  expect(jobShare({ ...job, done: job.total, phase: 'waiting-for-answer' })).toBeNull()
  expect(jobShare({ ...job, total: 0 })).toBeNull()
  expect(jobShare(job)).toBeCloseTo(0.423)
})

test('an environment without its project is named as in the upload address', () => {
  expect(jobTitle(job, [])).toBe('Uploading to QA')
})
