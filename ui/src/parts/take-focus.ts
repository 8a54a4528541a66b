/** Moves the focus to an element as soon as it is there, without scrolling past what is above. */
export function takeFocus(element: HTMLElement): void {
  element.focus({ preventScroll: true })
}
