/**
 * A build number short enough to read: the commit the SDK appends after `+` keeps its first seven
 * characters (facts 1.3). The whole one is what gets copied.
 */
export function shortBuild(build: string): string {
  return build.replace(/\+([0-9a-f]{8,64})$/i, (_, commit: string) => `+${commit.slice(0, 7)}`)
}

/** Cuts the middle out, because the ends tell long names apart: `DancingGoat-2026…1957.zip`. */
export function middle(text: string, most: number): string {
  const chars = [...text]
  if (chars.length <= most || most < 3) return text
  const tail = Math.floor((most - 1) / 2)
  const head = most - 1 - tail
  return `${chars.slice(0, head).join('')}…${chars.slice(-tail).join('')}`
}
