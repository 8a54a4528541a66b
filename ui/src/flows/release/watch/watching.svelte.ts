import { backend, type Job, type MonitorView } from '../../../backend'
import { Doing } from '../../../shell/doing.svelte'
import { heard, isUnderWay, slipway } from '../../../shell/state.svelte'
import type { Following } from './following'

/**
 * The watch of one stage on the screen. Made while a component starts, so that its effects live as
 * long as that component.
 */
export class Watching {
  readonly stage: string
  readonly #release: Following
  view = $state.raw<MonitorView | null>(null)
  readonly doing = new Doing<'start' | 'stop' | 'acknowledge'>()

  readonly job = $derived.by<Job | null>(() => {
    const known = this.#release.view?.monitor
    const jobs = [...slipway.jobs.values()].filter((job) => this.#isIts(job))
    if (known && this.#isIts(known) && !jobs.some((job) => job.id === known.id)) jobs.push(known)
    return jobs.sort((a, b) => b.started_at.localeCompare(a.started_at))[0] ?? null
  })
  readonly going = $derived(this.job !== null && isUnderWay(this.job))

  constructor(release: Following, stage: string) {
    this.#release = release
    this.stage = stage
    // Every look changes the row of the watch.
    $effect(() => {
      const id = this.job?.id
      void this.job?.revision
      if (!id) return
      backend.queryMonitor(id).then(
        (answer) => (this.view = answer),
        this.doing.met,
      )
    })
  }

  /** Begins, or goes on where it was cut off. */
  start(): Promise<boolean> {
    return this.doing.do('start', async () => heard(await backend.jobMonitor(this.#release.id, this.#into)))
  }

  stop(): Promise<boolean> {
    return this.doing.do('stop', async () => {
      if (this.job) heard(await backend.actionCancelJob(this.job.id))
    })
  }

  /** What fired was looked at, and it goes on. */
  acknowledge(triggerId: string): Promise<boolean> {
    return this.doing.do('acknowledge', async () => {
      if (!this.job) return
      await backend.actionAcknowledge(this.job.id, triggerId)
      this.view = await backend.queryMonitor(this.job.id)
    })
  }

  /** The stage that brings the package there, which is also the one the usual was measured for. */
  get #into(): string {
    const stages = this.#release.view?.release.stages ?? []
    const env = stages.find((one) => one.id === this.stage)?.env
    return stages.find((one) => one.env === env && one.kind !== 'monitoring')?.id ?? this.stage
  }

  /** A stage and the monitoring of its environment are watched by the same job. */
  #isIts(job: Job): boolean {
    const env = (stage: string) => stage.slice(stage.indexOf(':') + 1)
    const { release_id, stage } = job.params
    return job.kind === 'monitor' && release_id === this.#release.id && env(stage ?? '') === env(this.stage)
  }
}
