/** The file's own name of a path. */
export function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** A name like the one given, lower case and not the same: `logo-2.png`. */
export function freeName(name: string): string {
  const lower = name.toLowerCase()
  const dot = lower.lastIndexOf('.')
  return dot > 0 ? `${lower.slice(0, dot)}-2${lower.slice(dot)}` : `${lower}-2`
}
