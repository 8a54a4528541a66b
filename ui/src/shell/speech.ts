/**
 * What a screen reader hears about jobs (promise 43): the start, each 10 % or 60 seconds, and the
 * end; never more than once in 5 seconds, and the end is never lost.
 */
import type { Job, Project } from '../backend/interface'
import { words } from '../copy'
import { jobNames, jobShare } from './job-words'

const PAUSE = 5_000
const REMINDER = 60_000

type Outside = {
  now: () => number
  /** Calls once, after so many milliseconds. */
  later: (ms: number, call: () => void) => void
  say: (text: string) => void
  projects: () => readonly Project[]
}

type Heard = { state: string; tenth: number; at: number }

export class JobSpeech {
  readonly #outside: Outside
  readonly #heard = new Map<string, Heard>()
  /** The newest words of each job that wait for the pause to end. */
  readonly #waiting = new Map<string, string>()
  #spokeAt = Number.NEGATIVE_INFINITY
  #timed = false

  constructor(outside: Outside) {
    this.#outside = outside
  }

  /** A job's row changed; says what is worth saying. */
  hear(job: Job): void {
    const words = this.#words(job)
    if (words === null) return
    this.#waiting.set(job.id, words)
    this.#speak()
  }

  #words(job: Job): string | null {
    const now = this.#outside.now()
    const before = this.#heard.get(job.id)
    const share = jobShare(job)
    const tenth = share === null ? 0 : Math.floor(share * 10)
    const state = stateName(job)
    const changed = before?.state !== state
    const moved = before && state === 'running' && (tenth > before.tenth || now - before.at >= REMINDER)
    if (!changed && !moved) return null
    this.#heard.set(job.id, { state, tenth, at: now })
    const names = jobNames(job, this.#outside.projects())
    if (changed) return words(`speech.${job.kind}.${state}`, names)
    return share === null
      ? words(`speech.${job.kind}.running`, names)
      : words(`speech.${job.kind}.progress`, { percent: Math.floor(share * 100), ...names })
  }

  #speak(): void {
    if (this.#waiting.size === 0 || this.#timed) return
    const wait = this.#spokeAt + PAUSE - this.#outside.now()
    if (wait > 0) {
      this.#timed = true
      this.#outside.later(wait, () => {
        this.#timed = false
        this.#speak()
      })
      return
    }
    const text = [...this.#waiting.values()].join(' ')
    this.#waiting.clear()
    this.#spokeAt = this.#outside.now()
    this.#outside.say(text)
  }
}

function stateName(job: Job): string {
  switch (job.state.state) {
    case 'queued':
    case 'running':
      return 'running'
    case 'waiting':
      return job.state.waiting_for
    default:
      return job.state.state
  }
}
