/** A project while it is being filled in; pure, so that every step is the same form. */
import type {
  Environment,
  EnvironmentKind,
  FieldProblem,
  Plan,
  Project,
  ProjectDraft,
  Role,
} from '../../backend/interface'
import type { ConnectStep } from '../../shell/routes'

/** One environment on the form; fields hold what was typed. */
export type EnvironmentForm = {
  /** Keeps its identity while the name is typed. */
  id: string
  kind: EnvironmentKind
  included: boolean
  name: string
  /** Name in the upload address. Follows the name until it is typed by hand. */
  key: string
  keyTyped: boolean
  site: string
  path: string
  status: string
  text: string
}

export type ProjectForm = {
  id: string | null
  practice: boolean
  name: string
  address: string
  plan: Plan
  role: Role | null
  environments: EnvironmentForm[]
}

/** In the order a release passes them. */
const standardKinds = ['qa', 'uat', 'stg', 'prod'] as const

export function newForm(): ProjectForm {
  return withPlan(
    {
      id: null,
      practice: false,
      name: '',
      address: '',
      plan: 'standard',
      role: null,
      environments: standardKinds.map((kind) => emptyEnvironment(kind)),
    },
    'standard',
  )
}

export function formOf(project: Project): ProjectForm {
  const used = project.environments.map((environment) => fromEnvironment(environment))
  const unused = standardKinds
    .filter((kind) => !used.some((environment) => environment.kind === kind))
    .map((kind) => ({ ...emptyEnvironment(kind), included: false }))
  return {
    id: project.id,
    practice: project.practice,
    name: project.name,
    address: `${project.portal}/${project.guid}/dashboard`,
    plan: project.plan,
    role: project.role,
    environments: inOrder([...used, ...unused]),
  }
}

/** What is saved: only what is included, blank fields as none. */
export function toDraft(form: ProjectForm): ProjectDraft {
  return {
    id: form.id,
    name: form.name.trim(),
    address: form.address.trim(),
    plan: form.plan,
    role: form.role ?? 'developer',
    environments: included(form).map((environment) => ({
      key: environment.key.trim(),
      kind: environment.kind,
      name: environment.name.trim(),
      site: environment.site.trim() || null,
      expectation: {
        path: environment.path.trim() || '/',
        status: Number(environment.status) || 0,
        text: environment.text.trim() || null,
      },
    })),
  }
}

export function included(form: ProjectForm): EnvironmentForm[] {
  return form.environments.filter((environment) => environment.included)
}

/** UAT and custom environments come with the Custom plan only (facts 3.5). */
export function allowed(kind: EnvironmentKind, plan: Plan): boolean {
  return plan === 'custom' || (kind !== 'uat' && kind !== 'custom')
}

/** Every project has these. */
export function always(kind: EnvironmentKind): boolean {
  return kind === 'qa' || kind === 'prod'
}

/** Choosing the plan chooses the environments that come with it; what was typed stays. */
export function withPlan(form: ProjectForm, plan: Plan): ProjectForm {
  return {
    ...form,
    plan,
    environments: form.environments.map((environment) => {
      const { kind } = environment
      if (always(kind)) return { ...environment, included: true }
      if (!allowed(kind, plan)) return { ...environment, included: false }
      if (kind === 'uat' && plan !== form.plan) return { ...environment, included: true }
      return environment
    }),
  }
}

/** A new custom environment, before STG and PROD. */
export function withCustom(form: ProjectForm, id: string): ProjectForm {
  const at = form.environments.findIndex(({ kind }) => kind === 'stg' || kind === 'prod')
  const environments = [...form.environments]
  environments.splice(at < 0 ? environments.length : at, 0, { ...emptyEnvironment('custom'), id })
  return { ...form, environments }
}

export function without(form: ProjectForm, id: string): ProjectForm {
  return { ...form, environments: form.environments.filter((one) => one.id !== id) }
}

/** Moves an environment one place earlier or later among those that are included. */
export function moved(form: ProjectForm, id: string, by: -1 | 1): ProjectForm {
  const order = included(form)
  const other = order[order.findIndex((one) => one.id === id) + by]
  if (!other) return form
  const environments = [...form.environments]
  const from = environments.findIndex((one) => one.id === id)
  const to = environments.findIndex((one) => one.id === other.id)
  ;[environments[from], environments[to]] = [environments[to]!, environments[from]!]
  return { ...form, environments }
}

/** The upload address writes environments in lower case, without spaces (facts 3.1). */
export function keyFor(name: string): string {
  return name
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
}

/** The step where a problem can be mended. */
export function stepOf(problem: FieldProblem): ConnectStep {
  if (problem.field.startsWith('environments') || problem.field === 'plan') return 'environments'
  return problem.field === 'role' ? 'role' : 'address'
}

/** Which environment of the form a problem belongs to: its place among those included. */
export function problemsOf(
  problems: readonly FieldProblem[],
  form: ProjectForm,
  id: string,
): Record<string, FieldProblem> {
  const at = included(form).findIndex((one) => one.id === id)
  const prefix = `environments.${at}.`
  return Object.fromEntries(
    problems
      .filter((problem) => at >= 0 && problem.field.startsWith(prefix))
      .map((problem) => [problem.field.slice(prefix.length).replace('expectation.', ''), problem]),
  )
}

function emptyEnvironment(kind: EnvironmentKind): EnvironmentForm {
  const name = kind === 'custom' ? '' : kind.toUpperCase()
  return {
    id: kind,
    kind,
    included: kind !== 'stg' && kind !== 'uat',
    name,
    key: keyFor(name),
    keyTyped: kind !== 'custom',
    site: '',
    path: '/',
    status: '200',
    text: '',
  }
}

function fromEnvironment(environment: Environment): EnvironmentForm {
  const { kind, key, name, site, expectation } = environment
  return {
    id: kind === 'custom' ? `custom-${key}` : kind,
    kind,
    included: true,
    name,
    key,
    keyTyped: true,
    site: site ?? '',
    path: expectation.path,
    status: String(expectation.status),
    text: expectation.text ?? '',
  }
}

/** Environments a project does not use are offered where they would stand. */
function inOrder(environments: EnvironmentForm[]): EnvironmentForm[] {
  const rank = { qa: 0, uat: 1, custom: 1, stg: 2, prod: 3 }
  const used = environments.filter((one) => one.included)
  const unused = environments.filter((one) => !one.included)
  const ordered = [...used]
  for (const one of unused) {
    const at = ordered.findIndex((other) => rank[other.kind] > rank[one.kind])
    ordered.splice(at < 0 ? ordered.length : at, 0, one)
  }
  return ordered
}
