import type { Job, Pipeline } from '../../backend/interface'

/** The pipeline with the newest row of each job it mentions. */
export function withLiveJobs(pipeline: Pipeline, live: ReadonlyMap<string, Job>): Pipeline {
  const newest = (job: Job) => {
    const known = live.get(job.id)
    return known && known.revision > job.revision ? known : job
  }
  return {
    ...pipeline,
    cards: pipeline.cards.map((card) => ({ ...card, jobs: card.jobs.map(newest) })),
  }
}
