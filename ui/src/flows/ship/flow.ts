/**
 * Where a user is on the way from a file to a deployment that was seen to arrive. What happened
 * is in the engine's job rows; this only says which question is on the screen, and keeps what the
 * user typed so that going back loses nothing.
 */
import type { Job } from '../../backend/interface'

/** What the user wrote for one environment. */
export type Draft = {
  reason: string
  typedName: string
  despiteBlockers: boolean
}

export const emptyDraft: Draft = { reason: '', typedName: '', despiteBlockers: false }

/** What stays while the question changes. */
export type Kept = {
  packageId: string | null
  /** Key of the environment meant; none until one was chosen, which means QA. */
  env: string | null
  /** The upload that was started last. */
  uploadId: string | null
  /** By environment key. */
  drafts: Readonly<Record<string, Draft>>
}

export type Flow = { kept: Kept } & (
  | { at: 'package' }
  /** A file is being read and nothing can be said about it yet. */
  | { at: 'reading'; jobId: string }
  | { at: 'verdict'; packageId: string }
  | { at: 'where'; packageId: string }
  | { at: 'confirm'; packageId: string; env: string }
  | { at: 'upload'; uploadId: string }
  | { at: 'watch'; uploadId: string }
)

export type Place = Flow['at']

export type FlowEvent =
  | { is: 'reading'; jobId: string }
  | { is: 'read'; packageId: string }
  | { is: 'another-package' }
  | { is: 'asked-where' }
  | { is: 'environment-chosen'; env: string }
  | { is: 'asked-to-review'; env: string }
  | { is: 'wrote'; env: string; draft: Draft }
  /** The engine took the order. */
  | { is: 'started'; uploadId: string; env: string }
  /** The Portal took the package, or the user saw it there. */
  | { is: 'arrived' }
  /** It has to be sent once more, which is a new confirmation. */
  | { is: 'to-be-sent-again'; packageId: string; env: string; review: boolean }
  | { is: 'asked-for-watch' }
  | { is: 'back' }
  /** A step of the rail was pressed. */
  | { is: 'went'; step: Step }

/** The steps of the rail. */
export type Step = 'package' | 'verdict' | 'where' | 'confirm' | 'upload' | 'watch'

const nothingKept: Kept = { packageId: null, env: null, uploadId: null, drafts: {} }

/** Where the flow begins: at a file, at a package, or at whatever a job has got to. */
export function begin(
  from: { packageId?: string | undefined; env?: string | undefined; job?: Job | undefined } = {},
  remembered: Partial<Kept> = {},
): Flow {
  const kept: Kept = { ...nothingKept, ...remembered, ...(from.env ? { env: from.env } : {}) }
  if (from.job) return fromJob(from.job, kept)
  if (from.packageId) return verdict(kept, from.packageId)
  return { at: 'package', kept }
}

function fromJob(job: Job, kept: Kept): Flow {
  const packageId = job.params['package_id'] ?? kept.packageId
  const known = { ...kept, packageId, env: job.env ?? kept.env }
  switch (job.kind) {
    case 'inspect':
      return packageId && job.params['package_id']
        ? verdict(known, packageId)
        : { at: 'reading', jobId: job.id, kept: known }
    case 'upload': {
      const at = job.state.state === 'succeeded' ? 'watch' : 'upload'
      return { at, uploadId: job.id, kept: { ...known, uploadId: job.id } }
    }
    case 'watch': {
      const uploadId = job.params['upload_job'] ?? job.id
      return { at: 'watch', uploadId, kept: { ...known, uploadId } }
    }
    // A build has a flow of its own; here only the package it made is of interest.
    case 'build':
      return packageId ? verdict(known, packageId) : { at: 'package', kept: known }
    // Those of a custom restore or a release have flows of their own.
    case 'check-database':
    case 'look-storage':
    case 'transfer':
    case 'smoke':
    case 'baseline':
    case 'monitor':
      return { at: 'package', kept: known }
  }
}

/** The next state. An event that makes no sense where the user is changes nothing. */
export function next(flow: Flow, event: FlowEvent): Flow {
  const { kept } = flow
  switch (event.is) {
    case 'reading':
      return { at: 'reading', jobId: event.jobId, kept: { ...kept, packageId: null } }
    case 'read':
      return flow.at === 'reading' ? verdict(kept, event.packageId) : flow
    case 'another-package':
      return { at: 'package', kept }
    case 'asked-where':
      return flow.at === 'verdict' || flow.at === 'confirm'
        ? { at: 'where', packageId: flow.packageId, kept }
        : flow
    case 'environment-chosen':
      return { ...flow, kept: { ...kept, env: event.env } }
    case 'asked-to-review':
      return flow.at === 'verdict' || flow.at === 'where'
        ? confirm({ ...kept, env: event.env }, flow.packageId, event.env)
        : flow
    case 'wrote':
      return { ...flow, kept: { ...kept, drafts: { ...kept.drafts, [event.env]: event.draft } } }
    case 'started':
      return {
        at: 'upload',
        uploadId: event.uploadId,
        kept: { ...kept, env: event.env, uploadId: event.uploadId },
      }
    case 'arrived':
    case 'asked-for-watch':
      return flow.at === 'upload' ? { at: 'watch', uploadId: flow.uploadId, kept } : flow
    case 'to-be-sent-again': {
      const again = { ...unconfirmed(kept, event.env), packageId: event.packageId, env: event.env }
      return event.review
        ? confirm(again, event.packageId, event.env)
        : { at: 'verdict', packageId: event.packageId, kept: again }
    }
    case 'back':
      return before(flow)
    case 'went':
      return went(flow, event.step)
  }
}

function verdict(kept: Kept, packageId: string): Flow {
  return { at: 'verdict', packageId, kept: { ...kept, packageId } }
}

function confirm(kept: Kept, packageId: string, env: string): Flow {
  return { at: 'confirm', packageId, env, kept }
}

/** The reason stays; the name and the tick are given anew for every confirmation. */
function unconfirmed(kept: Kept, env: string): Kept {
  const draft = kept.drafts[env]
  if (!draft) return kept
  return { ...kept, drafts: { ...kept.drafts, [env]: { ...emptyDraft, reason: draft.reason } } }
}

function before(flow: Flow): Flow {
  const { kept } = flow
  switch (flow.at) {
    case 'package':
      return flow
    case 'reading':
    case 'verdict':
      return { at: 'package', kept }
    case 'where':
      return verdict(kept, flow.packageId)
    case 'confirm':
      return { at: 'where', packageId: flow.packageId, kept }
    case 'upload':
      return kept.packageId ? verdict(kept, kept.packageId) : flow
    case 'watch':
      return { at: 'upload', uploadId: flow.uploadId, kept }
  }
}

function went(flow: Flow, step: Step): Flow {
  const { kept } = flow
  switch (step) {
    case 'package':
      return { at: 'package', kept }
    case 'verdict':
      return kept.packageId ? verdict(kept, kept.packageId) : flow
    case 'where':
      return kept.packageId ? { at: 'where', packageId: kept.packageId, kept } : flow
    case 'confirm':
      return kept.packageId && kept.env ? confirm(kept, kept.packageId, kept.env) : flow
    case 'upload':
      return kept.uploadId ? { at: 'upload', uploadId: kept.uploadId, kept } : flow
    case 'watch':
      return kept.uploadId ? { at: 'watch', uploadId: kept.uploadId, kept } : flow
  }
}
