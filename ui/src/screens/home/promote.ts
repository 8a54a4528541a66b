import { backend } from '../../backend'
import type { Route } from '../../shell/routes'

/** To the release that carries a package; where there is none, to beginning one with it. */
export async function toPromotion(projectId: string, sha256: string): Promise<Route> {
  const rows = await backend.queryReleases(projectId)
  const known = rows.find((one) => one.verdict === null && one.package?.sha256 === sha256)
  if (known) return { screen: 'release', releaseId: known.id, stage: known.current }
  const packages = await backend.queryPackages()
  const packageId = packages.find((one) => one.sha256 === sha256)?.id
  return { screen: 'releases', begin: 'new-features', ...(packageId ? { packageId } : {}) }
}
