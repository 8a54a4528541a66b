import type { FileDrag } from '../backend/interface'

/** Takes what was dropped, or leaves it to the usual way of a package or a folder. */
export type DropTaker = (drag: Extract<FileDrag, { kind: 'dropped' | 'dropped-folder' }>) => boolean

let taker: DropTaker | null = null

/** While something else than a package is asked for on the screen, it is what a drop is offered to. */
export function takeDrops(by: DropTaker): () => void {
  taker = by
  return () => {
    if (taker === by) taker = null
  }
}

export function takenElsewhere(drag: FileDrag): boolean {
  return (drag.kind === 'dropped' || drag.kind === 'dropped-folder') && taker !== null && taker(drag)
}
