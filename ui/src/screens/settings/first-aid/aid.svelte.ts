/** One round of first aid: what there is to test, what is being tested, what came of it. */
import { asFault, backend, type AidCheck, type AidFinding, type AidOutcome, type Fault } from '../../../backend'

/** Tests at a time: a host that does not answer keeps nobody waiting. */
const AT_ONCE = 3

/** Worst last, as the engine orders them. */
const severity: AidOutcome[] = ['fine', 'not-tested', 'attention', 'not-working']

export const keyOf = (check: AidCheck): string => JSON.stringify(check)

export class Aid {
  checks = $state.raw<AidCheck[]>([])
  found = $state.raw<Record<string, AidFinding>>({})
  /** Keys of what is being tested now. */
  testing = $state.raw<string[]>([])
  fault = $state.raw<Fault | null>(null)
  #round = 0
  #running = $state(false)

  get running(): boolean {
    return this.#running
  }

  get findings(): AidFinding[] {
    return this.checks.flatMap((check) => this.found[keyOf(check)] ?? [])
  }

  /** The worst of all; none before everything was tested. */
  get verdict(): AidOutcome | null {
    const { findings } = this
    if (findings.length === 0 || findings.length < this.checks.length) return null
    return findings.map((one) => one.outcome).reduce((a, b) => (severity.indexOf(a) > severity.indexOf(b) ? a : b))
  }

  /** Tests everything anew. True unless it was stopped on the way. */
  async run(): Promise<boolean> {
    const round = ++this.#round
    this.#running = true
    this.fault = null
    this.found = {}
    try {
      this.checks = await backend.queryFirstAid()
      const left = [...this.checks]
      const worker = async () => {
        for (let next = left.shift(); next && round === this.#round; next = left.shift()) await this.test(next)
      }
      await Promise.all(Array.from({ length: AT_ONCE }, worker))
    } catch (thrown) {
      this.fault = asFault(thrown)
    }
    if (round !== this.#round) return false
    this.#running = false
    return true
  }

  /** What is being tested comes to its end, nothing else is begun. */
  stop(): void {
    this.#round++
    this.#running = false
  }

  async test(check: AidCheck): Promise<void> {
    const key = keyOf(check)
    const round = this.#round
    this.testing = [...this.testing, key]
    try {
      const finding = await backend.actionFirstAid(check)
      if (round === this.#round) this.found = { ...this.found, [key]: finding }
    } catch (thrown) {
      if (round === this.#round) this.fault = asFault(thrown)
    }
    this.testing = this.testing.filter((one) => one !== key)
  }
}
