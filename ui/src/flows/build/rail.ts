import type { Flow, Step } from './flow'

export type RailStep = { id: Step; state: 'done' | 'current' | 'ahead' | 'problem' }

const order: readonly Step[] = ['folder', 'parts', 'options', 'review', 'build', 'package']

/** The step of the rail a place belongs to. */
export function stepOf(at: Flow['at']): Step {
  return at === 'picture' ? 'folder' : at
}

/** The rail as it stands. Steps of a folder that is not known any more cannot be gone back to. */
export function rail(flow: Flow, problem: boolean): RailStep[] {
  const at = order.indexOf(stepOf(flow.at))
  return order.map((id, index) => ({
    id,
    state: index < at ? 'done' : index > at ? 'ahead' : problem ? 'problem' : 'current',
  }))
}
