import { asFault, backend, type Fault, type TreeNode } from '../../backend'

/** A line of the tree as it is drawn. */
export type TreeLine =
  | { is: 'node'; path: string; depth: number; node: TreeNode; open: boolean }
  /** Asks for the next page of a folder when it comes into sight. */
  | { is: 'more'; path: string; depth: number; left: number }

type Level = { nodes: TreeNode[]; total: number; loading: boolean }

/** The tree as it will be: folders are read when they are opened, a page at a time. */
export class Tree {
  readonly #id: string
  #levels = $state.raw<ReadonlyMap<string, Level>>(new Map())
  #open = $state.raw<ReadonlySet<string>>(new Set(['']))

  /** Why a folder could not be read, such as that the files are others now. */
  fault = $state.raw<Fault | null>(null)

  readonly lines = $derived(linesOf('', 0, this.#levels, this.#open))

  constructor(restoreId: string) {
    this.#id = restoreId
    void this.more('')
  }

  toggle(path: string): void {
    const open = new Set(this.#open)
    if (!open.delete(path)) {
      open.add(path)
      if (!this.#levels.has(path)) void this.more(path)
    }
    this.#open = open
  }

  /** Reads the next page of a folder. */
  async more(path: string): Promise<void> {
    const before = this.#levels.get(path) ?? { nodes: [], total: 0, loading: false }
    if (before.loading) return
    this.#set(path, { ...before, loading: true })
    try {
      const page = await backend.queryStorageLevel(this.#id, path, before.nodes.length)
      this.#set(path, { nodes: [...before.nodes, ...page.nodes], total: page.total, loading: false })
      this.fault = null
    } catch (thrown) {
      this.fault = asFault(thrown)
      this.#set(path, { ...before, loading: false })
    }
  }

  #set(path: string, level: Level): void {
    this.#levels = new Map(this.#levels).set(path, level)
  }
}

/** The open part of a tree as lines, top to bottom. */
export function linesOf(
  path: string,
  depth: number,
  levels: ReadonlyMap<string, Level>,
  open: ReadonlySet<string>,
): TreeLine[] {
  const level = levels.get(path)
  if (!level) return []
  const lines: TreeLine[] = []
  for (const node of level.nodes) {
    const own = path === '' ? node.name : `${path}/${node.name}`
    const isOpen = node.is_folder && open.has(own)
    lines.push({ is: 'node', path: own, depth, node, open: isOpen })
    if (isOpen) for (const line of linesOf(own, depth + 1, levels, open)) lines.push(line)
  }
  const left = level.total - level.nodes.length
  if (left > 0) lines.push({ is: 'more', path, depth, left })
  return lines
}
