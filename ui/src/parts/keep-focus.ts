/**
 * When what had the focus goes away, because what it offered was done, the question of the step takes
 * it: else the next Tab would begin at the top of the window.
 */
export function keepFocus(container: HTMLElement): () => void {
  let last: EventTarget | null = null
  const remember = (event: FocusEvent) => (last = event.target)
  const observer = new MutationObserver(() => {
    const gone = last instanceof Node && !last.isConnected
    if (!gone || document.activeElement !== document.body) return
    last = null
    container.querySelector<HTMLElement>('h2[tabindex]')?.focus({ preventScroll: true })
  })
  container.addEventListener('focusin', remember)
  observer.observe(container, { childList: true, subtree: true })
  return () => {
    container.removeEventListener('focusin', remember)
    observer.disconnect()
  }
}
