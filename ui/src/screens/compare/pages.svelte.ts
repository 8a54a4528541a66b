import {
  asFault,
  type Fault,
  type KindCount,
  type LongList,
  type RowsFound,
  type RowsWanted,
  type SortBy,
} from '../../backend'
import type { Sort } from '../../parts/table'
import type { Show } from './rows'

/** What is looked for in a list. */
export type Question = { text: string; show: Show; kind: string }

type Ask = (wanted: RowsWanted) => Promise<RowsFound>

/** As long as somebody types, nothing is asked. */
const PAUSE_MS = 150

/**
 * A list too long to be told at once. Its first rows came with the comparison; the engine searches
 * and sorts the whole of it, and tells a page at a time.
 */
export class Pages<Row> {
  rows = $state.raw<readonly Row[]>([])
  /** Rows that match, on all pages. */
  total = $state(0)
  /** Object types of what matches, whichever type is shown. */
  kinds = $state.raw<readonly KindCount[]>([])
  reading = $state(false)
  /** Rows that are told at once. */
  readonly page: number
  fault = $state.raw<Fault | null>(null)
  /** Of all types that match. */
  readonly matching = $derived(
    this.kinds.length > 0 ? this.kinds.reduce((sum, { count }) => sum + count, 0) : this.total,
  )

  readonly #list: LongList
  readonly #ask: Ask
  readonly #rowsOf: (found: RowsFound) => readonly Row[]
  readonly #kindsOf: (word: string) => string[]
  #question: Question = { text: '', show: 'any', kind: '' }
  #sort: Sort | null = null
  #turn = 0
  #waiting: ReturnType<typeof setTimeout> | undefined

  constructor(
    list: LongList,
    first: { rows: readonly Row[]; total: number; kinds: readonly KindCount[] },
    ask: Ask,
    rowsOf: (found: RowsFound) => readonly Row[],
    /** Object types whose name for people holds a word. */
    kindsOf: (word: string) => string[],
  ) {
    this.#list = list
    this.#ask = ask
    this.#rowsOf = rowsOf
    this.#kindsOf = kindsOf
    this.rows = first.rows
    this.page = first.rows.length
    this.total = first.total
    this.kinds = first.kinds
  }

  /** Looks for something else, once nobody types any more. */
  look(question: Question): void {
    const { text, show, kind } = this.#question
    if (question.text === text && question.show === show && question.kind === kind) return
    const typed = question.text !== text
    this.#question = question
    this.#again(typed ? PAUSE_MS : 0)
  }

  /** Puts the rows in another order. */
  order(sort: Sort | null): void {
    if (sort?.key === this.#sort?.key && sort?.direction === this.#sort?.direction) return
    this.#sort = sort
    this.#again(0)
  }

  /** Adds the next page. */
  more(): void {
    if (this.reading || this.rows.length >= this.total) return
    void this.#read(this.rows.length)
  }

  #again(pause: number): void {
    clearTimeout(this.#waiting)
    this.#turn++
    this.reading = true
    this.#waiting = setTimeout(() => void this.#read(0), pause)
  }

  async #read(from: number): Promise<void> {
    const turn = this.#turn
    this.reading = true
    try {
      const found = await this.#ask(this.#wanted(from))
      if (turn !== this.#turn) return
      const rows = this.#rowsOf(found)
      this.rows = from === 0 ? rows : [...this.rows, ...rows]
      this.total = found.total
      this.kinds = found.kinds
      this.fault = null
    } catch (thrown) {
      if (turn === this.#turn) this.fault = asFault(thrown)
    } finally {
      if (turn === this.#turn) this.reading = false
    }
  }

  #wanted(from: number): RowsWanted {
    const { text, show, kind } = this.#question
    const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean)
    return {
      list: this.#list,
      words: words.map((word) => ({ text: word, kinds: this.#kindsOf(word) })),
      change: show === 'any' ? null : show,
      kind: kind || null,
      order: this.#sort && { by: this.#sort.key as SortBy, down: this.#sort.direction === 'down' },
      from,
    }
  }
}
