import type { Entry, EnvironmentKind, Project } from '../../backend/interface'
import { faultWords, hasWords, say, words } from '../../copy'
import { duration, visible } from '../../format'

/** What happened, in words; a kind of a newer Slipway is shown by its name. */
export function titleOf(entry: Entry): string {
  const key = `entry.${entry.kind}`
  return hasWords(key) ? words(key, entry.params) : entry.kind
}

/** What it happened to: the file, else the project. */
export function subjectOf(entry: Entry): string {
  const file = entry.params['file_name']
  return file ? visible(file) : (entry.project_name ?? '')
}

export type EnvironmentOf = { name: string; kind: EnvironmentKind }

/** The environment as the project names it, also where the project is gone. */
export function environmentOf(entry: Entry, projects: readonly Project[]): EnvironmentOf | null {
  if (!entry.env) return null
  const project = projects.find((one) => one.id === entry.project_id)
  const known = project?.environments.find((one) => one.key === entry.env)
  return known ?? { name: entry.env.toUpperCase(), kind: 'custom' }
}

/** A line of the details. */
export type Detail = { label: string; value: string; data?: boolean; hash?: boolean }

/** Everything an entry says, for the drawer. */
export function detailsOf(entry: Entry, projects: readonly Project[], at: string): Detail[] {
  const { params } = entry
  const env = environmentOf(entry, projects)
  const outcome = params['code']
    ? faultWords({ code: params['code'], params, retry: 'never', action: 'none', detail: null }).title
    : null
  const lines: (Detail | null)[] = [
    { label: say('history.entry.what'), value: titleOf(entry) },
    { label: say('history.entry.when'), value: at, data: true },
    { label: say('history.entry.who'), value: entry.person, data: true },
    entry.project_name
      ? { label: say('history.entry.project'), value: entry.project_name, data: true }
      : null,
    env && { label: say('history.entry.env'), value: env.name, data: true },
    entry.reason ? { label: say('history.entry.reason'), value: entry.reason, data: true } : null,
    outcome ? { label: say('history.entry.outcome'), value: outcome } : null,
    params['file_name']
      ? { label: say('history.entry.file'), value: visible(params['file_name']), data: true }
      : null,
    params['build_number']
      ? { label: say('history.entry.build'), value: params['build_number'], data: true }
      : null,
    params['verdict'] ? { label: say('history.entry.verdict'), value: verdictWords(params['verdict']) } : null,
    params['downtime_ms']
      ? { label: say('history.entry.downtime'), value: duration(Number(params['downtime_ms'])), data: true }
      : null,
    entry.sha256 ? { label: say('history.entry.sha256'), value: entry.sha256, hash: true } : null,
    { label: say('history.entry.hash'), value: entry.hash, hash: true },
  ]
  return lines.filter((line) => line !== null)
}

/** A package's verdict or a watch's: both are called so in the entries. */
function verdictWords(verdict: string): string {
  for (const key of [`verdict.${verdict}`, `ship.watch.verdict.${verdict}`]) {
    if (hasWords(key)) return words(key)
  }
  return verdict
}
