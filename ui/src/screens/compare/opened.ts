import type { Change } from '../../backend/interface'

/** Something of which both versions can be looked at: one or more files of the packages. */
export type Opened = {
  title: string
  change: Change
  /** Below the title: a type, a page path. */
  about: string
  entries: readonly string[]
}

/** A place in a list that may be long, so that one can go on to the next without closing. */
export type OpenedList = { at: number; count: number; of: (at: number) => Opened }
