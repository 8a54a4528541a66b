import type { MayUpload } from '../../backend/interface'
import type { Flow, Step } from './flow'

export type RailStep = { id: Step; state: 'done' | 'current' | 'ahead' | 'problem' }

const order: readonly Step[] = ['package', 'verdict', 'where', 'confirm', 'upload', 'watch']

/** The step of the rail a place belongs to. */
export function stepOf(at: Flow['at']): Step {
  return at === 'reading' ? 'package' : at
}

/**
 * The rail as it stands. A plain upload to QA has nothing to confirm beyond its button, so the
 * step is left out there; so that nobody waits for it, it also disappears once it was skipped.
 */
export function rail(flow: Flow, may: MayUpload | null, problem: boolean): RailStep[] {
  const current = stepOf(flow.at)
  const confirms = current === 'confirm' || may === 'as-emergency'
  const steps = confirms ? order : order.filter((step) => step !== 'confirm')
  const at = steps.indexOf(current)
  return steps.map((id, index) => ({
    id,
    state: index < at ? 'done' : index > at ? 'ahead' : problem ? 'problem' : 'current',
  }))
}
