/** What a project manager sends to the developer: plain text that survives any chat or ticket. */
import type { DeveloperRequest, Fault, Finding, OutputLine, Readiness } from '../../backend/interface'
import { checkWords, faultWords, say } from '../../copy'
import { visible } from '../../format'

/** The request for what the folder lacks. */
export function messageToDeveloper(ask: DeveloperRequest, folder: string): string {
  return [
    ask.assembly
      ? say('build.message.hello.of', { project: visible(ask.assembly) })
      : say('build.message.hello', { folder: visible(folder) }),
    '',
    ...ask.needs.map((part) => `- ${say(`build.message.need.${part}`)}`),
    ...(ask.commands.length > 0
      ? ['', say('build.message.commands'), '', ...ask.commands.map((command) => `    ${command}`)]
      : []),
    '',
    say('build.message.end'),
  ].join('\n')
}

/**
 * One finding in a few sentences, with the place it was seen. What to do about it is left to the
 * reader: the advice on the screen is for whoever asks the developer.
 */
export function sentenceFor(finding: Finding): string {
  const { what, why } = checkWords(finding)
  const place = finding.evidence[0]
  const where = place
    ? place.line === null
      ? ` (${visible(place.entry)})`
      : ` (${visible(place.entry)}, ${say('findings.line', { n: place.line })})`
    : ''
  return [`${what.replace(/[.]$/, '')}${where}.`, why].filter(Boolean).join(' ')
}

/** All findings of the readiness check, one paragraph each. */
export function messageAboutReadiness(readiness: Readiness, project: string): string {
  return [
    say('build.message.readiness', { project: visible(project) }),
    '',
    ...readiness.findings.map((finding, at) => `${at + 1}. ${sentenceFor(finding)}`),
  ].join('\n')
}

/** Lines of output that are sent along: why it ended stands near the end. */
const LAST = 300

/** How a build ended, with the last of what its commands wrote. */
export function messageAboutEnd(fault: Fault, lines: readonly OutputLine[]): string {
  const { title, means } = faultWords(fault)
  const told = [`${title}.`, means].filter(Boolean).join(' ')
  return [told, '', ...lines.slice(-LAST).map((line) => visible(line.text))].join('\n')
}
