import type { FolderNode, PackageContents } from '../interface'
import type { Sample } from './samples'

const LIMIT = 2_000_000_000

/** What fills a sample: the folders its facts name, with made-up files below. */
export function contentsOf({ facts }: Sample): PackageContents {
  const root = folder('', [])
  for (const { name, count, bytes } of facts.folders) {
    const [first, second] = name.split('/') as [string, string?]
    const top = childOf(root, first)
    const at = second ? childOf(top, second) : top
    at.children = files(name, count, bytes)
    const told = at.children.reduce((sum, one) => sum + one.compressed, 0)
    at.more_files = Math.max(0, count - at.children.reduce((sum, one) => sum + one.files, 0))
    at.more_compressed = bytes - told
    at.more_uncompressed = (bytes - told) * 2
  }
  const told = facts.folders.reduce((sum, one) => sum + one.bytes, 0)
  root.children.push(...libraries(facts.assembly ?? 'App', Math.max(0, facts.size - told)))
  return { root: summed(root), fit: facts.size > LIMIT ? fitOf(facts.size) : null }
}

function fitOf(size: number): PackageContents['fit'] {
  const folders = [
    { folder: '$StorageAssets/default/assets/media/banners', files: 2_118, compressed: 412_004_118, way_out: 'custom-restore' as const },
  ]
  const left = size - folders.reduce((sum, one) => sum + one.compressed, 0)
  return { size, limit: LIMIT, folders, left, fits: left <= LIMIT }
}

function folder(name: string, children: FolderNode[]): FolderNode {
  return {
    name,
    files: 0,
    compressed: 0,
    uncompressed: 0,
    file: false,
    children,
    more_files: 0,
    more_compressed: 0,
    more_uncompressed: 0,
  }
}

function childOf(parent: FolderNode, name: string): FolderNode {
  const known = parent.children.find((one) => one.name === name)
  if (known) return known
  const made = folder(name, [])
  parent.children.push(made)
  return made
}

const shares = [0.31, 0.22, 0.14, 0.1, 0.07, 0.05, 0.03]

function files(path: string, count: number, bytes: number): FolderNode[] {
  const names = path.startsWith('$CD')
    ? ['cms.contenttype', 'contentitemdata.dancinggoat.image', 'cms.contentitemlanguagemetadata', 'cms.settingskey', 'cms.tag', 'cms.formclass', 'emaillibrary.emailtemplate']
    : path.startsWith('$Storage')
      ? ['banners', 'articles content', 'coffees', 'cafes', 'team', 'press', 'brewing equipment and accessories']
      : ['app.js', 'vendor.js', 'site.css', 'icons.svg', 'fonts.css', 'map.json', 'admin.js']
  return names.slice(0, Math.min(names.length, count)).map((name, at) => {
    const own = Math.round(bytes * shares[at]!)
    const leaf = /\.(js|css|svg|json)$/.test(name)
    const inner = folder(name, leaf ? [] : [file(`${name.slice(0, 8)}-1.xml`, own * 0.6), file(`${name.slice(0, 8)}-2.xml`, own * 0.3)])
    return {
      ...inner,
      file: leaf,
      files: leaf ? 1 : Math.max(2, Math.round(count * shares[at]!)),
      compressed: own,
      uncompressed: own * 2,
      more_files: leaf ? 0 : Math.max(0, Math.round(count * shares[at]!) - 2),
      more_compressed: leaf ? 0 : Math.round(own * 0.1),
    }
  })
}

function libraries(assembly: string, bytes: number): FolderNode[] {
  const names = [`${assembly}.dll`, 'Kentico.Xperience.Admin.Base.dll', 'Kentico.Web.Mvc.dll', 'Microsoft.Data.SqlClient.dll', 'SixLabors.ImageSharp.dll', 'web.config', 'appsettings.json']
  return names.map((name, at) => file(name, bytes * shares[at]!))
}

function file(name: string, bytes: number): FolderNode {
  return { ...folder(name, []), file: true, files: 1, compressed: Math.round(bytes), uncompressed: Math.round(bytes * 2.1) }
}

/** Folders as heavy as what is in them, the heaviest first. */
function summed(node: FolderNode): FolderNode {
  if (node.compressed > 0) return node
  const children = node.children.map(summed).sort((a, b) => b.compressed - a.compressed)
  const of = (value: (one: FolderNode) => number) => children.reduce((sum, one) => sum + value(one), 0)
  return {
    ...node,
    children,
    files: of((one) => one.files) + node.more_files,
    compressed: of((one) => one.compressed) + node.more_compressed,
    uncompressed: of((one) => one.uncompressed) + node.more_uncompressed,
  }
}
