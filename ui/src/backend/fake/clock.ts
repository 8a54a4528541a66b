export type Cancel = () => void

type Due = { at: number; order: number; run: () => void }

/**
 * The scripted world's time. Tests move it by hand; in development it follows the computer's
 * clock, at whatever speed was asked for.
 */
export class Clock {
  readonly start: number
  #now: number
  #order = 0
  #due: Due[] = []

  constructor(start: number) {
    this.start = start
    this.#now = start
  }

  /** Milliseconds since 1970, as `Date.now()` counts. */
  now(): number {
    return this.#now
  }

  /** This moment, or one `ms` away from it, as the engine writes moments. */
  moment(ms = 0): string {
    return new Date(this.#now + ms).toISOString().replace(/\.\d{3}Z$/, 'Z')
  }

  /** Runs something once, `ms` from now. */
  after(ms: number, run: () => void): Cancel {
    const due = { at: this.#now + Math.max(0, ms), order: this.#order++, run }
    this.#due.push(due)
    return () => {
      this.#due = this.#due.filter((other) => other !== due)
    }
  }

  /** Runs something every `ms` until it is cancelled. */
  every(ms: number, run: () => void): Cancel {
    let cancel: Cancel
    const again = () => {
      cancel = this.after(ms, again)
      run()
    }
    cancel = this.after(ms, again)
    return () => cancel()
  }

  /** Lets `ms` pass: everything due runs, in the order it is due. */
  advance(ms: number): void {
    const until = this.#now + ms
    for (;;) {
      const next = this.#due
        .filter((due) => due.at <= until)
        .sort((a, b) => a.at - b.at || a.order - b.order)[0]
      if (!next) break
      this.#due = this.#due.filter((due) => due !== next)
      this.#now = Math.max(this.#now, next.at)
      next.run()
    }
    this.#now = until
  }

  /** Follows the computer's clock until the returned function is called. */
  follow(speed: number): Cancel {
    let last = performance.now()
    const timer = setInterval(() => {
      const now = performance.now()
      this.advance((now - last) * speed)
      last = now
    }, 50)
    return () => clearInterval(timer)
  }
}
