/** What stands out on Home: the one thing to do next. */
import type { EnvironmentCard, Job, Pipeline, Placement } from '../../backend/interface'

export type NextAction =
  /** An answer was lost: the user must look in the Portal. */
  | { kind: 'look'; job: Job; card: EnvironmentCard }
  /** An upload is under way. */
  | { kind: 'follow'; job: Job; card: EnvironmentCard }
  /** An upload ended with something to do about it. */
  | { kind: 'mend'; job: Job; card: EnvironmentCard }
  | { kind: 'token'; state: 'none' | 'locked' | 'unavailable' }
  /** Sent in this project, and nobody has seen it live yet. */
  | { kind: 'confirm'; card: EnvironmentCard; placement: Placement; job: Job }
  /** What is live in one environment is newer than what the next one has. */
  | { kind: 'promote'; card: EnvironmentCard; from: EnvironmentCard; placement: Placement }
  /** Nothing was sent anywhere. */
  | { kind: 'first'; card: EnvironmentCard }
  /** Something is in the first environment that is not to be promoted: single, or others have newer. */
  | { kind: 'newer'; card: EnvironmentCard; placement: Placement }
  /** The same package runs in every environment. */
  | { kind: 'everywhere'; card: EnvironmentCard; placement: Placement }

/**
 * The jobs a card tells about: the newest upload and the newest watch, while they go on or after
 * they ended with something to do about it. Jobs come newest first.
 */
export function shownJobs(card: EnvironmentCard): Job[] {
  const newest = (['upload', 'watch'] as const)
    .map((kind) => card.jobs.find((job) => job.kind === kind))
    .filter((job) => job !== undefined)
  return newest.filter((job) => !['succeeded', 'cancelled', 'interrupted'].includes(job.state.state))
}

/** The most pressing thing first; there is always one. */
export function nextAction(pipeline: Pipeline): NextAction | null {
  const uploads = pipeline.cards.flatMap((card) =>
    shownJobs(card)
      .filter((job) => job.kind === 'upload')
      .map((job) => ({ job, card })),
  )

  const unanswered = uploads.find(
    ({ job }) => job.state.state === 'waiting' && job.state.waiting_for === 'look-in-portal',
  )
  if (unanswered) return { kind: 'look', ...unanswered }

  const underWay = uploads.find(({ job }) =>
    ['queued', 'running', 'paused', 'waiting'].includes(job.state.state),
  )
  if (underWay) return { kind: 'follow', ...underWay }

  const broken = uploads.find(({ job }) => job.state.state === 'failed')
  if (broken) return { kind: 'mend', ...broken }

  const { state } = pipeline.token
  if (state === 'none' || state === 'locked' || state === 'unavailable') return { kind: 'token', state }

  for (const card of pipeline.cards) {
    // Without its job there is nothing to answer; the card says that it was not seen live.
    const job = card.jobs.find((one) => one.kind !== 'inspect')
    if (card.placement?.known_by === 'sent' && job) {
      return { kind: 'confirm', card, placement: card.placement, job }
    }
  }

  const promotion = promotionOf(pipeline.cards)
  if (promotion) return promotion

  const first = pipeline.cards[0]
  if (!first) return null
  const { placement } = first
  if (!placement) return { kind: 'first', card: first }
  const kind = runsEverywhere(pipeline.cards, placement) ? 'everywhere' : 'newer'
  return { kind, card: first, placement }
}

function runsEverywhere(cards: readonly EnvironmentCard[], { sha256 }: Placement): boolean {
  return (
    cards.length > 1 &&
    cards.every(({ placement }) => placement?.sha256 === sha256 && placement.known_by !== 'sent')
  )
}

/** The package that went live last and that the environment after it does not have yet. */
function promotionOf(cards: readonly EnvironmentCard[]): NextAction | null {
  const possible = cards.slice(1).flatMap((card, at) => {
    const from = cards[at]!
    const { placement } = from
    if (!placement || placement.known_by === 'sent' || placement.sha256 === card.placement?.sha256) return []
    // What is there since later came by another way, and is not to be replaced by something older.
    if (card.placement && card.placement.at >= placement.at) return []
    return [{ kind: 'promote' as const, card, from, placement }]
  })
  return possible.sort((a, b) => b.placement.at.localeCompare(a.placement.at))[0] ?? null
}
