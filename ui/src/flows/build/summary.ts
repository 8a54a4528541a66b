/** What a build will be made of and how, as rows for people. */
import type { BuildTerms, ChosenOutput, FolderView } from '../../backend/interface'
import { say } from '../../copy'
import { visible } from '../../format'
import { type Chosen, modeOf, type Part, sourceOf } from './choices'
import { sourceWords } from './source-words'

export type SummaryRow = {
  label: string
  value: string | null
  beside?: string | undefined
  /** Somebody's name, not words. */
  data?: boolean
  build?: boolean
}

export function summary(
  view: FolderView,
  chosen: Chosen,
  terms: BuildTerms,
  output: ChosenOutput | null,
): SummaryRow[] {
  return [
    { label: say('facts.assembly'), value: terms.assembly && visible(terms.assembly), data: true },
    {
      label: say('facts.build'),
      value: terms.build_number ?? say('build.review.build-number.later'),
      data: terms.build_number !== null,
      build: terms.build_number !== null,
    },
    part(view, chosen, 'publish'),
    part(view, chosen, 'repository'),
    part(view, chosen, 'assets'),
    ...(sourceOf(view, chosen, 'assets') === 'none'
      ? []
      : [{ label: say('build.review.assets-mode'), value: say(`build.options.assets.${modeOf(view, chosen)}`) }]),
    {
      label: say('facts.zero-downtime'),
      value: say(chosen.zeroDowntime ? 'build.review.zero-downtime.yes' : 'build.review.zero-downtime.no'),
    },
    {
      label: say('build.review.content'),
      value: say(terms.commands.length > 0 ? 'build.review.content.so-far' : 'build.review.content.all', {
        n: terms.files,
        bytes: terms.bytes,
      }),
    },
    {
      label: say('build.review.output'),
      value: output ? visible(output.file_name) : say('build.options.output.later'),
      data: output !== null,
      beside: output ? visible(output.folder) : undefined,
    },
  ]
}

function part(view: FolderView, chosen: Chosen, part: Part): SummaryRow {
  const source = sourceOf(view, chosen, part)
  const { title, text } = sourceWords(view, part, source)
  const beside =
    source === 'found' ? text : source === 'chosen' ? visible(chosen.folders?.[part]?.name ?? '') : undefined
  return { label: say(`build.part.${part}`), value: title, beside }
}
