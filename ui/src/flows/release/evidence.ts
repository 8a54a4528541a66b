import type { ItemEvidence } from '../../backend/interface'

/** What somebody typed as evidence: a link where it is one, else a note; null for nothing. */
export function evidenceOf(text: string): ItemEvidence | null {
  const typed = text.trim()
  if (typed === '') return null
  return /^https?:\/\/\S+$/i.test(typed) ? { kind: 'link', address: typed } : { kind: 'note', text: typed }
}
