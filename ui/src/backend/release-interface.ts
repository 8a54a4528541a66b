/** Which questions are about a release, for whoever answers them together. */
import type { Job } from './bindings'
import type { Questions } from './interface'

/** About its way: what it carries, its reviews, decisions and promotions. */
export type JourneyQuestions = Pick<
  Questions,
  | 'queryReleases'
  | 'queryRelease'
  | 'actionBeginRelease'
  | 'actionReleaseEvent'
  | 'actionAttachFile'
  | 'queryTemplate'
  | 'actionSaveTemplate'
  | 'jobReleaseUpload'
  | 'actionExportReview'
>

/** About what is measured of the sites it goes to, and what is written about it. */
export type MeasuringQuestions = Pick<
  Questions,
  | 'queryProbes'
  | 'actionSaveProbes'
  | 'actionProbePassword'
  | 'jobSmoke'
  | 'querySmoke'
  | 'actionMeasureParity'
  | 'queryParity'
  | 'jobBaseline'
  | 'jobMonitor'
  | 'queryMonitor'
  | 'actionAcknowledge'
  | 'actionShowWindow'
  | 'queryDomains'
  | 'actionLookAtDomains'
  | 'actionSaveMetrics'
  | 'actionChooseLogs'
  | 'actionReadLogs'
  | 'queryLogs'
  | 'actionForgetLogs'
  | 'actionExportRelease'
  | 'queryFigures'
>

/** The release a job belongs to, with its stage; none where it is of another kind. */
export function releaseOf(job: Job): { releaseId: string; stage?: string } | null {
  const { release_id: releaseId, stage } = job.params
  if (!['smoke', 'baseline', 'monitor'].includes(job.kind) || !releaseId) return null
  return stage ? { releaseId, stage } : { releaseId }
}
