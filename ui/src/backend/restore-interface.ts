/**
 * What the interface asks of the engine about custom restores. Written by hand after the engine's
 * own types; the generated bindings take its place, and nothing but `interface.ts` has to know.
 */
import type {
  ChosenFile,
  EnvironmentKind,
  EnvKey,
  Fault,
  Finding,
  Job,
  Verdict,
} from './bindings'

type Bytes = number
type Count = number
type Moment = string

export type RestoreStep =
  | 'restore-point'
  | 'create-session'
  | 'get-access'
  | 'database'
  | 'files'
  | 'check'
  | 'transfer'
  | 'restore-to-environment'
  | 'verify'
  | 'close'
  | 'revoke-access'

export type StepView = { step: RestoreStep; state: 'done' | 'next' | 'later' }

export type RestorePoint =
  | { kind: 'made'; name: string; made_at: Moment; person: string }
  | { kind: 'waived'; person: string; reason: string }

export type LinkNote = {
  host: string
  container: string
  expires: Moment | null
  addresses: string | null
  rights: string
}

export type Access = { at: Moment; database: LinkNote; storage: LinkNote; revoked_at: Moment | null }
export type DatabasePart = { file_name: string; bytes: Bytes; version: string | null }
export type StoragePart = { name: string; files: Count; bytes: Bytes }

export type Transfer =
  | { state: 'not-yet' }
  | { state: 'begun'; job: string; at: Moment }
  | { state: 'done'; job: string; at: Moment; verified: boolean }

/** One time **Restore to environment** was confirmed with **Create**. */
export type Press = {
  env: EnvKey
  at: Moment
  person: string
  outcome: { at: Moment; works: boolean } | null
}

export type Session = {
  id: string
  project_id: string
  target: EnvKey
  started_at: Moment
  restore_point: RestorePoint | null
  created_at: Moment | null
  access: Access | null
  database: DatabasePart | null
  storage: StoragePart | null
  checked: { at: Moment; verdict: Verdict } | null
  transfer: Transfer
  /** Oldest first. */
  presses: Press[]
  closed: { at: Moment; given_up: boolean } | null
}

/** What the user may tell; the engine's own events are refused from here. */
export type RestoreEvent =
  | { event: 'restore-point-made'; name: string; made_at: Moment }
  | { event: 'restore-point-waived'; reason: string }
  | { event: 'session-created'; at: Moment }
  | { event: 'restore-pressed'; env: EnvKey; again: boolean }
  | { event: 'restore-seen'; env: EnvKey; works: boolean }
  | { event: 'closed' }
  | { event: 'access-revoked' }

/** One week for uploading, 180 days for restoring; none before Create session and after Close. */
export type Clocks = { upload_until: Moment; restore_until: Moment }

export type Right = 'read' | 'write' | 'list' | 'delete'

export type SasFinding =
  | { finding: 'expired'; at: Moment }
  | { finding: 'not-yet-valid'; from: Moment }
  /** Positive: this computer is ahead. */
  | { finding: 'clock-off'; minutes: number }
  | { finding: 'missing-right'; right: Right }
  | { finding: 'account-link' }
  | { finding: 'blob-link' }
  | { finding: 'below-container'; below: string }
  | { finding: 'needs-https' }
  | { finding: 'rights-in-policy' }

/** What may be shown of a link: everything but its signature. */
export type LinkView = {
  host: string
  container: string
  allows: Right[]
  missing: Right[]
  addresses: string | null
  starts: Moment | null
  expires: Moment | null
  https_only: boolean
  findings: SasFinding[]
  last4: string
}

export type LinksTaken =
  | { outcome: 'taken'; view: RestoreView }
  | { outcome: 'ask-which'; first: LinkView; second: LinkView; id: string }
  | {
      outcome: 'not-usable'
      links: { link: LinkView | null; fault: Fault | null }[]
      missing: 'database' | 'storage' | null
    }

