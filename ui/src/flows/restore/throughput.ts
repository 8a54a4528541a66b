import type { Job } from '../../backend/interface'
import { timeOfDay } from '../../format'
import type { Point } from '../../parts/sparkline'

/** One value a second, two minutes of them. */
const EVERY = 1000
const KEPT = 120

/** The last minutes of a transfer as a line; a stretch in which nothing moved is a gap. */
export class Throughput {
  points: Point[] = []
  #at = Number.NEGATIVE_INFINITY
  #job = ''

  /** Takes a row in; answers whether the line changed. */
  add(job: Job): boolean {
    if (job.id !== this.#job) {
      this.#job = job.id
      this.points = []
      this.#at = Number.NEGATIVE_INFINITY
    }
    const at = Date.parse(job.updated_at)
    if (job.state.state !== 'running' && job.state.state !== 'paused' && job.state.state !== 'waiting') return false
    // Before the first speed is known there is nothing to draw, and no gap either.
    if (at - this.#at < EVERY || (this.points.length === 0 && job.speed === null)) return false
    this.#at = at
    this.points = [...this.points, { time: timeOfDay(job.updated_at), value: job.speed }].slice(-KEPT)
    return true
  }
}
