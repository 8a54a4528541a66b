import type { AidCheck, AidFinding } from '../../../backend'
import { hasWords, words } from '../../../copy'

/** What was tested: `Network: https://xperience-portal.com`. */
export function nameOf(check: AidCheck): string {
  const name = words(`first-aid.check.${check.kind}`)
  if (check.kind === 'network') return `${name}: ${check.host}`
  if (check.kind === 'disk') return `${name}: ${words(`first-aid.folder.${check.folder}`)}`
  return name
}

export const whatOf = (finding: AidFinding): string => words(`first-aid.${finding.code}.what`, finding.params)

/** What to do; empty where there is nothing to do. */
export function todoOf(finding: AidFinding): string {
  const key = `first-aid.${finding.code}.todo`
  return hasWords(key) ? words(key, finding.params) : ''
}

/** Findings as text, for whoever helps; written as the command line writes them. */
export function asText(findings: readonly AidFinding[]): string {
  const lines = findings.map((finding) =>
    [
      `${nameOf(finding.check)}: ${words(`first-aid.outcome.${finding.outcome}`)}`,
      `  ${whatOf(finding)}`,
      todoOf(finding) && `  ${todoOf(finding)}`,
      finding.detail && `  [${finding.code}] ${finding.detail}`,
    ]
      .filter(Boolean)
      .join('\n'),
  )
  return `${lines.join('\n\n')}\n`
}
