/** One value of a line. */
export type Point = {
  /** When, as shown in the table. */
  time: string
  /** None where nothing was measured: the line breaks and the stretch is marked. */
  value: number | null
  /** Said beside the value in the table. */
  note?: string
}

export type Drawn = { paths: string[]; gaps: { x: number; width: number }[] }

/** Paths through the values and the stretches without one, in a box of the given size. */
export function lines(points: readonly Point[], width: number, height: number): Drawn {
  const highest = Math.max(1, ...points.map((point) => point.value ?? 0))
  const step = points.length > 1 ? width / (points.length - 1) : width
  const y = (value: number) => round(height - 2 - (value / highest) * (height - 8))

  const paths: string[] = []
  const gaps: { x: number; width: number }[] = []
  let path = ''
  let gapFrom: number | null = null

  points.forEach((point, at) => {
    const x = round(at * step)
    if (point.value === null) {
      if (path) paths.push(path)
      path = ''
      gapFrom ??= x
      return
    }
    if (gapFrom !== null) gaps.push({ x: gapFrom, width: round(Math.max(x - gapFrom, 2)) })
    gapFrom = null
    path += `${path ? 'L' : 'M'}${x} ${y(point.value)}`
  })
  // A single value is a dot: a path that goes nowhere, drawn by its round cap.
  if (path) paths.push(path.includes('L') ? path : `${path}h0.01`)
  if (gapFrom !== null) gaps.push({ x: gapFrom, width: round(Math.max(width - gapFrom, 2)) })
  return { paths, gaps }
}

const round = (n: number) => Math.round(n * 10) / 10
