import type { Finding } from '../../backend/interface'
import { words } from '../../copy'

/** Whom to ask about what was found: there is no package here that a developer made. */
export function whom({ ask }: Finding): string {
  return words(ask === 'developer' ? 'restore.whom.developer' : `whom.${ask}`)
}
