/** The ways a package gets into an environment, and what is to be clicked for each. */
import type { EnvironmentKind, ReleaseView, StageView } from '../../backend/interface'
import { say } from '../../copy'
import type { Way } from './drafts.svelte'

/**
 * The usual way first. A package gets to QA by an upload and from there on by **Deploy to**; an upload
 * to another environment is for emergencies (facts 3.1, 3.5).
 */
export function waysInto(view: ReleaseView, stage: StageView, kind: EnvironmentKind): Way[] {
  if (kind === 'qa') return ['upload', 'deploy-to']
  // A scheduled deployment blocks every other one to production or staging (facts 3.5).
  const clicks: Way[] = kind === 'prod' || kind === 'stg' ? ['deploy-to', 'schedule'] : ['deploy-to']
  const planned = stage.stage.kind === 'production' && view.release.strategy === 'scheduled'
  return [...(planned ? clicks.reverse() : clicks), 'upload']
}

/** What to click, in the Portal's own words (facts 3.5). */
export function clicksFor(way: Exclude<Way, 'upload'>, env: string, file: string): string[] {
  const first = [say('release.click.deployments'), say('release.click.package', { file })]
  return way === 'schedule'
    ? [...first, say('release.click.deploy-to', { env }), say('release.click.schedule')]
    : [...first, say('release.click.deploy-to', { env }), say('release.click.start')]
}
