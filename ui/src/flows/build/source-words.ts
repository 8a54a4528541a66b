/** What each source of a part means, with what is known about the one that lies there. */
import type { FolderView } from '../../backend/interface'
import { words } from '../../copy'
import { visible } from '../../format'
import type { Part, Source } from './choices'
import { found } from './found'

/** What is found is told by its place and figures, which are nobody's words. */
type SourceWords = { title: string; text: string; data?: 'text' }

/** Title and text of a choice. */
export function sourceWords(view: FolderView, part: Part, source: Source): SourceWords {
  const title = words(`build.source.${part}.${source}`)
  if (source !== 'found') {
    return { title, text: words(`build.source.${part}.${source}.text`) }
  }
  const row = found(view.picture, view.picture.project).find((one) => one.part === part)
  const place = row?.path ? [visible(row.path)] : []
  return { title, data: 'text', text: [...place, ...(row?.facts.map(visible) ?? [])].join(' · ') }
}
