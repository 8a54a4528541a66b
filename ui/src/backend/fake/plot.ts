import type { BuildPlot } from './build'
import type { ComparePlot } from './compare'
import type { FolderName } from './folders'
import type { SampleName } from './samples'
import type { AidPlot } from './trust'

/** How an upload goes in this story. */
export type UploadPlot =
  | { goes: 'well' }
  /** The Portal refuses, or the way to it breaks, once this share was sent. */
  | { goes: 'wrong'; code: string; at: number; params?: Record<string, string> }
  /** Everything is sent and nothing comes back. */
  | { goes: 'lost' }
  /** The Portal asks to wait this long, then takes it. */
  | { goes: 'waiting'; ms: number; code: string }
  /** The Portal takes it, and Slipway cannot write that down. */
  | { goes: 'unwritten' }

/** How the site behaves after a deployment was accepted. */
export type SitePlot =
  | 'outage'
  /** It answers all the time and the page changes. */
  | 'no-outage'
  | 'nothing'
  | 'stays-offline'
  /** It comes back with the build it had before. */
  | 'as-before'
  /** It comes back, and its pages do not tell their build. */
  | 'unclear'

/** What the scripted world does when it is asked to. */
export type Plot = {
  upload: UploadPlot
  site: SitePlot
  /** What the file dialog gives next; the last one over and over. */
  files: SampleName[]
  /** Bytes a second the line carries. */
  line: number
  /** The keychain's answer when a token is to be kept. */
  keychain: 'open' | 'locked' | 'unavailable'
  /** Whether the practice world can be started. */
  practice: 'starts' | 'does-not-start'
  /** What two different packages come to. */
  compares: ComparePlot
  /** What the folder dialog gives next; the last one over and over. */
  folders: FolderName[]
  /** Where the save dialog writes; null where the user closes it. */
  savesAt: string | null
  build: BuildPlot
  /** Whether what lies in the folder keeps a build from starting. */
  blocked: boolean
  /** What first aid finds on this computer. */
  aid: AidPlot
}

export const calm: Plot = {
  upload: { goes: 'well' },
  site: 'outage',
  files: ['ready'],
  line: 11_400_000,
  keychain: 'open',
  practice: 'starts',
  compares: 'release',
  folders: ['project'],
  savesAt: '/home/jana/builds/dancing-goat',
  build: { goes: 'well' },
  blocked: false,
  aid: 'healthy',
}
