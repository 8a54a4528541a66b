import { backend, type NextStep, type Place } from '../backend'
import { chooseAndInspect } from './packages'
import { go, slipway, tellFault } from './state.svelte'

/** Does the one next step a fault offers, where it is the same on every screen. */
export async function takeStep(step: NextStep, env?: string): Promise<void> {
  const projectId = slipway.project?.id
  switch (step) {
    case 'replace-token':
      if (projectId) go({ screen: 'connect', projectId, step: 'token' })
      return
    case 'edit-project':
      go(projectId ? { screen: 'connect', projectId } : { screen: 'connect' })
      return
    case 'open-portal-deployments':
      return openPlace('portal-deployments', env)
    case 'open-status-page':
      return openPlace('portal-status')
    case 'choose-another-file':
      return chooseAndInspect(env)
    case 'inspect-again':
      go({ screen: 'packages' })
      return
    case 'set-aside':
      slipway.withoutHistory = false
      return
    // These are done elsewhere: by the screen that asked, or outside Slipway.
    case 'none':
    case 'try-again':
    case 'free-disk-space':
    case 'check-network':
      return
  }
}

/** Opens a place of the current project in the browser. */
export async function openPlace(place: Place, env?: string, projectId?: string): Promise<void> {
  const id = projectId ?? slipway.project?.id
  if (!id) return
  try {
    await backend.actionOpenPlace(id, place, env ?? null)
  } catch (thrown) {
    tellFault(thrown)
  }
}
