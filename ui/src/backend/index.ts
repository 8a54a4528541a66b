/**
 * The one backend in use. Screens import `backend` from here and never ask which one it is.
 */
import type { Backend } from './interface'

export * from './interface'

/** Set before anything is mounted, by {@link chooseBackend} or, in tests, {@link useBackend}. */
export let backend: Backend

export function useBackend(chosen: Backend): void {
  backend = chosen
}

/**
 * Inside the window: the engine. In a plain browser: the scripted backend, which a production
 * build leaves out because `__FAKE__` is a constant there.
 */
export async function chooseBackend(): Promise<void> {
  if (__FAKE__ && !('__TAURI_INTERNALS__' in window)) {
    const { fakeBackend } = await import('./fake')
    useBackend(fakeBackend())
    return
  }
  const { tauriBackend } = await import('./tauri')
  useBackend(tauriBackend())
}
