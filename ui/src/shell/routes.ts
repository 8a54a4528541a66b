import type { ChosenFolder, OldPackage, Purpose, RestoreStep } from '../backend/interface'

/** Where the window is. */
export type Route =
  | { screen: 'first-start' }
  | { screen: 'home' }
  | { screen: 'packages' }
  | { screen: 'package'; packageId: string }
  /** Without `old` it is asked what to compare with. */
  | { screen: 'compare'; packageId: string; old?: OldPackage }
  | { screen: 'ship'; packageId?: string; env?: string; jobId?: string }
  | { screen: 'build'; folder?: ChosenFolder; jobId?: string }
  /** With `begin` it is asked at once what the new release is called. */
  | { screen: 'releases'; begin?: Purpose; packageId?: string }
  | { screen: 'release'; releaseId: string; stage?: string }
  | { screen: 'figures' }
  | { screen: 'sites'; section?: SitesSection; env?: string }
  | { screen: 'restores' }
  | { screen: 'restore'; restoreId: string; step?: RestoreStep }
  | { screen: 'history' }
  | { screen: 'settings'; section?: SettingsSection }
  | { screen: 'connect'; projectId?: string; step?: ConnectStep }

export type SitesSection = 'probes' | 'parity' | 'domains' | 'metrics'

export type SettingsSection = 'appearance' | 'projects' | 'shortcuts' | 'first-aid' | 'moving' | 'updates' | 'about'

export type ConnectStep = 'address' | 'environments' | 'role' | 'token'

/** The places of the sidebar, in the order of their shortcuts Ctrl+1 to Ctrl+6. */
export const places = ['home', 'packages', 'releases', 'restores', 'history', 'settings'] as const

export type PlaceName = (typeof places)[number]

/** The place a route belongs to, which the sidebar marks. */
export function placeOf(route: Route): PlaceName {
  switch (route.screen) {
    case 'first-start':
    case 'home':
    case 'ship':
      return 'home'
    case 'packages':
    case 'package':
    case 'compare':
    case 'build':
      return 'packages'
    case 'releases':
    case 'release':
    case 'figures':
    case 'sites':
      return 'releases'
    case 'restores':
    case 'restore':
      return 'restores'
    case 'history':
      return 'history'
    case 'settings':
    case 'connect':
      return 'settings'
  }
}

/**
 * The routes one came by, newest last. Going to where one already is replaces, so that Back
 * always moves.
 */
export function follow(trail: readonly Route[], route: Route): Route[] {
  const last = trail.at(-1)
  const kept = last && JSON.stringify(last) === JSON.stringify(route) ? trail.slice(0, -1) : trail
  return [...kept, route].slice(-50)
}
