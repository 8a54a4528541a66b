import { asFault, backend, type ChainState, type Entry, type Fault, type HistoryFilter } from '../../backend'

/** What the user filters by; the pages themselves are cut in here. */
export type Wanted = Pick<HistoryFilter, 'project_id' | 'env' | 'kind' | 'text'>

const page = 400

/**
 * The history as far as it was scrolled through, newest first. The whole of it may be a hundred
 * thousand lines; only what was asked for is here.
 */
export class Pages {
  entries = $state.raw<Entry[]>([])
  total = $state(0)
  chain = $state.raw<ChainState | null>(null)
  kinds = $state.raw<string[]>([])
  fault = $state.raw<Fault | null>(null)
  /** False until the first answer. */
  ready = $state(false)
  #wanted: Wanted = { project_id: null, env: null, kind: null, text: null }
  /** Goes up with every new filter, so that a late answer to an old one is dropped. */
  #turn = 0
  #reading = false

  get complete(): boolean {
    return this.entries.length >= this.total
  }

  get filter(): HistoryFilter {
    return { ...this.#wanted, before: null, limit: null }
  }

  /** Reads from the newest on; what was read for another filter is dropped. */
  async show(wanted: Wanted): Promise<void> {
    this.#wanted = wanted
    const turn = ++this.#turn
    const keep = Math.max(page, this.entries.length)
    await this.#read(turn, { ...wanted, before: null, limit: this.#same(wanted) ? keep : page }, [])
    this.#last = wanted
  }

  /** Reads on where the list ends; does nothing while it is reading or at the end. */
  async more(): Promise<void> {
    const last = this.entries.at(-1)
    if (!last || this.complete || this.#reading) return
    await this.#read(
      this.#turn,
      { ...this.#wanted, before: last.seq, limit: page },
      this.entries,
    )
  }

  #last: Wanted | null = null

  #same(wanted: Wanted): boolean {
    return JSON.stringify(this.#last) === JSON.stringify(wanted)
  }

  async #read(turn: number, filter: HistoryFilter, above: Entry[]): Promise<void> {
    this.#reading = true
    try {
      const answer = await backend.queryHistory(filter)
      if (turn !== this.#turn) return
      this.entries = [...above, ...answer.entries]
      this.total = answer.total
      this.chain = answer.chain
      this.kinds = answer.kinds
      this.fault = null
    } catch (thrown) {
      if (turn === this.#turn) this.fault = asFault(thrown)
    } finally {
      if (turn === this.#turn) {
        this.#reading = false
        this.ready = true
      }
    }
  }
}
