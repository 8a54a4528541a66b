import licences from '../../../../src-tauri/app/package/licences.json'
import type { LicensedPart, NetworkView, Questions, UpdatesView } from '../interface'
import { fault } from './faults'
import type { World } from './world'

/** Settings of the way out, of updates, and what Slipway is made of. */
export function networkQuestions(
  world: World,
): Pick<
  Questions,
  | 'queryNetwork'
  | 'actionSaveProxy'
  | 'queryUpdates'
  | 'actionSaveUpdates'
  | 'actionLookForUpdate'
  | 'actionOpenUpdate'
  | 'queryLicences'
> {
  let network: NetworkView = { proxy: '', user: '', password: 'none' }
  let updates: UpdatesView = { address: '', key: '', built_in: false }

  return {
    queryNetwork: async () => ({ ...network }),
    actionSaveProxy: async ({ address, user, password }) => {
      if (/\s/.test(address)) throw fault('proxy-address-invalid')
      if (password && world.plot.keychain !== 'open') throw fault(`keychain-${world.plot.keychain}`)
      const proxy = address && !address.includes('://') ? `http://${address}` : address
      const same = proxy === network.proxy && user === network.user
      const saved = password !== '' || (same && network.password === 'saved')
      network = proxy ? { proxy, user, password: saved ? 'saved' : 'none' } : { proxy: '', user: '', password: 'none' }
      world.write('proxy-changed', {})
      return { ...network }
    },
    queryUpdates: async () => ({ ...updates }),
    actionSaveUpdates: async (address, key) => {
      if (address && !address.startsWith('https://')) throw fault('update-address-invalid')
      if (address && !/^RW\S{54}$/.test(key)) throw fault('update-key-invalid')
      updates = address ? { address, key, built_in: false } : { address: '', key: '', built_in: false }
      return { ...updates }
    },
    actionLookForUpdate: async () => {
      const host = new URL(updates.address).host
      if (host.startsWith('stranger')) throw fault('update-signature-wrong', { host })
      return {
        heard: 'newer',
        update: {
          version: '0.2.0',
          notes: 'Restores are quicker.\nThe history can be exported.',
          page: `https://${host}/`,
        },
      }
    },
    actionOpenUpdate: async () => null,
    queryLicences: async () => licences as LicensedPart[],
  }
}
