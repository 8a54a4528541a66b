/** What the interface reads out of the jobs of a custom restore, and which questions are about one. */
import type { Job } from './bindings'
import type { Questions } from './interface'

/** Every question about custom restores, for whoever answers them together. */
export type RestoreQuestions = Pick<
  Questions,
  | 'queryRestores'
  | 'queryRestore'
  | 'actionBeginRestore'
  | 'actionRestoreEvent'
  | 'actionTakeLinks'
  | 'actionNameLinks'
  | 'actionForgetLinks'
  | 'actionChooseDatabase'
  | 'actionChooseFilesZip'
  | 'jobWatchRestore'
  | 'jobCheckDatabase'
  | 'jobLookStorage'
  | 'queryStorageLevel'
  | 'queryNameChanges'
  | 'queryCollisions'
  | 'actionTargetVersion'
  | 'actionStorageLimit'
  | 'actionLookAtContainers'
  | 'jobTransfer'
  | 'actionPauseJob'
  | 'actionResumeJob'
  | 'actionLimitJob'
  | 'queryTransferReport'
  | 'actionExportReport'
  | 'jobCopyFrom'
  | 'actionOpenRestorePage'
>

/** What a transfer is doing while its row says running: `params.doing` of its job. */
export type Doing =
  | 'preparing'
  | 'sending'
  | 'paused'
  | 'stalled'
  | 'throttled'
  | 'offline'
  | 'needs-link'
  | 'verifying'

/** The restore a job belongs to; none where it is of another kind. */
export function restoreOf(job: Job): string | null {
  return ['check-database', 'look-storage', 'transfer', 'watch'].includes(job.kind) ? (job.params['restore_id'] ?? null) : null
}

export function isTransfer(job: Job): boolean {
  return job.kind === 'transfer'
}

/** Whether a transfer stands until another link is given. */
export function waitsForLink(job: Job): boolean {
  return job.state.state === 'waiting' && job.state.waiting_for === 'link'
}