export type VersionNotRead =
  | 'file-not-read'
  | 'no-settings'
  | 'no-rows'
  | 'column-missing'
  | 'type-unknown'
  | 'rows-unreadable'
  | 'ambiguous'
  | 'setting-missing'
  | 'not-a-version'

export type VersionRead =
  | { state: 'read'; version: string }
  | { state: 'not-read'; reason: VersionNotRead; detail: string | null }

export type TableSize = { name: string; bytes: Bytes; packed: Bytes; rows: Count | null }

export type DatabaseFacts = {
  file_name: string
  size: Bytes
  read_whole: boolean
  entries: Count
  unpacked: Bytes
  database_name: string | null
  exporter: string | null
  exported_at: Moment | null
  server: string | null
  source_size: Bytes | null
  collation: string | null
  tables: Count
  rows_told: Count | null
  rows_counted: Count | null
  /** Biggest first, at most 20. */
  biggest: TableSize[]
  contained_users: string[]
  version: VersionRead
  domains: { domain: string }[]
}

export type DatabaseCheck = { facts: DatabaseFacts; findings: Finding[]; verdict: Verdict }

export type Choices = {
  container: string | null
  leave_out: string[]
  rename: { [path in string]: string }
  keep_odd_names: boolean
  limit: Bytes | null
}

export type StoragePlacement =
  | { how: 'containers'; folder: string }
  | { how: 'into'; folder: string; container: string }
  | { how: 'unclear' }

export type StorageFacts = {
  name: string
  zipped: boolean
  placement: StoragePlacement
  files: Count
  bytes: Bytes
  empty: Count
  markers: Count
  renamed: Count
  left_out: Count
  containers: { name: string; files: Count; bytes: Bytes }[]
  largest: Bytes
}

export type StorageCheck = { facts: StorageFacts; findings: Finding[]; verdict: Verdict }
export type NameChange = { from: string; to: string }
export type TreeNode = { name: string; is_folder: boolean; files: Count; bytes: Bytes }
export type Collision = { blob: string; sources: { path: string; bytes: Bytes; modified: Moment }[] }
export type Preflight = { findings: Finding[]; verdict: Verdict }
export type VersionFrom = 'told' | 'measured' | 'package'

export type TransferSummary = {
  end: 'complete' | 'stopped' | 'needs-link' | 'gave-up'
  files: Count
  verified: Count
  kept: Count
  not_sent: Count
  not_reached: Count
  bytes_total: Bytes
  bytes_sent: Bytes
  started: Moment
  ended: Moment
  all_is_well: boolean
  crc64: Count
  md5: Count
  length_only: Count
  /** The first 200. */
  troubles: { blob: string; fault: Fault }[]
  notes: string[]
}

export type FileOutcome =
  | {
      outcome: 'sent'
      content: 'crc64' | 'md5' | 'copied-by-service' | 'found-there'
      crc64: string | null
      readBack: 'confirmed' | 'not-allowed' | 'not-yet'
      storedMd5: 'matches' | 'not-compared' | 'none' | 'not-read'
    }
  | { outcome: 'kept' }
  | { outcome: 'not-sent'; fault: Fault }
  | { outcome: 'not-reached' }

export type FileReport = { blob: string; bytes: Bytes; outcome: FileOutcome }

export type RestoreRow = {
  id: string
  project_id: string
  target: EnvKey
  target_name: string
  started_at: Moment
  next_step: RestoreStep | null
  clocks: Clocks | null
  transferring: boolean
  closed_at: Moment | null
  given_up: boolean
}

