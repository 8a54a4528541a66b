/** A rectangle in the units of what it was laid out in. */
export type Box = { x: number; y: number; width: number; height: number }

/**
 * Squarified treemap (Bruls, Huizing, van Wijk 2000): areas proportional to the weights, as close
 * to squares as a row allows. Weights must be sorted, the largest first; those of zero get a box
 * without area. The boxes fill the frame and never overlap.
 */
export function squarify(weights: readonly number[], frame: Box): Box[] {
  const total = weights.reduce((sum, weight) => sum + Math.max(0, weight), 0)
  if (total <= 0 || frame.width <= 0 || frame.height <= 0) {
    return weights.map(() => ({ ...frame, width: 0, height: 0 }))
  }
  const scale = (frame.width * frame.height) / total
  const areas = weights.map((weight) => Math.max(0, weight) * scale)
  const boxes: Box[] = []
  let rest = { ...frame }
  let from = 0
  while (from < areas.length) {
    const side = Math.min(rest.width, rest.height)
    const to = endOfRow(areas, from, side)
    const row = areas.slice(from, to)
    const { placed, left } = laidOut(row, rest)
    boxes.push(...placed)
    rest = left
    from = to
  }
  return boxes
}

/** A row takes areas as long as its worst box comes closer to a square. */
function endOfRow(areas: readonly number[], from: number, side: number): number {
  let sum = areas[from]!
  let worst = proportion(areas[from]!, areas[from]!, sum, side)
  let to = from + 1
  while (to < areas.length) {
    const next = proportion(areas[from]!, areas[to]!, sum + areas[to]!, side)
    if (next > worst) break
    worst = next
    sum += areas[to]!
    to++
  }
  return to
}

/** How far the worst box of a row is from a square, 1 being one. */
function proportion(largest: number, smallest: number, sum: number, side: number): number {
  if (smallest <= 0 || side <= 0) return Infinity
  const square = side * side
  return Math.max((square * largest) / (sum * sum), (sum * sum) / (square * smallest))
}

/** Puts a row along the shorter side of what is left. */
function laidOut(row: readonly number[], rest: Box): { placed: Box[]; left: Box } {
  const sum = row.reduce((all, area) => all + area, 0)
  const upright = rest.width >= rest.height
  const side = upright ? rest.height : rest.width
  const depth = side > 0 ? Math.min(sum / side, upright ? rest.width : rest.height) : 0
  let at = 0
  const placed = row.map((area) => {
    const length = sum > 0 ? (area / sum) * side : 0
    const box = upright
      ? { x: rest.x, y: rest.y + at, width: depth, height: length }
      : { x: rest.x + at, y: rest.y, width: length, height: depth }
    at += length
    return box
  })
  const left = upright
    ? { ...rest, x: rest.x + depth, width: rest.width - depth }
    : { ...rest, y: rest.y + depth, height: rest.height - depth }
  return { placed, left }
}

/** The box one gets to from `from` with an arrow key; the same one where there is none that way. */
export function neighbour(boxes: readonly Box[], from: number, way: 'left' | 'right' | 'up' | 'down'): number {
  const here = middle(boxes[from]!)
  let best = from
  let nearest = Infinity
  boxes.forEach((box, at) => {
    if (at === from) return
    const there = middle(box)
    const ahead = { left: here.x - there.x, right: there.x - here.x, up: here.y - there.y, down: there.y - here.y }[way]
    const aside = way === 'left' || way === 'right' ? Math.abs(there.y - here.y) : Math.abs(there.x - here.x)
    // Nearly level with this one is not ahead of it.
    if (ahead <= 0.5) return
    const far = ahead + 2 * aside
    if (far < nearest) [best, nearest] = [at, far]
  })
  return best
}

const middle = (box: Box) => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 })
