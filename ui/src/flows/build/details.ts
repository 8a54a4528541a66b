import { detailsOf } from '../../parts/fault-details'
import type { Building } from './building.svelte'

/**
 * What a developer wants to know about the step on the screen, as plain text. Labels are codes,
 * not copy: they are the same in every language.
 */
export function detailsOfStep(build: Building, version: string): string {
  const { flow, view, terms, job } = build
  const lines: (string | null)[] = [`slipway: ${version}`, `step: ${flow.at}`]
  if (view) {
    const { picture, readiness } = view
    lines.push(
      '',
      `folder: ${picture.place}`,
      `kind: ${picture.kind}`,
      picture.project && `project: ${picture.project.path} (${picture.project.assembly})`,
      ...picture.other_projects.map((one) => `other-project: ${one.path}`),
      picture.solution && `solution: ${picture.solution}`,
      picture.publish && `publish: ${picture.publish.path} (${picture.publish.assembly})`,
      picture.repository && `repository: ${picture.repository.path} (${picture.repository.objects} objects)`,
      picture.assets && `assets: ${picture.assets.path} (${picture.assets.files} files)`,
      `sdk: ${Object.values(picture.sdk).join(' ')}`,
      `missing: ${picture.missing.join(', ') || '-'}`,
      ...(readiness?.findings ?? []).map(
        (one) => `readiness: ${one.severity} ${one.check} ${JSON.stringify(one.params)}`,
      ),
    )
  }
  if (terms) {
    lines.push(
      '',
      `file-name: ${terms.file_name}`,
      `build-number: ${terms.build_number ?? '-'}`,
      `files: ${terms.files}`,
      `bytes: ${terms.bytes}`,
      ...terms.commands.map((command) => `command: ${command.text}`),
      ...terms.missing.map((part) => `missing: ${part}`),
      ...terms.findings.map((one) => `finding: ${one.severity} ${one.check} ${JSON.stringify(one.params)}`),
    )
  }
  if (job) {
    lines.push(
      '',
      `job: ${job.id}`,
      `state: ${job.state.state}`,
      `phase: ${job.phase}`,
      `done: ${job.done} of ${job.total}`,
      `started-at: ${job.started_at}`,
      `updated-at: ${job.updated_at}`,
      ...Object.entries(job.params).map(([name, value]) => `${name}: ${value}`),
      job.state.state === 'failed' ? detailsOf(job.state.fault) : null,
    )
  }
  for (const fault of [build.fault, build.refusal]) if (fault) lines.push('', detailsOf(fault))
  return lines.filter((line) => line !== null).join('\n')
}
