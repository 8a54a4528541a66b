import { asFault, type Fault } from '../backend'

/**
 * What somebody pressed and the engine has not answered yet, and why the last of it was not done.
 * `What` names the presses of one screen.
 */
export class Doing<What extends string = string> {
  /** What is under way; the last one pressed where there are several. */
  what = $state<What | null>(null)
  /** Why the last was not done, or why what the screen shows could not be read. */
  fault = $state.raw<Fault | null>(null)
  #turn = 0

  get busy(): boolean {
    return this.what !== null
  }

  /** Does it, and answers whether it was done. What an earlier press met is over. */
  async do(what: What, act: () => Promise<unknown>): Promise<boolean> {
    const turn = ++this.#turn
    this.what = what
    this.fault = null
    try {
      await act()
      return true
    } catch (thrown) {
      this.met(thrown)
      return false
    } finally {
      // A later press is not over because an earlier one is.
      if (turn === this.#turn) this.what = null
    }
  }

  /** For what is read without a press: `backend.query…().then(show, doing.met)`. */
  readonly met = (thrown: unknown): void => {
    this.fault = asFault(thrown)
  }
}
