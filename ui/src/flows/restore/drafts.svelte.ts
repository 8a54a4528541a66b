import type { IfExists, RestoreStep } from '../../backend/interface'
import { localInput } from '../../format'

/**
 * What was typed or chosen and not told yet, for as long as the window is open, so that going back
 * or away loses nothing. Links are not among it: they are secret.
 */
export class Draft {
  at = $state<RestoreStep | null>(null)
  way = $state<'made' | 'waived'>('made')
  name = $state('')
  madeAt = $state(localInput(Date.now()))
  reason = $state('')
  createdAt = $state(localInput(Date.now()))
  targetVersion = $state('')
  limit = $state('')
  container = $state('')
  ifExists = $state<IfExists | null>(null)
  speed = $state('')
  env = $state<string | null>(null)
  typed = $state('')
  again = $state(false)
  confirmation: string = crypto.randomUUID()
}

const drafts = new Map<string, Draft>()

export function draftOf(restoreId: string): Draft {
  let draft = drafts.get(restoreId)
  if (!draft) drafts.set(restoreId, (draft = new Draft()))
  return draft
}
