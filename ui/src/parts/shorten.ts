/** A text of at most `keep` characters that still shows its start and its end. */
export function shortened(text: string, keep: number): string {
  const characters = [...text]
  if (characters.length <= keep) return text
  const end = Math.floor((keep - 1) / 2)
  const start = keep - 1 - end
  return `${characters.slice(0, start).join('')}…${characters.slice(characters.length - end).join('')}`
}

/** Splits a name so that its end, which tells files apart, can stay visible. */
export function ending(name: string, keep = 12): [start: string, end: string] {
  const characters = [...name]
  if (characters.length <= keep * 2) return [name, '']
  return [characters.slice(0, -keep).join(''), characters.slice(-keep).join('')]
}
