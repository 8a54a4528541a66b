/** From what the user decided, and what lies in the folder, to what is ordered. */
import type {
  AssetsFrom,
  AssetsMode,
  BuildChoices,
  FolderView,
  PublishFrom,
  RepositoryFrom,
  RestoreMode,
} from '../../backend/interface'

/** The parts a package is made of, in the order they are asked for. */
export type Part = 'publish' | 'repository' | 'assets'

/** Where a part comes from; for `chosen`, from which folder. */
export type Source = 'run' | 'found' | 'chosen' | 'none'

/** What the user decided so far. Nothing here means: what suits the folder. */
export type Chosen = {
  /** `path` of the web project, where there are several. */
  project?: string
  assembly?: string
  publish?: Source
  repository?: Source
  assets?: Source
  /** Folders that were chosen for parts: handle and name. */
  folders?: Partial<Record<Part, { handle: string; name: string }>>
  assetsMode?: AssetsMode
  zeroDowntime?: boolean
  keepProductVersion?: boolean
  /** Id of an earlier package; none for a package made from nothing. */
  reuse?: string | null
}

/** Sources a folder offers for a part, the one that suits it best first. */
export function sources(view: FolderView, part: Part, project?: string): Source[] {
  const { picture } = view
  // Other web projects have their own parts, of which this picture says nothing.
  const other = project !== undefined && project !== picture.project?.path
  const canRun = picture.project !== null && picture.sdk.state === 'found'
  switch (part) {
    case 'publish': {
      const found = picture.publish !== null && !other
      // A project is published anew: what lies in it may be older than its code.
      if (picture.kind === 'project') return kept(canRun && 'run', found && 'found', 'chosen')
      return kept(found && 'found', canRun && 'run', 'chosen')
    }
    case 'repository': {
      const { repository } = picture
      const stored = repository !== null && !repository.is_seed && repository.objects > 0 && !other
      // What was stored stays as it is: the database on this computer may be anybody's.
      return kept(stored && 'found', canRun && 'run', 'chosen')
    }
    case 'assets':
      return kept(picture.assets !== null && 'found', 'none', 'chosen')
  }
}

const kept = (...sources: (Source | false)[]): Source[] =>
  sources.filter((source): source is Source => source !== false)

/** Where a part comes from as things stand. */
export function sourceOf(view: FolderView, chosen: Chosen, part: Part): Source {
  const offered = sources(view, part, chosen.project)
  const wanted = chosen[part]
  return wanted && offered.includes(wanted) ? wanted : offered[0]!
}

/** Parts that are to come from a folder nobody has chosen yet. */
export function undecided(view: FolderView, chosen: Chosen): Part[] {
  const parts: Part[] = ['publish', 'repository', 'assets']
  return parts.filter((part) => sourceOf(view, chosen, part) === 'chosen' && !chosen.folders?.[part])
}

/** The mode that goes with a restore mode: the documentation wants the same word for both. */
export function suitingMode(restore: RestoreMode | null): AssetsMode {
  return restore === 'create-update' ? 'create-update' : 'create'
}

export function modeOf(view: FolderView, chosen: Chosen): AssetsMode {
  return chosen.assetsMode ?? suitingMode(view.picture.repository?.restore_mode ?? null)
}

/** The choices as the engine wants them; none while a folder is missing. */
export function choicesOf(view: FolderView, chosen: Chosen): BuildChoices | null {
  if (undecided(view, chosen).length > 0) return null
  const from = (part: Part) => {
    const source = sourceOf(view, chosen, part)
    return source === 'chosen' ? { from: source, folder: chosen.folders![part]!.handle } : { from: source }
  }
  return {
    folder: view.handle,
    project: chosen.project ?? null,
    assembly: chosen.assembly?.trim() || null,
    publish: from('publish') as PublishFrom,
    repository: from('repository') as RepositoryFrom,
    assets: from('assets') as AssetsFrom,
    assets_mode: modeOf(view, chosen),
    zero_downtime: chosen.zeroDowntime ?? false,
    keep_product_version: chosen.keepProductVersion ?? false,
    reuse: chosen.reuse ?? null,
  }
}
