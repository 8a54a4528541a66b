import type { Step } from './flow'

/** How a package is brought into an environment. */
export type Way = 'deploy-to' | 'schedule' | 'upload'

/** What was typed about one stage and not told yet. */
export class StageDraft {
  go = $state<'go' | 'no-go'>('go')
  reason = $state('')
  typed = $state('')
  second = $state('')
  way = $state<Way | null>(null)
  due = $state('')
  again = $state(false)
  uploadReason = $state('')
  uploadTyped = $state('')
}

/**
 * What was typed or chosen and not told yet, for as long as the window is open, so that going back
 * or away loses nothing.
 */
export class Draft {
  at = $state<Step | null>(null)
  readonly #stages = new Map<string, StageDraft>()

  of(stageId: string): StageDraft {
    let draft = this.#stages.get(stageId)
    if (!draft) this.#stages.set(stageId, (draft = new StageDraft()))
    return draft
  }
}

const drafts = new Map<string, Draft>()

export function draftOf(releaseId: string): Draft {
  let draft = drafts.get(releaseId)
  if (!draft) drafts.set(releaseId, (draft = new Draft()))
  return draft
}
