import {
  asFault,
  backend,
  type Environment,
  type EnvironmentKind,
  type Fault,
  type Job,
  type Project,
  type ReleaseEvent,
  type ReleaseView,
  type StageView,
  type UploadOrder,
} from '../../backend'
import { Doing } from '../../shell/doing.svelte'
import { heard, slipway, somethingChanged } from '../../shell/state.svelte'
import { type Draft, draftOf } from './drafts.svelte'
import { actsOn, sourceOf, startStep, stageOf, type Step, stepFor } from './flow'

/**
 * One release on the screen: the step, and what the engine says about it. Made while a component
 * starts, so that its effects live as long as that component.
 */
export class Releasing {
  readonly id: string
  readonly draft: Draft
  view = $state.raw<ReleaseView | null>(null)
  at = $state<Step>('contents')
  /** Why the release cannot be shown. */
  fault = $state.raw<Fault | null>(null)
  readonly #doing = new Doing()
  now = $state(Date.now())

  readonly project = $derived<Project | null>(
    slipway.projects.find((one) => one.id === this.view?.release.project_id) ?? null,
  )
  /** The stage the step on the screen belongs to. */
  readonly stage = $derived<StageView | null>(this.view ? stageOf(this.view, this.at) : null)
  /** The kind of the environment the step acts on, for its band. */
  readonly acting = $derived<EnvironmentKind | null>(
    this.view ? actsOn(this.view, this.at, (env) => this.environment(env)?.kind ?? 'custom') : null,
  )
  readonly monitor = $derived<Job | null>(
    [...slipway.jobs.values()]
      .filter((job) => job.kind === 'monitor' && job.params['release_id'] === this.id)
      .sort((a, b) => b.started_at.localeCompare(a.started_at))[0] ??
      this.view?.monitor ??
      null,
  )

  readonly #phase = $derived(this.monitor?.phase ?? null)

  /** `wanted`: the stage to begin with. */
  constructor(id: string, wanted: string | undefined) {
    this.id = id
    this.draft = draftOf(id)
    $effect(() => {
      void slipway.changes
      // What its watch saw may be the arrival of the package.
      void this.#phase
      void this.#read(wanted)
    })
    $effect(() => {
      const timer = setInterval(() => (this.now = Date.now()), 1_000)
      return () => clearInterval(timer)
    })
  }

  /** What was pressed and is not answered yet. */
  get busy(): string | null {
    return this.#doing.what
  }

  /** Why what was pressed was not taken. */
  get refusal(): Fault | null {
    return this.#doing.fault
  }

  /** The refusal was read. */
  dismiss(): void {
    this.#doing.fault = null
  }

  /** Goes to a step, or to what comes next in a stage. */
  go(to: Step | (string & {})): void {
    const step = (this.view && stepFor(this.view, to)) ?? (to as Step)
    this.dismiss()
    this.at = step
    this.draft.at = step
  }

  /** Tells what was decided or done; goes on to `then` once it was taken. */
  tell(event: ReleaseEvent, then?: Step): Promise<boolean> {
    return this.ask(event.event, () => backend.actionReleaseEvent(this.id, event), then)
  }

  /** Several things at once, one after the other, as long as each is taken. */
  async tellAll(events: readonly ReleaseEvent[], then?: Step): Promise<boolean> {
    for (const event of events) if (!(await this.tell(event))) return false
    if (then) this.go(then)
    return true
  }

  async attachFile(stage: string, item: string): Promise<void> {
    await this.act('attach', async () => {
      const view = await backend.actionAttachFile(this.id, stage, item)
      if (view) this.#shows(view)
    })
  }

  /** Uploads the package of the release, under terms that were shown. */
  upload(stage: string, order: UploadOrder): Promise<boolean> {
    return this.act('upload', async () => {
      heard(await backend.jobReleaseUpload(this.id, stage, order))
      this.#shows(await backend.queryRelease(this.id))
      somethingChanged()
    })
  }

  /** The document of a review; its file name, or none where the dialog was closed. */
  async exportReview(stage: string, format: 'html' | 'markdown'): Promise<string | null> {
    let name: string | null = null
    await this.act(`export-${format}`, async () => {
      name = await backend.actionExportReview(this.id, stage, format)
    })
    return name
  }

  /** Looks at the sites once, so that the review can say what was seen. */
  async measure(stage: StageView, what: 'smoke' | 'parity'): Promise<void> {
    const { project, view } = this
    const source = view && sourceOf(view, stage)?.stage.env
    const target = stage.stage.env
    if (!project || !source || !target) return
    await this.act(what, async () => {
      if (what === 'smoke') heard(await backend.jobSmoke(project.id, source, this.id))
      else await backend.actionMeasureParity(project.id, source, target)
      this.#shows(await backend.queryRelease(this.id))
    })
  }

  async openPortal(env: string | null): Promise<void> {
    const { project } = this
    if (project) await this.act('portal', async () => void (await backend.actionOpenPlace(project.id, 'portal-deployments', env)))
  }

  environment(key: string): Environment | null {
    return this.project?.environments.find((one) => one.key === key) ?? null
  }

  envName(key: string): string {
    return this.environment(key)?.name ?? key.toUpperCase()
  }

  async ask(what: string, question: () => Promise<ReleaseView>, then?: Step): Promise<boolean> {
    return this.act(what, async () => {
      this.#shows(await question())
      somethingChanged()
      if (then) this.go(then)
    })
  }

  /** Does what was pressed; what goes wrong is shown at the foot of the step. Answers whether it was done. */
  act(what: string, act: () => Promise<void>): Promise<boolean> {
    return this.#doing.do(what, act)
  }

  async #read(wanted: string | undefined): Promise<void> {
    try {
      const view = await backend.queryRelease(this.id)
      const first = this.view === null
      this.#shows(view)
      if (first) this.at = startStep(view, wanted, this.draft.at)
      this.fault = null
    } catch (thrown) {
      this.fault = asFault(thrown)
    }
  }

  #shows(view: ReleaseView): void {
    this.view = view
    this.now = Date.now()
    if (view.monitor) heard(view.monitor)
  }
}
