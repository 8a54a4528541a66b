import { asFault, backend, type CommandLine, type Fault, type Finding, type OutputLine } from '../../backend'

/** Lines the window keeps; the engine keeps no more of one build. */
const MOST = 5_000

/** What the commands of one build have written, fetched whenever there is more of it. */
export class Output {
  lines = $state.raw<readonly OutputLine[]>([])
  commands = $state.raw<readonly CommandLine[]>([])
  /** What was found in the files before they were packed. */
  findings = $state.raw<readonly Finding[]>([])
  /** Lines at the beginning that are no longer kept. */
  dropped = $state(0)
  fault = $state.raw<Fault | null>(null)

  readonly #jobId: string
  #asking = false
  #wanted = 0
  #known = 0

  constructor(jobId: string) {
    this.#jobId = jobId
  }

  /** There are at least so many lines, or the commands have changed. */
  upTo(lines: number): void {
    this.#wanted = Math.max(this.#wanted, lines)
    void this.#ask()
  }

  /** One question at a time; asks again as long as there is more than was told. */
  async #ask(): Promise<void> {
    if (this.#asking) return
    this.#asking = true
    try {
      let more = true
      while (more) {
        const answer = await backend.queryBuildOutput(this.#jobId, this.#known)
        const last = answer.lines.at(-1)?.number
        this.commands = answer.commands
        this.findings = answer.findings
        if (last !== undefined) {
          this.#known = last
          this.lines = [...this.lines, ...answer.lines].slice(-MOST)
          this.dropped = Math.max(answer.dropped, this.lines[0]!.number - 1)
        }
        more = last !== undefined && this.#known < this.#wanted
      }
      this.fault = null
    } catch (thrown) {
      this.fault = asFault(thrown)
    } finally {
      this.#asking = false
    }
  }
}
