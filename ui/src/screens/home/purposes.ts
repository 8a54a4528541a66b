/** What people come to Home for, and which way is the right one (facts 3.5 to 3.8). */
import type { Purpose } from '../../backend/interface'
import type { Route } from '../../shell/routes'

export type Start = { label: 'build' | 'release' | 'restore' | 'upload'; route: Route }

export type Way = {
  purpose: Purpose
  /** How many sentences the catalog has: `purpose.<purpose>.why.<n>` and `.limit.<n>`. */
  why: number
  limits: number
  /** The right way first; none where it is done outside of Slipway. */
  starts: Start[]
}

const release = (purpose: Purpose): Start => ({ label: 'release', route: { screen: 'releases', begin: purpose } })

/** `prod`: where a fix goes straight to; none where the project has no production environment. */
export function waysOf(prod: string | null): Way[] {
  return [
    {
      purpose: 'first-deployment',
      why: 2,
      limits: 4,
      starts: [{ label: 'build', route: { screen: 'build' } }, release('first-deployment')],
    },
    { purpose: 'new-features', why: 3, limits: 3, starts: [release('new-features'), { label: 'build', route: { screen: 'build' } }] },
    { purpose: 'version-update', why: 2, limits: 4, starts: [release('version-update'), { label: 'build', route: { screen: 'build' } }] },
    { purpose: 'content-only', why: 2, limits: 4, starts: [release('content-only')] },
    { purpose: 'large-import', why: 2, limits: 5, starts: [{ label: 'restore', route: { screen: 'restores' } }] },
    {
      purpose: 'urgent-fix',
      why: 2,
      limits: 4,
      starts: [{ label: 'upload', route: { screen: 'ship', ...(prod ? { env: prod } : {}) } }, release('urgent-fix')],
    },
  ]
}
