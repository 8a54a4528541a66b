import type { Finding, PackageView } from '../../../backend/interface'
import { checkWords, say, words } from '../../../copy'
import { exactSize, visible } from '../../../format'

/**
 * The findings as a message to the developer: plain text that survives any chat or ticket, with
 * every place that was found and nothing that would have to be looked up.
 */
export function messageForDeveloper(view: PackageView, environment: string | null): string {
  const { facts, findings, verdict } = view.inspection
  const about: [string, string | null | undefined][] = [
    [say('facts.build'), facts.build_number],
    [say('facts.assembly'), facts.assembly],
    [say('facts.version'), facts.code_version?.value],
    [say('facts.version.repository'), facts.repository_version?.value],
    [say('facts.size'), exactSize(facts.size)],
    [say('facts.sha256'), view.sha256],
  ]
  return [
    say('developer.says', { file: visible(view.file_name), verdict: words(`verdict.${verdict}`) }),
    ...(environment ? [say('developer.for', { env: environment })] : []),
    '',
    ...about.filter(([, value]) => value).map(([label, value]) => `${label}: ${value}`),
    '',
    ...(findings.length === 0 ? [say('developer.none')] : findings.flatMap(paragraph)),
    say('developer.end'),
  ].join('\n')
}

function paragraph(finding: Finding, at: number): string[] {
  const { what, why, fix } = checkWords(finding)
  const places = finding.evidence.map((place) => {
    const line = place.line === null ? '' : `, ${say('findings.line', { n: place.line })}`
    const excerpt = place.excerpt ? `\n     ${visible(place.excerpt)}` : ''
    return `   - ${visible(place.entry)}${line}${excerpt}`
  })
  return [
    `${at + 1}. ${say(`severity.${finding.severity}`)}: ${what}`,
    ...(why ? [`   ${why}`] : []),
    ...(fix ? [`   ${say('findings.fix')}: ${fix}`] : []),
    ...(places.length > 0 ? [`   ${say('developer.where')}:`, ...places] : []),
    ...(finding.more > 0 ? [`   - ${say('findings.more', { n: finding.more })}`] : []),
    '',
  ]
}