export type RestoreView = {
  session: Session
  steps: StepView[]
  clocks: Clocks | null
  now: Moment
  links: { database: LinkView | null; storage: LinkView | null; saved: 'saved' | 'session-only' | 'none' }
  /** None until looked at; the handle is none after a restart that lost the file. */
  database: { handle: string | null; check: DatabaseCheck } | null
  storage: { handle: string | null; choices: Choices; check: StorageCheck } | null
  preflight: Preflight | null
  /** What the containers hold, when it was looked at. */
  there: {
    database: { bytes: Bytes; modified: Moment } | null
    storage_files: Count | null
    storage_bytes: Bytes | null
  } | null
  target_version: string | null
  target_version_from: VersionFrom | null
  limit: Bytes | null
  transfer_job: Job | null
  report: TransferSummary | null
  environments: { key: EnvKey; name: string; kind: EnvironmentKind }[]
  portal_page: string
}

export type IfExists = 'refuse' | 'keep' | 'replace'

export type TransferOrder = {
  if_exists: IfExists
  /** Bytes a second. */
  limit: Bytes | null
  confirmation_id: string
}

export type RestoreQuestions = {
  queryRestores: (projectId: string) => Promise<RestoreRow[]>
  queryRestore: (restoreId: string) => Promise<RestoreView>
  actionBeginRestore: (projectId: string, target: EnvKey) => Promise<RestoreView>
  actionRestoreEvent: (restoreId: string, event: RestoreEvent) => Promise<RestoreView>
  actionTakeLinks: (restoreId: string, text: string, swap: boolean) => Promise<LinksTaken>
  actionNameLinks: (restoreId: string, id: string, database: 'first' | 'second') => Promise<RestoreView>
  actionForgetLinks: (restoreId: string) => Promise<RestoreView>
  actionChooseDatabase: () => Promise<ChosenFile | null>
  actionChooseFilesZip: () => Promise<ChosenFile | null>
  jobCheckDatabase: (restoreId: string, handle: string) => Promise<Job>
  jobLookStorage: (restoreId: string, handle: string, choices: Choices) => Promise<Job>
  queryStorageLevel: (restoreId: string, path: string, after: Count) => Promise<{ nodes: TreeNode[]; total: Count }>
  queryNameChanges: (restoreId: string, after: Count) => Promise<{ changes: NameChange[]; total: Count }>
  queryCollisions: (restoreId: string) => Promise<Collision[]>
  actionTargetVersion: (restoreId: string, version: string | null) => Promise<RestoreView>
  actionStorageLimit: (restoreId: string, bytes: Bytes | null) => Promise<RestoreView>
  actionLookAtContainers: (restoreId: string) => Promise<RestoreView>
  jobTransfer: (restoreId: string, order: TransferOrder) => Promise<Job>
  actionPauseJob: (jobId: string) => Promise<Job>
  actionResumeJob: (jobId: string) => Promise<Job>
  actionLimitJob: (jobId: string, bytesPerS: Bytes | null) => Promise<Job>
  queryTransferReport: (restoreId: string, after: Count) => Promise<{ files: FileReport[]; total: Count }>
  actionExportReport: (restoreId: string, format: 'html' | 'csv') => Promise<string | null>
  jobCopyFrom: (restoreId: string, text: string, part: 'database' | 'storage') => Promise<Job>
  actionOpenRestorePage: (restoreId: string) => Promise<null>
}

/** Kinds of jobs a restore has, besides those of the generated bindings. */
export type RestoreJobKind = 'check-database' | 'look-storage' | 'transfer'

/** What a transfer is doing while its row says running. */
export type Doing =
  | 'preparing'
  | 'sending'
  | 'paused'
  | 'stalled'
  | 'throttled'
  | 'offline'
  | 'needs-link'
  | 'verifying'

/** The restore a job belongs to; none where it is of another kind. */
export function restoreOf(job: Job): string | null {
  const kind: string = job.kind
  return ['check-database', 'look-storage', 'transfer'].includes(kind) ? (job.params['restore_id'] ?? null) : null
}

export function isTransfer(job: Job): boolean {
  const kind: string = job.kind
  return kind === 'transfer'
}

/** Whether a transfer stands until another link is given. */
export function waitsForLink(job: Job): boolean {
  const waitsFor: string = job.state.state === 'waiting' ? job.state.waiting_for : ''
  return waitsFor === 'link'
}
