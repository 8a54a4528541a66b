import type { FolderNode } from '../../backend/interface'

/** What a folder is shown as: its heaviest parts, and one part for all that is left. */
export type Part = {
  key: string
  /** None for the sum of what is smaller. */
  node: FolderNode | null
  /** From the folder shown down to this: several where each holds nothing but the next. */
  path: readonly string[]
  name: string
  files: number
  compressed: number
  uncompressed: number
  /** There is something to open. */
  opens: boolean
}

/** Parts shown of a folder at most, so that each can be told from its neighbours. */
const most = 32

export function partsOf(folder: FolderNode): Part[] {
  const shown = folder.children.slice(0, folder.children.length > most ? most - 1 : most)
  const hidden = folder.children.slice(shown.length)
  const parts: Part[] = shown.map(whole).map(({ node, path }) => ({
    key: path.join('/'),
    node,
    path,
    name: path.join('/'),
    files: node.files,
    compressed: node.compressed,
    uncompressed: node.uncompressed,
    opens: !node.file && (node.children.length > 0 || node.more_files > 0),
  }))
  const more = {
    files: hidden.reduce((sum, node) => sum + node.files, folder.more_files),
    compressed: hidden.reduce((sum, node) => sum + node.compressed, folder.more_compressed),
    uncompressed: hidden.reduce((sum, node) => sum + node.uncompressed, folder.more_uncompressed),
  }
  if (more.files > 0) parts.push({ key: '/more', node: null, path: [], name: '', ...more, opens: false })
  return parts.sort((a, b) => b.compressed - a.compressed)
}

/** A folder that holds nothing but one other folder is told together with it. */
function whole(from: FolderNode): { node: FolderNode; path: string[] } {
  let node = from
  const path = [from.name]
  while (isPassage(node)) {
    node = node.children[0]!
    path.push(node.name)
  }
  return { node, path }
}

/** It holds one folder and nothing else. */
export function isPassage(folder: FolderNode): boolean {
  const [only, ...others] = folder.children
  return only !== undefined && others.length === 0 && folder.more_files === 0 && !only.file && only.children.length > 0
}

/** The folders from the package down to the one at `path`; stops where a name is not found. */
export function wayTo(root: FolderNode, path: readonly string[]): FolderNode[] {
  const way = [root]
  for (const name of path) {
    const next = way.at(-1)!.children.find((node) => node.name === name && !node.file)
    if (!next) break
    way.push(next)
  }
  return way
}

/** Whole per cent of a folder; what is there is never told as 0. */
export function share(part: number, whole: number): string {
  if (whole <= 0) return '0'
  const percent = (part / whole) * 100
  if (percent > 0 && percent < 1) return '<1'
  return String(Math.round(percent))
}

export type FillKind = 'repository' | 'assets' | 'web' | 'code'

/** What a path of the package holds, by its first folder. */
export function kindOf(path: readonly string[], assets: string): FillKind {
  const first = path[0]
  if (first === '$CDRepository') return 'repository'
  if (first === assets) return 'assets'
  return first === 'wwwroot' ? 'web' : 'code'
}
