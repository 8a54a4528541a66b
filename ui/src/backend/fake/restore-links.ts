import type { Fault, LinksTaken, LinkView, Right, SasFinding } from '../interface'
import { fault } from './faults'

/** What a pasted text holds, read the way the engine reads it. */
export type Read = { first: LinkView; second: LinkView; database: 'first' | 'second' | null }

/** Both links of a pasted text, or why it cannot be used. */
export function readLinks(text: string, now: number): Read | Extract<LinksTaken, { outcome: 'not-usable' }> {
  const found = [...text.matchAll(/https?:\/\/[^\s"'<>]+/g)].map(([link]) => viewOf(link, now))
  if (found.length === 0) return { outcome: 'not-usable', links: [{ link: null, fault: fault('link-not-found') }], missing: null }
  const [first, second] = found
  const faults = found.map((one) => ({ link: one.link, fault: one.fault ?? blocking(one.link) }))
  if (found.length === 1) {
    const missing = first?.link && isDatabase(first.link) ? 'storage' : 'database'
    return { outcome: 'not-usable', links: faults, missing }
  }
  if (faults.some((one) => one.fault) || !first?.link || !second?.link) {
    return { outcome: 'not-usable', links: faults, missing: null }
  }
  if (first.link.host === second.link.host && first.link.container === second.link.container) {
    return { outcome: 'not-usable', links: [{ link: first.link, fault: fault('restore-same-container') }], missing: null }
  }
  const database = isDatabase(first.link) ? 'first' : isDatabase(second.link) ? 'second' : null
  return { first: first.link, second: second.link, database }
}

const isDatabase = (link: LinkView) => /data|db/.test(link.container)

function viewOf(text: string, now: number): { link: LinkView | null; fault: Fault | null } {
  const url = new URL(text)
  const query = url.searchParams
  const signature = query.get('sig')
  if (!signature) return { link: null, fault: fault('link-without-signature') }
  const [container = '', ...below] = url.pathname.split('/').filter((part) => part !== '')
  if (!container) return { link: null, fault: fault('link-without-container') }
  const given = query.get('sp') ?? ''
  const rights: [Right, string][] = [
    ['read', 'r'],
    ['write', 'w'],
    ['list', 'l'],
  ]
  const missing = rights.filter(([, letter]) => !given.includes(letter)).map(([right]) => right)
  const [starts, expires] = [query.get('st'), query.get('se')]
  const findings: SasFinding[] = [
    ...(query.has('ss') ? [{ finding: 'account-link' } as const] : []),
    ...(query.get('sr') === 'b' ? [{ finding: 'blob-link' } as const] : []),
    ...(below.length > 0 ? [{ finding: 'below-container', below: below.join('/') } as const] : []),
    ...(expires && Date.parse(expires) <= now ? [{ finding: 'expired', at: expires } as const] : []),
    ...(starts && Date.parse(starts) > now ? [{ finding: 'not-yet-valid', from: starts } as const] : []),
    ...missing.map((right) => ({ finding: 'missing-right', right }) as const),
  ]
  return {
    link: {
      host: url.host,
      container,
      allows: rights.map(([right]) => right).filter((right) => !missing.includes(right)),
      missing,
      addresses: query.get('sip'),
      starts,
      expires,
      https_only: query.get('spr') === 'https',
      findings,
      last4: signature.slice(-4),
    },
    fault: null,
  }
}

/** The fault of the first finding with which nothing can be done. */
function blocking(link: LinkView | null): Fault | null {
  for (const one of link?.findings ?? []) {
    if (one.finding === 'expired') return fault('link-expired', { at: one.at })
    if (one.finding === 'not-yet-valid') return fault('link-not-yet-valid', { from: one.from })
    if (one.finding === 'account-link') return fault('link-for-account')
    if (one.finding === 'blob-link') return fault('link-for-blob')
    if (one.finding === 'below-container') return fault('link-below-container', { below: one.below })
    if (one.finding === 'missing-right' && one.right === 'write') return fault('link-lacks-right', { right: 'Write' })
  }
  return null
}
