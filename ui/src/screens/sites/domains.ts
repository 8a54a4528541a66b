import type { DomainAsked, Project } from '../../backend/interface'

const kept = new Map<string, DomainAsked[]>()

/** What was typed in this window, else what was looked at last, else the sites of the project by their names. */
export async function domainsOf(project: Project, lookedAt: (id: string) => Promise<DomainAsked[] | null>): Promise<DomainAsked[]> {
  return structuredClone(kept.get(project.id) ?? (await lookedAt(project.id)) ?? usual(project))
}

export function keepDomains(projectId: string, domains: DomainAsked[]): void {
  kept.set(projectId, domains)
}

/** System domains are those the platform gives; any other is a channel's. */
export function usual(project: Pick<Project, 'environments'>): DomainAsked[] {
  const names = project.environments.flatMap(({ site }) => (site && URL.canParse(site) ? [new URL(site).hostname] : []))
  return [...new Set(names)].map((name) => ({ name, kind: name.endsWith('.xperience-sites.com') ? 'system' : 'channel', records: '' }))
}
