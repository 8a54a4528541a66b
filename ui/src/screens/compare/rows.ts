import type {
  Change,
  Changes,
  Comparison,
  ComparisonTotals,
  ContentItemChange,
  FileChange,
  FolderChange,
  LibraryChange,
  MigrationChange,
  ObjectChange,
  SettingChange,
} from '../../backend/interface'

import { changesOf, sum, type Area } from './headline'

export type Show = Change | 'any'

/** An object with the type its group told. */
export type ObjectRow = ObjectChange & { kind: string }

export type Rows = {
  objects: readonly ObjectRow[]
  items: readonly ContentItemChange[]
  libraries: readonly LibraryChange[]
  settings: readonly SettingChange[]
  migrations: readonly MigrationChange[]
  assets: readonly FileChange[]
  files: readonly FolderChange[]
}

/** Every list of a comparison with rows that are told one by one. */
export function rowsOf(comparison: Comparison): Rows {
  return {
    objects: comparison.objects.flatMap(({ kind, objects }) => objects.map((one) => ({ ...one, kind }))),
    items: comparison.content_items,
    libraries: comparison.libraries,
    settings: comparison.settings,
    migrations: comparison.migrations,
    assets: comparison.assets,
    files: comparison.folders,
  }
}

/** What is typed is looked for in everything a row is known by; cased alike once, not per key. */
export class Finder<Row> {
  readonly #rows: readonly Row[]
  readonly #change: (row: Row) => Change | Changes
  readonly #known: (row: Row) => readonly (string | null | undefined)[]
  #texts: string[] | null = null

  constructor(
    rows: readonly Row[],
    change: (row: Row) => Change | Changes,
    known: (row: Row) => readonly (string | null | undefined)[],
  ) {
    this.#rows = rows
    this.#change = change
    this.#known = known
  }

  /** Rows that match; the same list where nothing is asked. */
  find(text: string, show: Show, also: (row: Row) => boolean = () => true): readonly Row[] {
    const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean)
    if (words.length > 0) this.#texts ??= this.#rows.map((row) => this.#text(row))
    const texts = this.#texts
    return this.#rows.filter(
      (row, at) =>
        isShown(this.#change(row), show) &&
        also(row) &&
        words.every((word) => texts![at]!.includes(word)),
    )
  }

  #text(row: Row): string {
    return this.#known(row).filter(Boolean).join('\n').toLowerCase()
  }
}

function isShown(change: Change | Changes, show: Show): boolean {
  if (show === 'any') return true
  return typeof change === 'string' ? change === show : change[show] > 0
}

/** Finders for all lists, each with what its rows are known by. */
export function finders(rows: Rows, nameOfKind: (kind: string) => string) {
  const own = (row: { change: Change }) => row.change
  return {
    objects: new Finder(rows.objects, own, (row) => [
      row.name,
      row.code_name,
      row.parent,
      row.channel,
      row.page_path,
      row.kind,
      nameOfKind(row.kind),
      row.entry,
    ]),
    items: new Finder(rows.items, own, (row) => [
      row.title,
      row.code_name,
      row.content_type,
      row.type_name,
      row.language,
      row.page_path,
      row.channel,
      ...row.entries,
    ]),
    libraries: new Finder(rows.libraries, own, (row) => [row.name, row.before, row.after]),
    settings: new Finder(rows.settings, own, (row) => [row.key, row.file, row.before, row.after]),
    migrations: new Finder(rows.migrations, own, (row) => [row.name, row.entry]),
    assets: new Finder(rows.assets, own, (row) => [row.entry]),
    files: new Finder(rows.files, (row) => row.changes, (row) => [row.folder]),
  }
}

/** How many of a list are told one by one, where the engine cut it short; none where it is whole. */
export function cutShort(totals: ComparisonTotals, area: Exclude<Area, 'files'>, listed: number) {
  const total = sum(changesOf(totals, area))
  return listed < total ? { n: listed, total } : null
}
