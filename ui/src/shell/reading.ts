import { backend } from '../backend'

let count = 0

/** A question that reads for a while, which can be done without once nobody waits for its answer. */
export class Reading {
  /** Told along with the question. Names of a page before a reload are other ones. */
  readonly name = `${performance.timeOrigin}-${++count}`
  #ended = false

  /** The answer is there. */
  ended(): void {
    this.#ended = true
  }

  /** Nobody waits any more; what was begun stops. */
  stop(): void {
    if (this.#ended) return
    this.#ended = true
    // A reading that goes on all the same harms nobody.
    backend.actionStopReading(this.name).catch(() => undefined)
  }
}
