/** Where the values of a chart over time stand. Times in milliseconds, shares from 0 to 1. */

export type Sample = { at: number; value: number | null }

/** A stretch of time nobody looked. */
export type Stretch = { from: number; to: number }

export type Span = { from: number; to: number }

/** Round numbers from nothing to at least the highest value; three or four steps. */
export function ticks(highest: number): number[] {
  const most = Math.max(highest, 1e-9)
  const rough = most / 3
  const magnitude = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 2.5, 5, 10].map((one) => one * magnitude).find((one) => one >= rough)!
  const count = Math.max(1, Math.ceil(most / step - 1e-9))
  return Array.from({ length: count + 1 }, (_, at) => Number((at * step).toPrecision(6)))
}

/** How far along a span a moment is; outside of it, at its nearer end. */
export function along(at: number, span: Span): number {
  if (span.to <= span.from) return 0
  return Math.min(1, Math.max(0, (at - span.from) / (span.to - span.from)))
}

/**
 * Paths through the values of a box `width` wide and `height` high whose top is `highest`. The line
 * breaks where nothing was measured, and over every stretch nobody looked.
 */
export function paths(
  samples: readonly Sample[],
  span: Span,
  highest: number,
  box: { width: number; height: number },
  unseen: readonly Stretch[] = [],
): string[] {
  const found: string[] = []
  let path = ''
  let before: number | null = null
  const close = () => {
    // One value alone is a dot: a line that goes nowhere, drawn by its round end.
    if (path) found.push(path.includes('L') ? path : `${path}h0.01`)
    path = ''
  }
  for (const { at, value } of samples) {
    const since = before
    if (since !== null && unseen.some((one) => one.from < at && one.to > since)) close()
    if (value === null) close()
    else {
      const x = round(along(at, span) * box.width)
      const y = round(box.height - (Math.min(value, highest) / highest) * box.height)
      path += `${path ? 'L' : 'M'}${x} ${y}`
    }
    before = at
  }
  close()
  return found
}

const round = (n: number) => Math.round(n * 10) / 10

/** Where stretches lie in a box that wide; each can be seen, however short it was. */
export function marked(stretches: readonly Stretch[], span: Span, width: number): { x: number; width: number }[] {
  return stretches
    .filter((one) => one.to > span.from && one.from < span.to)
    .map((one) => {
      const x = round(along(one.from, span) * width)
      return { x, width: round(Math.max(3, along(one.to, span) * width - x)) }
    })
}

/**
 * Where a line stays below its top, and by which share of it; neighbours of the same height are one
 * stretch. A value stands until the next one, and never over a stretch nobody looked.
 */
export function missing(samples: readonly Sample[], top: number, unseen: readonly Stretch[] = []): (Stretch & { share: number })[] {
  const found: (Stretch & { share: number })[] = []
  samples.forEach(({ at, value }, index) => {
    if (value === null || value >= top) return
    const usual = at - (samples[index - 1]?.at ?? at)
    const next = samples[index + 1]?.at ?? at + usual
    const gap = unseen.find((one) => one.from < next && one.to > at)
    const to = gap ? Math.max(at, gap.from) : next
    const share = 1 - value / top
    const last = found.at(-1)
    if (last && last.to === at && last.share === share) last.to = to
    else found.push({ from: at, to, share })
  })
  return found
}
