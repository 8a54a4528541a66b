import type {
  Choices,
  Finding,
  IfExists,
  LinkView,
  Preflight,
  RestoreRow,
  RestoreStep,
  RestoreView,
  Session,
  StepView,
  TransferSummary,
} from '../interface'
import { fault } from './faults'
import { finding, worstFirst } from './findings'
import { collisions, databases, type DatabaseName, storageCheck, type StorageName, verdictFor } from './restore-samples'
import type { World } from './world'

/** What the scripted world does when a restore asks it. */
export type RestorePlot = {
  databases: DatabaseName[]
  storage: StorageName
  /** Files that do not arrive. */
  notSent: number
  /** How the network behaves while bytes move. */
  network: 'fine' | 'offline' | 'stalled' | 'throttled' | 'link-ends'
  /** What the containers hold before anything was sent. */
  there: NonNullable<RestoreView['there']>
}

/** What is kept of one restore. */
export type KeptRestore = {
  session: Session
  links: { database: LinkView | null; storage: LinkView | null }
  /** A pair of which nobody knows which is the database. */
  asked: { id: string; first: LinkView; second: LinkView } | null
  database: { handle: string | null; name: DatabaseName } | null
  storage: { handle: string | null; name: StorageName; choices: Choices } | null
  there: RestoreView['there']
  targetVersion: string | null
  limit: number | null
  transferJob: string | null
  ifExists: IfExists
  report: TransferSummary | null
}

class Restores {
  readonly all = new Map<string, KeptRestore>()
  /** Files by handle. */
  readonly files = new Map<string, DatabaseName>()
  plot: RestorePlot = {
    databases: ['good'],
    storage: 'assets',
    notSent: 0,
    network: 'fine',
    there: { database: null, storage_files: 0, storage_bytes: 0 },
  }
}

const kept = new WeakMap<World, Restores>()

export function restoresOf(world: World): Restores {
  let restores = kept.get(world)
  if (!restores) kept.set(world, (restores = new Restores()))
  return restores
}

export function restoreById(world: World, id: string): KeptRestore {
  const found = restoresOf(world).all.get(id)
  if (!found) throw fault('restore-not-found')
  return found
}

const DAY = 86_400_000
export const WEEK = 7 * DAY
const LASTS = 180 * DAY

export const steps: readonly RestoreStep[] = [
  'restore-point',
  'create-session',
  'get-access',
  'database',
  'files',
  'check',
  'transfer',
  'restore-to-environment',
  'verify',
  'revoke-access',
  'close',
]

function isDone(session: Session, step: RestoreStep): boolean {
  switch (step) {
    case 'restore-point':
      return session.restore_point !== null
    case 'create-session':
      return session.created_at !== null
    case 'get-access':
      return session.access !== null
    case 'database':
      return session.database !== null
    case 'files':
      return session.storage !== null
    case 'check':
      return session.checked !== null && session.checked.verdict !== 'will-not-work'
    case 'transfer':
      return session.transfer.state === 'done'
    case 'restore-to-environment':
      return session.presses.length > 0
    case 'verify':
      return session.presses.every((one) => one.outcome) && session.presses.at(-1)?.outcome?.works === true
    case 'close':
      return session.closed !== null
    case 'revoke-access':
      return session.closed !== null || (session.access?.revoked_at ?? null) !== null
  }
}

export function stepViews(session: Session): StepView[] {
  const next = session.closed ? undefined : steps.find((step) => !isDone(session, step))
  return steps.map((step) => ({
    step,
    state: isDone(session, step) ? 'done' : step === next ? 'next' : 'later',
  }))
}

function clocksOf(session: Session) {
  if (!session.created_at || session.closed) return null
  const at = (ms: number) => new Date(Date.parse(session.created_at!) + ms).toISOString().replace(/\.\d{3}Z$/, 'Z')
  return { upload_until: at(WEEK), restore_until: at(LASTS) }
}

export function openCollisions(choices: Choices) {
  const settled = (path: string) => choices.leave_out.includes(path) || path in choices.rename
  return collisions.filter((one) => one.sources.filter((source) => !settled(source.path)).length > 1)
}

