import type { LinkView, SasFinding } from '../../backend/interface'

/** Whether nothing can be sent with a link of which this was found; the rest are warnings. */
export function stops(found: SasFinding): boolean {
  if (found.finding === 'missing-right') return found.right === 'write'
  return found.finding !== 'clock-off' && found.finding !== 'rights-in-policy'
}

/** Whether a link is there and something can be sent with it, as far as the link itself tells. */
export function isUsable(link: LinkView | null): boolean {
  return link !== null && !link.findings.some(stops)
}
