/** The three ways out of a deployment that went wrong (facts 3.6), and what each of them costs. */
import type { ReleaseView, RollbackWay } from '../../../backend/interface'

export const ways: readonly RollbackWay[] = ['restore-point', 'previous-package', 'fix-forward']

/** Why a way cannot be gone; null where it can. */
export function barred(view: ReleaseView, way: RollbackWay): 'no-previous' | 'version-lower' | null {
  if (way !== 'previous-package') return null
  if (!view.previous_package) return 'no-previous'
  return view.previous_package.allowed ? null : 'version-lower'
}

/** The way to begin with: the planned one as long as it can be gone, else the one that always can. */
export function firstWay(view: ReleaseView): RollbackWay {
  const planned = view.release.rollback?.way
  return planned && !barred(view, planned) ? planned : 'restore-point'
}

/** How many clicks the Portal needs, for the words `release.back.<way>.click.<n>`. */
export const clicks: Record<RollbackWay, number> = { 'restore-point': 4, 'previous-package': 4, 'fix-forward': 3 }
