import type { Collision, DatabaseCheck, Finding, StorageCheck, TreeNode, Verdict } from '../interface'
import { finding, place, worstFirst } from './findings'

const GB = 1_000_000_000

export type DatabaseName = 'good' | 'no-version' | 'cut-short' | 'long-name'
export type StorageName = 'assets' | 'collisions' | 'many' | 'empty' | 'long-name'

const tables: [string, number, number, number][] = [
  ['dbo.CMS_ContentItemCommonData', 2.41 * GB, 612_000_000, 184_220],
  ['dbo.CMS_MediaFile', 1.08 * GB, 97_000_000, 96_104],
  ['dbo.OM_Activity', 0.94 * GB, 121_000_000, 4_210_883],
  ['dbo.CMS_EventLog', 0.31 * GB, 28_000_000, 310_552],
  ['dbo.OM_Contact', 0.22 * GB, 44_000_000, 402_118],
  ['dbo.CMS_WebPageUrlPath', 88_000_000, 11_000_000, 201_400],
  ['dbo.CMS_SettingsKey', 1_204_000, 180_000, 1_312],
]

function database(over: Partial<DatabaseCheck['facts']>, findings: Finding[]): DatabaseCheck {
  return {
    facts: {
      file_name: 'dancing-goat-2026-11-19.bacpac',
      size: 1_884_203_112,
      read_whole: true,
      entries: 412,
      unpacked: 5_310_400_220,
      database_name: 'DancingGoat',
      exporter: '162.5.57.1',
      exported_at: '2026-11-19T21:40:12Z',
      server: 'Microsoft SQL Azure (RTM) - 12.0.2000.8',
      source_size: 7_204_000_000,
      collation: 'SQL_Latin1_General_CP1_CI_AS',
      tables: 388,
      rows_told: 5_711_204,
      rows_counted: 5_711_204,
      biggest: tables.map(([name, bytes, packed, rows]) => ({ name, bytes: Math.round(bytes), packed, rows })),
      contained_users: ['xperience-app'],
      version: { state: 'read', version: '31.6.2' },
      domains: [{ domain: 'www.dancinggoat.example' }],
      ...over,
    },
    findings,
    verdict: verdictFor(findings),
  }
}

const renamed = finding('database-file-name', 'note', 'you', {}, [place('dancing-goat-2026-11-19.bacpac')])

export const databases: Record<DatabaseName, DatabaseCheck> = {
  good: database({}, [renamed]),
  'no-version': database(
    {
      file_name: 'goat-copy.bacpac',
      version: { state: 'not-read', reason: 'type-unknown', detail: 'dbo.CMS_SettingsKey: column KeyValue is sql_variant' },
    },
    [finding('database-version-not-read', 'warning', 'developer'), renamed],
  ),
  'long-name': database(
    {
      file_name: `dancing-goat-${'copy-of-the-production-database-'.repeat(4)}2026-11-19.bacpac`,
      database_name: 'DancingGoat_Production_Copy_For_The_Relaunch_Of_The_Whole_Group_Website_2026',
      domains: ['www', 'shop', 'careers', 'partners', 'press'].map((name) => ({ domain: `${name}.dancinggoat-international-coffee.example` })),
    },
    [renamed],
  ),
  'cut-short': database(
    {
      file_name: 'export-download.bacpac',
      size: 412_000_000,
      read_whole: false,
      entries: 0,
      unpacked: 0,
      database_name: null,
      exporter: null,
      exported_at: null,
      server: null,
      source_size: null,
      collation: null,
      tables: 0,
      rows_told: null,
      rows_counted: null,
      biggest: [],
      contained_users: [],
      version: { state: 'not-read', reason: 'file-not-read', detail: null },
      domains: [],
    },
    [finding('database-cut-short', 'blocker', 'you')],
  ),
}

export const collisions: Collision[] = [
  {
    blob: 'default/assets/media/logo.png',
    sources: [
      { path: 'assets/media/Logo.png', bytes: 48_211, modified: '2026-09-02T10:11:00Z' },
      { path: 'assets/media/logo.png', bytes: 51_884, modified: '2026-11-03T08:20:00Z' },
    ],
  },
  {
    blob: 'default/assets/contentitems/a1/report 2025.pdf',
    sources: [
      { path: 'assets/contentitems/a1/Report 2025.pdf', bytes: 4_804_110, modified: '2026-01-12T09:00:00Z' },
      { path: 'assets/contentitems/A1/report 2025.pdf', bytes: 4_790_002, modified: '2026-02-18T09:00:00Z' },
    ],
  },
]

