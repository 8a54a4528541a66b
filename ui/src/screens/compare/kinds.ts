import { hasWords, say, words } from '../../copy'

const known = new Map<string, string>()

/** Fields of content items are stored under a type of their own for every content type. */
const contentData = 'contentitemdata.'

/**
 * An object type as people call it; its own name where there is no better one. Asked for every row
 * of a list that may be long.
 */
export function nameOfKind(kind: string): string {
  const found = known.get(kind)
  if (found !== undefined) return found
  const name = hasWords(`kind.${kind}`) ? words(`kind.${kind}`) : ofContent(kind)
  known.set(kind, name)
  return name
}

function ofContent(kind: string): string {
  return kind.startsWith(contentData)
    ? say('kind.contentitemdata', { type: kind.slice(contentData.length) })
    : kind
}
