/**
 * What a screen reader is told. Messages are spoken one after another: a second one must not
 * swallow the first, and the same words twice must be heard twice.
 */
export const spoken = $state({ polite: '', turn: 0 })

/** Says something without moving the focus. */
export function announce(text: string): void {
  spoken.polite = text
  spoken.turn++
}
