import { backend, type ChosenFile } from '../backend'
import { go, heard, slipway, tellFault } from './state.svelte'

/** Lets the user choose a package, then inspects it for an environment, if one is meant. */
export async function chooseAndInspect(env?: string): Promise<void> {
  try {
    const file = await backend.actionChoosePackage()
    if (file) await inspect(file, env)
  } catch (thrown) {
    tellFault(thrown)
  }
}

/** Inspects a chosen or dropped file and goes to where its verdict will be. */
export async function inspect(file: ChosenFile, env?: string): Promise<void> {
  try {
    const job = await backend.jobInspect(file.handle)
    heard(job)
    const target = env ?? (slipway.route.screen === 'ship' ? slipway.route.env : undefined)
    go({ screen: 'ship', jobId: job.id, ...(target ? { env: target } : {}) })
  } catch (thrown) {
    tellFault(thrown)
  }
}
