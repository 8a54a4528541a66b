import type { ReleaseView } from '../../backend/interface'

/** What a developer needs who is sent a question about a release. */
export function detailsOf(view: ReleaseView, version: string): string {
  const { release } = view
  return [
    `Slipway ${version}`,
    `Release ${release.id}`,
    `Package ${release.package?.file_name ?? 'none'}`,
    `SHA-256 ${release.package?.sha256 ?? 'none'}`,
    `Build number ${release.package?.build_number ?? 'unknown'}`,
    `Deployments page ${view.portal_page}`,
    ...view.stages.map(({ stage, state, open_items }) => `${stage.id}: ${state}, ${open_items} required items open`),
    ...view.stages.flatMap(({ stage }) =>
      stage.presses.map((press) => `${stage.id} ${press.how} ${press.at}${press.cancelled_at ? ' cancelled' : ''} ${press.outcome ?? 'under way'}`),
    ),
  ].join('\n')
}
