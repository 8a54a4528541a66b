import type { BuildStep } from '../../backend/interface'
import type { Flow, Kept, Step } from './flow'
import { stepOf } from './rail'

/**
 * Where the flow was left, for as long as the window is open: handles of folders are good for no
 * longer either.
 */
let left: { kept: Kept; step: Step } | null = null

export function keep(flow: Flow): void {
  left = { kept: flow.kept, step: stepOf(flow.at) }
}

export function remembered(): { kept: Kept; step: Step } | null {
  return left
}

/** Which commands a build was ordered with, by its job. */
const commands = new Map<string, readonly BuildStep[]>()

export function planned(jobId: string, steps: readonly BuildStep[]): void {
  commands.set(jobId, steps)
}

export function plannedOf(jobId: string): readonly BuildStep[] {
  return commands.get(jobId) ?? []
}
