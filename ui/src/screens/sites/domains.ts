import type { DomainLook, Project } from '../../backend/interface'

export type Domain = { name: string; kind: DomainLook['kind'] }

const kept = new Map<string, Domain[]>()

/** What was typed in this window, else the sites of the project by their names. */
export function domainsOf(project: Project): Domain[] {
  return structuredClone(kept.get(project.id) ?? usual(project))
}

export function keepDomains(projectId: string, domains: Domain[]): void {
  kept.set(projectId, domains)
}

/** System domains are those the platform gives; any other is a channel's. */
export function usual(project: Pick<Project, 'environments'>): Domain[] {
  const names = project.environments.flatMap(({ site }) => (site && URL.canParse(site) ? [new URL(site).hostname] : []))
  return [...new Set(names)].map((name) => ({ name, kind: name.endsWith('.xperience-sites.com') ? 'system' : 'channel' }))
}
