/**
 * Every word the interface shows comes from the catalogs in `messages/`, flat keys, one file per
 * area and language. Paraglide compiles them to functions (`scripts/words.mjs`). Two ways in:
 *
 * - `say('start.title')` for keys known while writing: the compiler refuses one that does not exist.
 * - `words('fault.token-refused.title', params)` for keys made from a code of the engine; whether
 *   they exist is tested over the catalog. `faultWords` and `checkWords` wrap the usual ones.
 *
 * The message syntax is that of inlang's message format; what `{bytes.size}` means is told in
 * `inputs.ts`.
 *
 * In development and tests `?locale=pseudo` shows every word accented and 40 % longer, so that
 * text which does not come from here, or does not fit, can be seen.
 */
import type { Fault, Finding } from '../backend/bindings'
import type { m as releaseWords } from './generated-release/messages.js'
import type { m as restoreWords } from './generated-restore/messages.js'
import type { m as trustWords } from './generated-trust/messages.js'
import { m } from './generated/messages.js'
import { inputs, type Params } from './inputs'
import { pseudo } from './pseudo'

export type { Params } from './inputs'

/** A key known while writing. */
export type Word =
  | keyof typeof m
  | keyof typeof releaseWords
  | keyof typeof restoreWords
  | keyof typeof trustWords

type Catalog = Record<string, (inputs: object) => string>

const catalog: Catalog = { ...(m as unknown as Catalog) }

/** Takes in the words of an area that was loaded later. */
export function addWords(more: object): void {
  Object.assign(catalog, more)
}

const accented =
  __FAKE__ &&
  typeof location !== 'undefined' &&
  new URLSearchParams(location.search).get('locale') === 'pseudo'

/** The words for a key known while writing. */
export function say(word: Word, params: Params = {}): string {
  return words(word, params)
}

/** The words for a key made at run time; the key itself where the catalog has none. */
export function words(key: string, params: Params = {}): string {
  const message = hasWords(key) ? catalog[key] : undefined
  if (message === undefined) return key
  return accented ? pseudo(message, params) : message(inputs(params))
}

export function hasWords(key: string): boolean {
  return Object.hasOwn(catalog, key)
}

export type FaultWords = {
  /** What happened. */
  title: string
  /** What it means for the user; may be empty. */
  means: string
  /** What to do next; may be empty. */
  todo: string
}

/** What to tell about a fault; one without words of its own is told as `fault.unexpected`. */
export function faultWords(fault: Fault): FaultWords {
  const code = hasWords(`fault.${fault.code}.title`) ? fault.code : 'unexpected'
  const part = (name: string) =>
    hasWords(`fault.${code}.${name}`) ? words(`fault.${code}.${name}`, fault.params) : ''
  return { title: part('title'), means: part('means'), todo: part('todo') }
}

export type CheckWords = { what: string; why: string; fix: string }

/** What a check found, why it matters and how to mend it. */
export function checkWords(finding: Finding): CheckWords {
  const part = (name: string) =>
    hasWords(`check.${finding.check}.${name}`)
      ? words(`check.${finding.check}.${name}`, finding.params)
      : ''
  return { what: part('what') || finding.check, why: part('why'), fix: part('fix') }
}
