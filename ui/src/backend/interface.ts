/**
 * What the interface may ask of the engine, whoever answers: the window's own process
 * (`tauri.ts`) or a script (`fake/`). Derived from the generated commands, so that the two cannot
 * drift apart.
 */
import type { commands, events, Fault } from './bindings'

export type * from './bindings'
export type * from './restore-interface'
export type * from './release-interface'
export type * from './trust-interface'
export { releaseOf } from './release-interface'
export { isTransfer, restoreOf, waitsForLink } from './restore-interface'

type Answer<T> = { status: 'ok'; data: T } | { status: 'error'; error: Fault }

type Plain<F> = F extends (...args: infer Args) => Promise<infer A>
  ? (...args: Args) => Promise<Extract<A, Answer<unknown>> extends never ? never : DataOf<A>>
  : never

type DataOf<A> = A extends { status: 'ok'; data: infer T } ? T : never

/** Every command, giving its value back or throwing a {@link Fault}. */
export type Questions = { [K in keyof typeof commands]: Plain<(typeof commands)[K]> }

type PayloadOf<E> = E extends {
  listen: (listener: (event: { payload: infer P }) => void) => unknown
}
  ? P
  : never

/** What arrives without asking, by event name. */
export type News = { [K in keyof typeof events]: PayloadOf<(typeof events)[K]> }

export type StopListening = () => void

export type Backend = Questions & {
  /** Hears every event of a kind until the returned function is called. */
  on<K extends keyof News>(event: K, listener: (news: News[K]) => void): Promise<StopListening>
}

/** Whether a thrown value is one of ours, and not a bug of the interface itself. */
export function isFault(thrown: unknown): thrown is Fault {
  return (
    typeof thrown === 'object' &&
    thrown !== null &&
    'code' in thrown &&
    typeof thrown.code === 'string' &&
    'retry' in thrown &&
    'action' in thrown
  )
}

/** Any thrown value as a fault, so that every screen has one way to show what went wrong. */
export function asFault(thrown: unknown): Fault {
  if (isFault(thrown)) return thrown
  const detail = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown)
  return { code: 'unexpected', params: {}, retry: 'by-user', action: 'none', detail }
}
