import type { PackageSummary, Project, Verdict } from '../../backend/interface'

/** Packages that match what was typed, in any of the ways people know one by. */
export function matching(
  packages: readonly PackageSummary[],
  text: string,
  verdict: Verdict | 'any',
): PackageSummary[] {
  const wanted = text.trim().toLowerCase()
  return packages.filter((one) => {
    if (verdict !== 'any' && one.verdict !== verdict) return false
    if (!wanted) return true
    const known = [one.file_name, one.build_number, one.code_version, one.sha256]
    return known.some((value) => value?.toLowerCase().includes(wanted))
  })
}

/** An environment a package went to, once each, in the order of the project's environments. */
export type Went = { key: string; name: string; kind: Project['environments'][number]['kind'] }

export function wentTo(one: PackageSummary, projects: readonly Project[]): Went[] {
  const found = new Map<string, Went>()
  for (const project of projects) {
    for (const { key, name, kind } of project.environments) {
      const here = one.placements.some((placed) => placed.project_id === project.id && placed.env === key)
      if (here && !found.has(key)) found.set(key, { key, name, kind })
    }
  }
  return [...found.values()]
}
