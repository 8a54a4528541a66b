import { chooseAndInspect } from './packages'
import { places } from './routes'
import { back, canGoBack, go, slipway } from './state.svelte'

/** What the keys do, as the settings list them. */
export const shortcuts = [
  { keys: ['mod', 'O'], word: 'shortcut.choose' },
  { keys: ['mod', '1'], word: 'shortcut.home' },
  { keys: ['mod', '2'], word: 'shortcut.packages' },
  { keys: ['mod', '3'], word: 'shortcut.releases' },
  { keys: ['mod', '4'], word: 'shortcut.restores' },
  { keys: ['mod', '5'], word: 'shortcut.history' },
  { keys: ['mod', '6'], word: 'shortcut.settings' },
  { keys: ['Esc'], word: 'shortcut.back' },
] as const

/** `Ctrl` or, on a Mac, `⌘`. */
export function modifierName(platform = navigator.platform): string {
  return /^(Mac|iP)/.test(platform) ? '⌘' : 'Ctrl'
}

export function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || document.querySelector('dialog[open]')) return
  if (event.key === 'Escape') {
    const subScreen = ['package', 'compare', 'ship', 'build', 'release', 'restore', 'connect'].includes(slipway.route.screen)
    if (subScreen && canGoBack() && !isTyping(event.target)) {
      event.preventDefault()
      back()
    }
    return
  }
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
  if (event.key.toLowerCase() === 'o') {
    event.preventDefault()
    void chooseAndInspect()
  }
  const place = places[Number(event.key) - 1]
  if (place && slipway.ready && (slipway.project || place === 'settings')) {
    event.preventDefault()
    go({ screen: place })
  }
}

/** Escape in a field belongs to the field. */
function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select') !== null
}