/** How many files of the storage sample, their bytes, and how many names get another case. */
const figures = {
  assets: { name: 'storage-export', files: 12_408, bytes: 8.42 * GB, renamed: 311 },
  collisions: { name: 'wwwroot-assets', files: 12_404, bytes: 8.39 * GB, renamed: 318 },
  many: { name: 'storage-200k', files: 200_000, bytes: 61.7 * GB, renamed: 4_120 },
  empty: { name: 'new folder', files: 0, bytes: 0, renamed: 0 },
  'long-name': {
    name: `export ${'of everything that was ever uploaded '.repeat(3)}2026`,
    files: 12_408,
    bytes: 8.42 * GB,
    renamed: 311,
  },
} satisfies Record<StorageName, unknown>

/** The tree as it is judged with what was decided; collisions are open until none is left. */
export function storageCheck(name: StorageName, open: readonly Collision[], limit: number | null): StorageCheck {
  const { files, bytes, renamed: lowered, name: folder } = figures[name]
  const whole = Math.round(bytes)
  if (files === 0) return nothingThere(folder)
  const findings: Finding[] = [
    finding('storage-names-lowered', 'note', 'you', { count: String(lowered) }, [
      place('assets/media/Banner-Spring.JPG', null, 'banner-spring.jpg'),
    ], lowered - 1),
  ]
  if (name === 'collisions') {
    findings.push(finding('storage-container-proposed', 'warning', 'you', { container: 'default' }))
  }
  if (open.length > 0) {
    findings.push(
      finding('storage-names-collide', 'blocker', 'you', {}, open.flatMap((one) =>
        one.sources.map((source) => place(source.path, null, one.blob)),
      )),
    )
  }
  if (limit !== null && whole > limit) {
    const gb = (n: number) => (n / GB).toFixed(2)
    findings.push(finding('storage-over-limit', 'blocker', 'you', { size_gb: gb(whole), limit_gb: gb(limit) }))
  }
  return {
    facts: {
      name: folder,
      zipped: false,
      placement:
        name === 'collisions' ? { how: 'into', folder: '', container: 'default' } : { how: 'containers', folder: '' },
      files,
      bytes: whole,
      empty: 14,
      markers: 9,
      renamed: lowered,
      left_out: 2,
      containers:
        name === 'collisions'
          ? [{ name: 'default', files, bytes: whole }]
          : [
              { name: 'default', files: files - 1_200, bytes: whole - 900_000_000 },
              { name: 'forms', files: 1_200, bytes: 900_000_000 },
            ],
      largest: 412_000_000,
    },
    findings: worstFirst(findings),
    verdict: verdictFor(findings),
  }
}

function nothingThere(folder: string): StorageCheck {
  const findings = [finding('storage-empty', 'blocker', 'you')]
  return {
    facts: {
      name: folder,
      zipped: false,
      placement: { how: 'unclear' },
      files: 0,
      bytes: 0,
      empty: 0,
      markers: 0,
      renamed: 0,
      left_out: 0,
      containers: [],
      largest: 0,
    },
    findings,
    verdict: verdictFor(findings),
  }
}

/** A level of the tree; a folder of 200,000 files is as wide as one. */
export function level(name: StorageName, path: string, after: number): { nodes: TreeNode[]; total: number } {
  const { files, bytes } = figures[name]
  const whole = Math.round(bytes)
  const folder = (folderName: string, count: number, size: number): TreeNode => ({
    name: folderName,
    is_folder: true,
    files: count,
    bytes: Math.round(size),
  })
  const all = (): TreeNode[] => {
    if (files === 0) return []
    if (path === '') {
      return name === 'collisions'
        ? [folder('default', files, whole)]
        : [folder('default', files - 1_200, whole - 900_000_000), folder('forms', 1_200, 900_000_000)]
    }
    if (path === 'default') return [folder('assets', files - 1_200, whole - 900_000_000)]
    if (path === 'default/assets') {
      return [folder('contentitems', files - 2_400, whole * 0.8), folder('media', 1_200, whole * 0.08)]
    }
    const count = path === 'default/assets/contentitems' ? Math.min(files - 2_400, 198_800) : 64
    return Array.from({ length: count }, (_, at) => ({
      name: `item-${String(at + 1).padStart(6, '0')}.jpg`,
      is_folder: false,
      files: 1,
      bytes: 90_000 + ((at * 7919) % 600_000),
    }))
  }
  const nodes = all()
  return { nodes: nodes.slice(after, after + 500), total: nodes.length }
}

export function verdictFor(findings: readonly Finding[]): Verdict {
  if (findings.some((one) => one.severity === 'blocker')) return 'will-not-work'
  return findings.some((one) => one.severity === 'warning') ? 'ready-with-warnings' : 'ready'
}
