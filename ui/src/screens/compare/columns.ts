import type {
  ContentItemChange,
  FileChange,
  FolderChange,
  LibraryChange,
  MigrationChange,
  SettingChange,
} from '../../backend/interface'
import { say } from '../../copy'
import { size, visible } from '../../format'
import type { Column } from '../../parts/table'
import { nameOfKind } from './kinds'
import type { Opened } from './opened'
import type { ObjectRow } from './rows'

const order = { added: 0, changed: 1, removed: 2 } as const

function change<Row extends { change: keyof typeof order }>(): Column<Row> {
  return {
    key: 'change',
    label: say('compare.column.change'),
    value: (row) => order[row.change],
    text: (row) => say(`compare.change.${row.change}`),
  }
}

/** Where an object lies, as an editor would look for it. */
export function whereOf(row: ObjectRow): string {
  if (row.page_path) return visible(row.page_path)
  if (row.binary && row.parent) return say('compare.where.binary', { parent: row.parent })
  return visible(row.channel ?? '') || say('compare.where.global')
}

export const objectColumns = (): Column<ObjectRow>[] => [
  {
    key: 'name',
    label: say('compare.column.name'),
    value: (row) => row.name,
    text: (row) => visible(row.name),
    fills: true,
  },
  { key: 'code-name', label: say('compare.column.code-name'), value: (row) => row.code_name, copiedOnly: true },
  change(),
  {
    key: 'type',
    label: say('compare.column.type'),
    value: (row) => nameOfKind(row.kind),
    from: 'medium',
  },
  { key: 'where', label: say('compare.column.where'), value: whereOf, from: 'wide' },
  {
    key: 'size',
    label: say('compare.column.size'),
    value: (row) => row.after ?? row.before,
    text: sizes,
    align: 'end',
    data: true,
    from: 'wide',
  },
  { key: 'entry', label: say('compare.column.entry'), value: (row) => row.entry, copiedOnly: true },
]

export const itemColumns = (): Column<ContentItemChange>[] => [
  {
    key: 'name',
    label: say('compare.column.name'),
    value: (row) => row.title,
    text: (row) => visible(row.title),
    fills: true,
  },
  { key: 'code-name', label: say('compare.column.code-name'), value: (row) => row.code_name, copiedOnly: true },
  { key: 'where', label: say('compare.column.where'), value: (row) => row.page_path ?? row.channel, copiedOnly: true },
  change(),
  {
    key: 'type',
    label: say('compare.column.type'),
    value: (row) => row.type_name ?? row.content_type,
    from: 'medium',
  },
  {
    key: 'language',
    label: say('compare.column.language'),
    value: (row) => row.language,
    text: (row) => row.language ?? say('compare.language.all'),
    from: 'medium',
  },
]

export const libraryColumns = (): Column<LibraryChange>[] => [
  { key: 'name', label: say('compare.column.library'), value: (row) => row.name, fills: true },
  change(),
  { key: 'before', label: say('compare.column.before'), value: (row) => row.before, text: (row) => row.before ?? '–', data: true },
  { key: 'after', label: say('compare.column.after'), value: (row) => row.after, text: (row) => row.after ?? '–', data: true },
]

export const settingColumns = (): Column<SettingChange>[] => [
  { key: 'name', label: say('compare.column.setting'), value: (row) => row.key, text: (row) => visible(row.key), fills: true },
  { key: 'file', label: say('compare.column.file'), value: (row) => row.file, copiedOnly: true },
  { ...change<SettingChange>(), from: 'medium' },
  { key: 'before', label: say('compare.column.before'), value: (row) => row.before, text: (row) => visible(row.before ?? '–'), data: true },
  { key: 'after', label: say('compare.column.after'), value: (row) => row.after, text: (row) => visible(row.after ?? '–'), data: true },
]

export const migrationColumns = (): Column<MigrationChange>[] => [
  { key: 'name', label: say('compare.column.migration'), value: (row) => row.name, text: (row) => visible(row.name), fills: true, data: true },
  change(),
  {
    key: 'runs',
    label: say('compare.column.runs'),
    value: (row) => row.stage,
    text: (row) => say(`compare.runs.${row.stage}`),
    from: 'medium',
  },
]

export const assetColumns = (): Column<FileChange>[] => [
  { key: 'name', label: say('compare.column.file'), value: (row) => row.entry, text: (row) => visible(row.entry), fills: true, data: true },
  change(),
  { key: 'size', label: say('compare.column.size'), value: (row) => row.after ?? row.before, text: sizes, align: 'end', data: true, from: 'medium' },
]

export const folderColumns = (): Column<FolderChange>[] => [
  {
    key: 'name',
    label: say('compare.column.folder'),
    value: (row) => row.folder,
    text: (row) => (row.folder === '/' ? say('compare.folder.root') : visible(row.folder)),
    fills: true,
  },
  {
    key: 'change',
    label: say('compare.column.change'),
    value: (row) => row.changes.added + row.changes.changed + row.changes.removed,
    text: ({ changes }) => `+${changes.added} ~${changes.changed} -${changes.removed}`,
  },
  { key: 'size', label: say('compare.column.size'), value: (row) => row.after, text: sizes, align: 'end', data: true, from: 'medium' },
]

/** "5.2 kB → 6.4 kB"; one figure where only one side has it or both are alike. */
export function sizes({ before, after }: { before: number | null; after: number | null }): string {
  if (before === null || after === null || before === after) return size(after ?? before ?? 0)
  return `${size(before)} → ${size(after)}`
}

export const openObject = (row: ObjectRow): Opened => ({
  title: visible(row.name),
  change: row.change,
  about: [nameOfKind(row.kind), whereOf(row)].join(' · '),
  entries: [row.entry],
})

export const openItem = (row: ContentItemChange): Opened => ({
  title: visible(row.title),
  change: row.change,
  about: [row.type_name ?? row.content_type, row.language, row.page_path].filter(Boolean).map((text) => visible(text!)).join(' · '),
  entries: row.entries,
})

export const openMigration = (row: MigrationChange): Opened => ({
  title: visible(row.name),
  change: row.change,
  about: say(`compare.runs.${row.stage}`),
  entries: row.entry ? [row.entry] : [],
})

export const openAsset = (row: FileChange): Opened => ({
  title: visible(row.entry.split('/').at(-1)!),
  change: row.change,
  about: '',
  entries: [row.entry],
})
