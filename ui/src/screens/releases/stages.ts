/** The stages of a release as its row tells of them: what is behind it, where it is, what is ahead. */
import type { EnvironmentKind, Project, ReleaseRow, StageState } from '../../backend/interface'
import { say, words } from '../../copy'

export type Dot = {
  id: string
  label: string
  /** Hue of the environment; none for development. */
  kind: EnvironmentKind | null
  state: 'behind' | 'here' | 'ahead'
}

const kindOf = { qa: 'testing', custom: 'testing', uat: 'staging', stg: 'staging', prod: 'production' } as const

/** Development, every environment in the order a release passes them, and the first half hour. */
export function dotsOf(row: ReleaseRow, project: Project): Dot[] {
  const stages: Omit<Dot, 'state'>[] = [
    { id: 'development', label: say('release.stage.development'), kind: null },
    ...project.environments.map(({ key, name, kind }) => ({ id: `${kindOf[kind]}:${key}`, label: name, kind })),
    ...project.environments
      .filter(({ kind }) => kind === 'prod')
      .map(({ key, name, kind }) => ({ id: `monitoring:${key}`, label: say('release.stage.monitoring', { env: name }), kind })),
  ]
  const over = row.verdict !== null
  const here = stages.findIndex(({ id }) => id === row.current)
  return stages.map((one, at) => ({ ...one, state: over || at < here ? 'behind' : at === here ? 'here' : 'ahead' }))
}

/** The next thing to do, in one sentence. */
export function nextLine(row: ReleaseRow, project: Project): string {
  const env = project.environments.find(({ key }) => key === row.current_env)?.name ?? say('release.stage.development')
  if (row.verdict) return words(`releases.verdict.${row.verdict.kind}`)
  if (!row.package) return say('releases.next.package')
  if (row.monitoring) return say('releases.next.monitoring', { env })
  if (row.current.startsWith('monitoring:')) return say('releases.next.verdict', { env })
  const next: Record<StageState, string> = {
    ahead: 'review',
    reviewing: row.open_items > 0 ? 'items' : 'decide',
    decided: 'promote',
    pressed: 'pressed',
    scheduled: 'scheduled',
    stopped: 'stopped',
    arrived: 'arrived',
    passed: 'arrived',
  }
  return words(`releases.next.${next[row.state]}`, { env, n: row.open_items })
}

/** What the button of a release says. */
export function doLine(row: ReleaseRow, project: Project): string {
  const env = project.environments.find(({ key }) => key === row.current_env)?.name
  return row.state === 'decided' && env ? say('releases.promote', { env }) : say('releases.go-on')
}