function preflightOf(world: World, restore: KeptRestore): Preflight | null {
  const { session } = restore
  if (!restore.database && !restore.storage) return null
  const findings: Finding[] = []
  if (restore.database) {
    const check = databases[restore.database.name]
    findings.push(...check.findings)
    const version = check.facts.version.state === 'read' ? check.facts.version.version : null
    if (version && !restore.targetVersion) {
      findings.push(finding('database-target-version-unknown', 'warning', 'you', { version }))
    } else if (version && restore.targetVersion !== version) {
      findings.push(
        finding('database-version-differs', 'blocker', 'developer', { version, target_version: restore.targetVersion! }),
      )
    }
  }
  if (restore.storage) findings.push(...storageOf(restore)!.check.findings)
  if (!restore.database || !restore.storage) {
    findings.push(finding('restore-one-part-only', 'warning', 'you', { missing: restore.database ? 'storage' : 'database' }))
  }
  const clocks = clocksOf(session)
  if (clocks) {
    const left = Date.parse(clocks.upload_until) - world.clock.now()
    if (left <= 0) findings.push(finding('restore-upload-time-over', 'blocker', 'you', { days: '8' }))
    else if (left < DAY) {
      findings.push(finding('restore-upload-time-ending', 'warning', 'you', { hours: String(Math.floor(left / 3_600_000)) }))
    }
  }
  const prod = world.environment(session.project_id, session.target).kind === 'prod'
  if (session.restore_point?.kind !== 'made') {
    findings.push(finding('restore-point-missing', prod ? 'blocker' : 'warning', 'you'))
  }
  return { findings: worstFirst(findings), verdict: verdictFor(findings) }
}

function storageOf(restore: KeptRestore): RestoreView['storage'] {
  if (!restore.storage) return null
  const { name, handle, choices } = restore.storage
  const open = name === 'collisions' ? openCollisions(choices) : []
  return { handle, choices: { ...choices, limit: restore.limit }, check: storageCheck(name, open, restore.limit) }
}

export function viewOf(world: World, id: string): RestoreView {
  const restore = restoreById(world, id)
  const { session } = restore
  const project = world.project(session.project_id)
  const preflight = preflightOf(world, restore)
  if (preflight && restore.database && restore.storage && session.transfer.state === 'not-yet') {
    const same = session.checked?.verdict === preflight.verdict
    session.checked = same ? session.checked : { at: world.clock.moment(), verdict: preflight.verdict }
  }
  return {
    session,
    steps: stepViews(session),
    clocks: clocksOf(session),
    now: world.clock.moment(),
    links: { ...restore.links, saved: restore.links.database ? 'saved' : 'none' },
    database: restore.database
      ? { handle: restore.database.handle, check: databases[restore.database.name] }
      : null,
    storage: storageOf(restore),
    preflight,
    there: restore.there,
    target_version: restore.targetVersion,
    target_version_from: restore.targetVersion ? 'told' : null,
    limit: restore.limit,
    transfer_job: restore.transferJob ? world.job(restore.transferJob) : null,
    report: restore.report,
    watch: [...world.jobs.values()].filter((job) => job.kind === 'watch' && job.params['restore_id'] === id).at(-1) ?? null,
    environments: project.environments.map(({ key, name, kind }) => ({ key, name, kind })),
    portal_page: `${project.portal}/${project.guid}/data-management/custom-restore`,
  }
}

export function rowOf(world: World, id: string): RestoreRow {
  const { session } = restoreById(world, id)
  return {
    id,
    project_id: session.project_id,
    target: session.target,
    target_name: world.environment(session.project_id, session.target).name,
    started_at: session.started_at,
    next_step: stepViews(session).find((one) => one.state === 'next')?.step ?? null,
    clocks: clocksOf(session),
    transferring: session.transfer.state === 'begun',
    closed_at: session.closed?.at ?? null,
    given_up: session.closed?.given_up ?? false,
  }
}

export function newRestore(world: World, projectId: string, target: string): KeptRestore {
  const restore: KeptRestore = {
    session: {
      id: world.random.id(),
      project_id: projectId,
      target,
      started_at: world.clock.moment(),
      restore_point: null,
      created_at: null,
      access: null,
      database: null,
      storage: null,
      checked: null,
      transfer: { state: 'not-yet' },
      presses: [],
      closed: null,
    },
    links: { database: null, storage: null },
    asked: null,
    database: null,
    storage: null,
    there: null,
    targetVersion: null,
    limit: null,
    transferJob: null,
    ifExists: 'refuse',
    report: null,
  }
  restoresOf(world).all.set(restore.session.id, restore)
  return restore
}

export function noChoices(): Choices {
  return { container: null, leave_out: [], rename: {}, keep_odd_names: false, limit: null }
}
