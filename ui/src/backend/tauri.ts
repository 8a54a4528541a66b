import { commands, events } from './bindings'
import type { Backend, News, Questions } from './interface'

/** The real one: every question goes to the window's own process. */
export function tauriBackend(): Backend {
  const questions = Object.fromEntries(
    Object.entries(commands).map(([name, command]) => [name, plain(command as WireCommand)]),
  ) as Questions
  return {
    ...questions,
    on: (event, listener) =>
      events[event].listen((heard) => listener(heard.payload as News[typeof event])),
  }
}

type WireCommand = (
  ...args: unknown[]
) => Promise<{ status: 'ok'; data: unknown } | { status: 'error'; error: unknown }>

function plain(command: WireCommand): (...args: unknown[]) => Promise<unknown> {
  return async (...args) => {
    const answer = await command(...args)
    if (answer.status === 'error') throw answer.error
    return answer.data
  }
}
