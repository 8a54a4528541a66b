import type { UploadTerms } from '../../backend/interface'
import type { Draft } from './flow'

/** What the user still has to give before an upload may start. */
export type Missing = 'blockers' | 'reason' | 'name'

/** What the terms ask for; the engine checks the same again. */
export function asked(terms: UploadTerms): Missing[] {
  const emergency = terms.may === 'as-emergency'
  const blocked = terms.verdict === 'will-not-work'
  return [
    ...(blocked ? (['blockers'] as const) : []),
    ...(emergency || blocked ? (['reason'] as const) : []),
    ...(emergency || terms.demands_confirmation.length > 0 ? (['name'] as const) : []),
  ]
}

/** What of it is not there yet, in the order of the screen. */
export function missing(terms: UploadTerms, draft: Draft): Missing[] {
  const given: Record<Missing, boolean> = {
    blockers: draft.despiteBlockers,
    reason: draft.reason.trim() !== '',
    name: draft.typedName.trim() === terms.environment.name,
  }
  return asked(terms).filter((one) => !given[one])
}
