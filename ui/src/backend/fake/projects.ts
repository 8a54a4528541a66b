import type {
  Environment,
  EnvironmentKind,
  FieldProblem,
  Project,
  ProjectDraft,
  ProjectSaved,
} from '../interface'
import { fault } from './faults'
import type { World } from './world'

export const practiceProject: Project = {
  id: 'a3b1f0a2-6d7e-4b1c-a0c4-5f1f0c7d2a11',
  name: 'Practice project',
  guid: '0f0e0d0c-0b0a-4908-8706-050403020100',
  portal: 'http://127.0.0.1:41733',
  plan: 'custom',
  role: 'devops-engineer',
  environments: [
    environment('qa', 'QA', 'http://127.0.0.1:41801'),
    environment('uat', 'UAT', 'http://127.0.0.1:41802'),
    environment('prod', 'PROD', 'http://127.0.0.1:41803'),
  ],
  practice: true,
  created_at: '2026-11-02T09:00:00Z',
}

export const dancingGoat: Project = {
  id: 'd7c2b7b0-12a5-4a53-9f0e-3a1d0be4c9f2',
  name: 'Dancing Goat',
  guid: '6a1f6b52-3c1b-4b77-9d7e-0c5f2c9a4e18',
  portal: 'https://xperience-portal.com',
  plan: 'custom',
  role: 'devops-engineer',
  environments: [
    environment('qa', 'QA', 'https://qa-dancinggoat-4f1a7c.xperience-sites.com'),
    environment('uat', 'UAT', 'https://uat-dancinggoat-4f1a7c.xperience-sites.com'),
    environment('prod', 'PROD', 'https://www.dancinggoat.example'),
  ],
  practice: false,
  created_at: '2026-03-17T10:24:00Z',
}

export function environment(key: string, name: string, site: string | null): Environment {
  const kinds: EnvironmentKind[] = ['qa', 'uat', 'stg', 'prod']
  return {
    key,
    kind: kinds.find((kind) => kind === key) ?? 'custom',
    name,
    site,
    expectation: { path: '/', status: 200, text: null },
  }
}

const GUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i

export function readAddress(text: string) {
  const guid = GUID.exec(text)?.[0].toLowerCase()
  if (!guid) throw fault('address-without-guid')
  if (/^http:\/\/(?!127\.|localhost)/i.test(text.trim())) throw fault('address-not-secure')
  const origin = /https?:\/\/[^/\s]+/i.exec(text)?.[0].toLowerCase()
  return { guid, portal: origin ?? 'https://xperience-portal.com' }
}

export function saveProject(world: World, draft: ProjectDraft): ProjectSaved {
  const problems: FieldProblem[] = []
  const wrong = (field: string, code: string) => problems.push({ field, code, params: {} })
  if (!draft.name.trim()) wrong('name', 'name-missing')
  const before = world.projects.find((project) => project.id === draft.id)
  let address = { guid: '', portal: '' }
  try {
    address = readAddress(draft.address)
  } catch (thrown) {
    wrong('address', (thrown as { code: string }).code)
  }
  if (draft.environments.length === 0) wrong('environments', 'environments-missing')
  const keys = new Set<string>()
  draft.environments.forEach((one, at) => {
    const field = (name: string) => `environments.${at}.${name}`
    const key = one.key.trim().toLowerCase()
    if (!one.name.trim()) wrong(field('name'), 'environment-name-missing')
    if (!/^[a-z0-9-]{1,40}$/.test(key)) wrong(field('key'), 'environment-key-invalid')
    else if (keys.has(key)) wrong(field('key'), 'environment-twice')
    keys.add(key)
    if (draft.plan === 'standard' && (one.kind === 'uat' || one.kind === 'custom')) {
      wrong(field('kind'), 'environment-needs-custom-plan')
    }
    if (one.site && !/^https?:\/\/[^\s/]+/.test(one.site)) wrong(field('site'), 'site-address-invalid')
    const { status } = one.expectation
    if (status < 100 || status > 599) wrong(field('status'), 'status-invalid')
  })
  if (problems.length > 0) return { outcome: 'problems', problems }

  const project: Project = {
    id: before?.id ?? world.random.id(),
    name: draft.name.trim(),
    guid: address.guid,
    portal: before && !draft.address.includes('://') ? before.portal : address.portal,
    plan: draft.plan,
    role: draft.role,
    environments: draft.environments,
    practice: before?.practice ?? false,
    created_at: before?.created_at ?? world.clock.moment(),
  }
  world.projects = before
    ? world.projects.map((one) => (one.id === project.id ? project : one))
    : [...world.projects, project]
  world.write(before ? 'project-changed' : 'project-added', { project })
  return { outcome: 'saved', project }
}

export function startPractice(world: World): Project {
  if (world.plot.practice === 'does-not-start') throw fault('practice-not-started')
  const known = world.projects.find((project) => project.practice)
  if (known) return known
  world.projects = [...world.projects, practiceProject]
  world.tokens.set(practiceProject.id, {
    state: 'this-session',
    last4: 'tice',
    saved_at: world.clock.moment(),
  })
  world.write('project-added', { project: practiceProject })
  return practiceProject
}
