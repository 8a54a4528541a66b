import type { Job, RestoreView } from '../../backend/interface'
import { words } from '../../copy'
import { wholeMoment } from '../../format'

/** Everything about a restore that a developer or support may ask for. No link is among it. */
export function detailsOf(view: RestoreView, job: Job | null, version: string): string {
  const { session, database, storage, links } = view
  const link = (name: string, one: typeof links.database) =>
    one && [`${name}: ${one.host}/${one.container} (${one.allows.join(', ')})`, `  se=${one.expires ?? '-'} sip=${one.addresses ?? '-'}`]
  const read = database?.check.facts.version
  const lines = [
    `Slipway ${version}`,
    `restore: ${session.id}`,
    `target: ${session.target}`,
    session.created_at && `session created: ${wholeMoment(session.created_at)}`,
    ...(link('database', links.database) ?? []),
    ...(link('storage', links.storage) ?? []),
    read && (read.state === 'read' ? `CMSDBVersion: ${read.version}` : `CMSDBVersion: ${read.reason} ${read.detail ?? ''}`),
    storage && `files: ${storage.check.facts.files}, ${storage.check.facts.bytes} bytes`,
    ...(view.preflight?.findings ?? []).map((one) => `${one.severity}: ${one.check} ${JSON.stringify(one.params)}`),
    job && `transfer: ${job.state.state} ${job.params['doing'] ?? ''} ${job.done}/${job.total}`,
    ...session.presses.map((one) => `${words('restore.step.restore-to-environment')}: ${one.env} ${wholeMoment(one.at)}`),
  ]
  return lines.filter((line): line is string => typeof line === 'string').join('\n')
}
