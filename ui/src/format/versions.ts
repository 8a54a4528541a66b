/**
 * A build number short enough to read: the commit the SDK appends after `+` keeps its first seven
 * characters (facts 1.3). The whole one is what gets copied.
 */
export function shortBuild(build: string): string {
  return build.replace(/\+([0-9a-f]{8,64})$/i, (_, commit: string) => `+${commit.slice(0, 7)}`)
}

/** `9f2c41d0…a07e`: enough of a hash to tell two apart by eye. The whole one is what gets copied. */
export function shortHash(hash: string): string {
  return hash.length <= 14 ? hash : `${hash.slice(0, 8)}…${hash.slice(-4)}`
}

/** Cuts the middle out, because the ends tell long names apart: `DancingGoat-2026…1957.zip`. */
export function middle(text: string, most: number): string {
  const chars = [...text]
  if (chars.length <= most || most < 3) return text
  const tail = Math.floor((most - 1) / 2)
  const head = most - 1 - tail
  return `${chars.slice(0, head).join('')}…${chars.slice(-tail).join('')}`
}

/** The pieces of a build number between which a line may break: `31.6.2.3-`, `202607171957`, `+8fdda41`. */
export function pieces(build: string): string[] {
  return build.match(/[^-+]*-|\+?[^-+]+|\+/g) ?? []
}
