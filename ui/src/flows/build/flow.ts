/**
 * Where a user is on the way from a folder to a package. What the folder holds and how far the
 * build is, the engine says; this only says which question is on the screen, and keeps what was
 * chosen so that going back, or away, loses nothing.
 */
import type { ChosenFolder, ChosenOutput, Job } from '../../backend/interface'
import type { Chosen } from './choices'

/** What stays while the question changes. */
export type Kept = {
  folder: ChosenFolder | null
  /** What the user decided; what is missing here is decided by what lies in the folder. */
  chosen: Chosen
  output: ChosenOutput | null
  /** The build that was started last. */
  buildId: string | null
}

export type Flow = { kept: Kept } & (
  | { at: 'folder' }
  /** What the folder is; being looked at or known. */
  | { at: 'picture'; folder: ChosenFolder }
  | { at: 'parts'; folder: ChosenFolder }
  | { at: 'options'; folder: ChosenFolder }
  | { at: 'review'; folder: ChosenFolder }
  | { at: 'build'; buildId: string }
  | { at: 'package'; buildId: string }
)

export type Place = Flow['at']

export type FlowEvent =
  | { is: 'folder-chosen'; folder: ChosenFolder }
  | { is: 'another-folder' }
  | { is: 'asked-for-parts' }
  | { is: 'asked-for-options' }
  | { is: 'asked-to-review' }
  | { is: 'chose'; chosen: Chosen }
  | { is: 'output-chosen'; output: ChosenOutput }
  /** The engine took the order. */
  | { is: 'started'; buildId: string }
  /** The package is there and proved. */
  | { is: 'made' }
  /** The build ended without one and is to be tried again. */
  | { is: 'again' }
  | { is: 'back' }
  /** A step of the rail was pressed. */
  | { is: 'went'; step: Step }

/** The steps of the rail. */
export type Step = 'folder' | 'parts' | 'options' | 'review' | 'build' | 'package'

export const nothingKept: Kept = { folder: null, chosen: {}, output: null, buildId: null }

/** Where the flow begins: at a folder, at whatever a job has got to, or where one left it. */
export function begin(
  from: { folder?: ChosenFolder | undefined; job?: Job | undefined } = {},
  remembered: { kept: Kept; step: Step } | null = null,
): Flow {
  const kept = remembered?.kept ?? nothingKept
  if (from.job) return fromJob(from.job, kept)
  if (from.folder) {
    // The same folder again goes on with what was chosen for it.
    const same = kept.folder?.handle === from.folder.handle
    return picture({ ...(same ? kept : nothingKept), folder: from.folder }, from.folder)
  }
  return went({ at: 'folder', kept }, remembered?.step ?? 'folder')
}

function fromJob(job: Job, kept: Kept): Flow {
  const at = job.state.state === 'succeeded' ? 'package' : 'build'
  return { at, buildId: job.id, kept: { ...kept, buildId: job.id } }
}

/** The next state. An event that makes no sense where the user is changes nothing. */
export function next(flow: Flow, event: FlowEvent): Flow {
  const { kept } = flow
  switch (event.is) {
    case 'folder-chosen':
      return picture({ ...nothingKept, folder: event.folder }, event.folder)
    case 'another-folder':
      return { at: 'folder', kept }
    case 'asked-for-parts':
      return flow.at === 'picture' ? { at: 'parts', folder: flow.folder, kept } : flow
    case 'asked-for-options':
      return flow.at === 'parts' || flow.at === 'review'
        ? { at: 'options', folder: flow.folder, kept }
        : flow
    case 'asked-to-review':
      return flow.at === 'options' ? { at: 'review', folder: flow.folder, kept } : flow
    case 'chose':
      return { ...flow, kept: { ...kept, chosen: { ...kept.chosen, ...event.chosen } } }
    case 'output-chosen':
      return { ...flow, kept: { ...kept, output: event.output } }
    case 'started':
      // The place that was agreed to is used up: the next build asks for one of its own.
      return { at: 'build', buildId: event.buildId, kept: { ...kept, buildId: event.buildId, output: null } }
    case 'made':
      return flow.at === 'build' ? { at: 'package', buildId: flow.buildId, kept } : flow
    case 'again':
      return flow.at === 'build' ? went(flow, kept.folder ? 'review' : 'folder') : flow
    case 'back':
      return before(flow)
    case 'went':
      return went(flow, event.step)
  }
}

function picture(kept: Kept, folder: ChosenFolder): Flow {
  return { at: 'picture', folder, kept }
}

function before(flow: Flow): Flow {
  const { kept } = flow
  switch (flow.at) {
    case 'folder':
      return flow
    case 'picture':
      return { at: 'folder', kept }
    case 'parts':
      return picture(kept, flow.folder)
    case 'options':
      return { at: 'parts', folder: flow.folder, kept }
    case 'review':
      return { at: 'options', folder: flow.folder, kept }
    case 'build':
      return went(flow, 'review')
    case 'package':
      return { at: 'build', buildId: flow.buildId, kept }
  }
}

function went(flow: Flow, step: Step): Flow {
  const { kept } = flow
  const { folder, buildId } = kept
  switch (step) {
    case 'folder':
      return folder ? picture(kept, folder) : { at: 'folder', kept }
    case 'parts':
    case 'options':
    case 'review':
      return folder ? { at: step, folder, kept } : { at: 'folder', kept }
    case 'build':
    case 'package':
      return buildId ? { at: step, buildId, kept } : flow
  }
}
