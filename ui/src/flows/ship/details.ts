import type { Job } from '../../backend/interface'
import { slipway } from '../../shell/state.svelte'
import { detailsOf } from '../../parts/fault-details'
import type { Shipping } from './shipping.svelte'

/**
 * What a developer wants to know about the step on the screen, as plain text. Labels are codes,
 * not copy: they are the same in every language. Tokens never reach the interface, so none can be
 * in here.
 */
export function detailsOfStep(ship: Shipping, version: string): string {
  const { flow, project, environment, view, terms, upload } = ship
  const lines: (string | null)[] = [
    `slipway: ${version}`,
    `step: ${flow.at}`,
    project && `project: ${project.name} (${project.id})`,
    project && `project-guid: ${project.guid}`,
    project && `portal: ${project.portal}`,
    project && `role: ${project.role}`,
    environment && `environment: ${environment.name} (${environment.key}, ${environment.kind})`,
    environment?.site ? `site: ${environment.site}` : null,
  ]
  if (view && flow.kept.packageId === view.id) {
    const { facts, findings, verdict } = view.inspection
    lines.push(
      '',
      `package: ${view.id}`,
      `file: ${view.file_name}`,
      `sha256: ${view.sha256 ?? '-'}`,
      `size: ${facts.size}`,
      `build-number: ${facts.build_number ?? '-'}`,
      `repository-hash: ${facts.repository_hash ?? '-'}`,
      `inspected-at: ${view.inspected_at}`,
      `verdict: ${verdict}`,
      ...findings.map((one) => `finding: ${one.severity} ${one.check} ${JSON.stringify(one.params)}`),
    )
  }
  if (terms && (flow.at === 'verdict' || flow.at === 'where' || flow.at === 'confirm')) {
    lines.push('', `may-upload: ${terms.may}`, `token: ${terms.token.state}`)
  }
  const jobs = flow.at === 'reading' ? [slipway.jobs.get(flow.jobId)] : [upload, ship.watch]
  for (const job of jobs) if (job) lines.push('', ...linesOf(job))
  for (const fault of [ship.fault, ship.refusal]) if (fault) lines.push('', detailsOf(fault))
  return lines.filter((line) => line !== null).join('\n')
}

function linesOf(job: Job): string[] {
  const { state } = job
  return [
    `job: ${job.id}`,
    `kind: ${job.kind}`,
    `state: ${state.state === 'waiting' ? `waiting (${state.waiting_for})` : state.state}`,
    `phase: ${job.phase}`,
    `done: ${job.done} of ${job.total}`,
    `started-at: ${job.started_at}`,
    `updated-at: ${job.updated_at}`,
    `revision: ${job.revision}`,
    ...Object.entries(job.params).map(([name, value]) => `${name}: ${value}`),
    ...(state.state === 'failed' ? [detailsOf(state.fault)] : []),
  ]
}
