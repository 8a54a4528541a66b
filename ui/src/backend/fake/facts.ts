import type { PackageFacts, Tally } from '../interface'
import { config } from './config'

const MB = 1_000_000

/** What a middling package of a content site is; the samples change what makes them special. */
export function facts(changed: Partial<PackageFacts> = {}): PackageFacts {
  return {
    assembly: 'DancingGoat',
    build_number: '1.0.0-202611200812+8fdda415741be89162eaf04f1895f8d33e26a12f',
    built_at: '2026-11-20T08:12:00Z',
    code_version: { value: '31.6.2', source: 'DancingGoat.deps.json' },
    repository_version: {
      value: '31.6.2',
      source: '$CDRepository/@global/cms.settingskey/cmsdbversion.xml',
    },
    target_framework: { value: 'net10.0', source: 'DancingGoat.runtimeconfig.json' },
    zero_downtime: false,
    storage_assets: {
      directory: '$StorageAssets',
      mode: 'create-update',
      files: 214,
      bytes: 61 * MB,
      containers: [tally('default', 214, 61)],
    },
    restore_mode: 'create-update',
    config_version: 2,
    objects: [
      tally('cms.contentitem', 1_284, 9.1),
      tally('contentitemdata.dancinggoat.image', 412, 38.6),
      tally('cms.contentitemlanguagemetadata', 1_310, 4.2),
      tally('cms.webpageitem', 186, 0.6),
      tally('cms.contenttype', 48, 0.9),
      tally('cms.settingskey', 312, 0.4),
      tally('emaillibrary.emailconfiguration', 26, 0.2),
      tally('cms.formclass', 11, 0.1),
    ],
    content_items: [
      tally('DancingGoat.Image', 412, 38.6),
      tally('DancingGoat.ArticlePage', 168, 2.4),
      tally('DancingGoat.Coffee', 96, 1.1),
      tally('DancingGoat.Cafe', 31, 0.3),
      tally('DancingGoat.Reference', 24, 0.2),
      tally('DancingGoat.HomePage', 1, 0.01),
    ],
    migrations: 2,
    entries: 4_612,
    size: 184_302_911,
    uncompressed: 402_884_120,
    folders: [
      tally('$StorageAssets/default', 214, 60.2),
      tally('$CDRepository/@global', 3_402, 41.8),
      tally('wwwroot/dist', 388, 22.7),
      tally('runtimes/linux-x64', 12, 14.9),
      tally('runtimes/win-x64', 12, 13.1),
      tally('$CDRepository/DancingGoatPages', 187, 6.4),
      tally('wwwroot/fonts', 18, 2.2),
      tally('App_Data/CIRepository', 3, 0.2),
    ],
    repository_hash: '4c7a9f10b6a94dd2a1c27f5b9e03d8d4c2d7719b0f5be2d86f1a90c3e47b21aa',
    config: config('create-update'),
    ...changed,
  }
}

/** What is left to say about a file whose inside could not be read. */
export function unread(size: number, entries: number): PackageFacts {
  return {
    assembly: null,
    build_number: null,
    built_at: null,
    code_version: null,
    repository_version: null,
    target_framework: null,
    zero_downtime: null,
    storage_assets: null,
    restore_mode: null,
    config_version: null,
    objects: [],
    content_items: [],
    migrations: 0,
    entries,
    size,
    uncompressed: size,
    folders: [],
    repository_hash: null,
    config: null,
  }
}

export function tally(name: string, count: number, megabytes: number): Tally {
  return { name, count, bytes: Math.round(megabytes * MB) }
}
