import type { Environment, OldPackage, PackageSummary, Project } from '../../backend/interface'

/** A package something can be compared with. */
export type Choice = { key: string; old: OldPackage } & (
  | { from: 'environment'; environment: Environment; file: string; packageId: string }
  | { from: 'package'; file: string; packageId: string }
)

/** One text for what is compared with, so that a select can hold it. */
export function keyOf(old: OldPackage): string {
  return old.from === 'package' ? `package:${old.package_id}` : `environment:${old.project_id}:${old.env}`
}

/**
 * What a package can be compared with: the one last seen in each environment, in the order a
 * release passes them, then every other package. What was seen is only a choice if its file is on
 * the list, and not if it is the package itself.
 */
export function choices(
  packages: readonly PackageSummary[],
  project: Project | null,
  packageId: string,
): Choice[] {
  const found: Choice[] = []
  for (const environment of project?.environments ?? []) {
    const last = lastSeen(packages, project!.id, environment.key)
    if (!last || last.id === packageId) continue
    const old: OldPackage = { from: 'environment', project_id: project!.id, env: environment.key }
    found.push({ from: 'environment', key: keyOf(old), old, environment, file: last.file_name, packageId: last.id })
  }
  for (const one of packages) {
    if (one.id === packageId) continue
    const old: OldPackage = { from: 'package', package_id: one.id }
    found.push({ from: 'package', key: keyOf(old), old, file: one.file_name, packageId: one.id })
  }
  return found
}

/** The package that went to an environment last, if it is on the list. */
export function lastSeen(
  packages: readonly PackageSummary[],
  projectId: string,
  env: string,
): PackageSummary | null {
  let found: { one: PackageSummary; at: string } | null = null
  for (const one of packages) {
    for (const placed of one.placements) {
      if (placed.project_id !== projectId || placed.env !== env) continue
      if (!found || placed.at > found.at) found = { one, at: placed.at }
    }
  }
  return found?.one ?? null
}
