import {
  asFault,
  backend,
  type ChosenFile,
  type ChosenFolder,
  type Choices,
  type Fault,
  isTransfer,
  type Job,
  type JobKind,
  type LinksTaken,
  restoreOf,
  type RestoreEvent,
  type RestoreStep,
  type RestoreView,
} from '../../backend'
import { Doing } from '../../shell/doing.svelte'
import { takeDrops } from '../../shell/drops'
import { heard, slipway, somethingChanged } from '../../shell/state.svelte'
import { type Draft, draftOf } from './drafts.svelte'
import { actsOn, hindrances, startStep } from './flow'
import { Throughput } from './throughput'

/**
 * One custom restore on the screen: the step, and what the engine says about it. Made while a
 * component starts, so that its effects live as long as that component.
 */
export class Restoring {
  readonly id: string
  readonly draft: Draft
  view = $state.raw<RestoreView | null>(null)
  at = $state<RestoreStep>('restore-point')
  /** Why the restore cannot be shown. */
  fault = $state.raw<Fault | null>(null)
  readonly #doing = new Doing()
  now = $state(Date.now())
  readonly throughput = new Throughput()
  /** The look that is about a decision alone. */
  decided = $state<string | null>(null)
  /** Goes up with each value drawn. */
  drawn = $state(0)

  readonly session = $derived(this.view?.session ?? null)
  readonly target = $derived(this.view?.environments.find((one) => one.key === this.view?.session.target) ?? null)
  /** The environment the step on the screen acts on: not always the one the session was begun for. */
  readonly actingOn = $derived.by(() => {
    const key = this.view && actsOn(this.view, this.at, this.draft.env)
    return this.view?.environments.find((one) => one.key === key) ?? null
  })
  readonly hindered = $derived(this.view ? hindrances(this.view, this.at, this.now) : [])
  readonly #jobs = $derived([...slipway.jobs.values()].filter((job) => restoreOf(job) === this.id))
  readonly checking = $derived(this.#newest('check-database'))
  readonly looking = $derived(this.#newest('look-storage'))
  readonly transfer = $derived<Job | null>(
    this.#newest('transfer') ?? this.view?.transfer_job ?? null,
  )
  readonly watching = $derived<Job | null>(this.#newest('watch') ?? this.view?.watch ?? null)

  constructor(id: string, wanted: RestoreStep | undefined) {
    this.id = id
    this.draft = draftOf(id)
    $effect(() => {
      void slipway.changes
      void this.#read(wanted)
    })
    $effect(() => takeDrops((drag) => this.#dropped(drag)))
    $effect(() => {
      const timer = setInterval(() => (this.now = Date.now()), 15_000)
      return () => clearInterval(timer)
    })
    $effect(() => {
      const job = this.transfer
      if (job && isTransfer(job) && this.throughput.add(job)) this.drawn++
    })
  }

  /** What was pressed and is not answered yet. */
  get busy(): string | null {
    return this.#doing.what
  }

  /** Why what was pressed was not taken: it is shown at the foot of the step. */
  get refusal(): Fault | null {
    return this.#doing.fault
  }

  /** The refusal was read. */
  dismiss(): void {
    this.#doing.fault = null
  }

  go(step: RestoreStep): void {
    this.dismiss()
    this.at = step
    this.draft.at = step
  }

  /** Tells what was done in the Portal; goes on to `then` once it was taken. */
  tell(event: RestoreEvent, then?: RestoreStep): Promise<boolean> {
    return this.#ask(event.event, () => backend.actionRestoreEvent(this.id, event), then)
  }

  /** The text is handed on and kept nowhere here. */
  async takeLinks(text: string, swap = false): Promise<LinksTaken | null> {
    let taken: LinksTaken | null = null
    await this.#doing.do('links', async () => {
      taken = await backend.actionTakeLinks(this.id, text, swap)
      if (taken.outcome === 'taken') this.#shows(taken.view)
    })
    return taken
  }

  nameLinks(asked: string, database: 'first' | 'second'): Promise<boolean> {
    return this.#ask('links', () => backend.actionNameLinks(this.id, asked, database))
  }

  forgetLinks(): Promise<boolean> {
    return this.#ask('forget', () => backend.actionForgetLinks(this.id))
  }

  /** Looks at the site the restore was started for, again and again. */
  watchSite(): Promise<boolean> {
    return this.#doing.do('watch', async () => void heard(await backend.jobWatchRestore(this.id)))
  }

  async chooseDatabase(): Promise<void> {
    await this.#doing.do('database', async () => {
      const file = await backend.actionChooseDatabase()
      if (file) await this.checkDatabase(file)
    })
  }

  async checkDatabase(file: ChosenFile): Promise<void> {
    await this.#doing.do('database', async () => {
      heard(await backend.jobCheckDatabase(this.id, file.handle))
    })
  }

  async chooseFiles(from: 'folder' | 'zip'): Promise<void> {
    await this.#doing.do('files', async () => {
      const chosen: ChosenFolder | ChosenFile | null =
        from === 'folder' ? await backend.actionChooseFolder() : await backend.actionChooseFilesZip()
      if (chosen) await this.lookAt(chosen.handle, noChoices)
    })
  }

  /** Looks at the tree, with what was decided about it. */
  async lookAt(handle: string, choices: Choices): Promise<void> {
    await this.#doing.do('files', async () => {
      const job = await backend.jobLookStorage(this.id, handle, choices)
      // The same files with something decided: what is shown of them stays while they are judged.
      this.decided = this.view?.storage?.handle === handle ? job.id : null
      heard(job)
    })
  }

  /** Decides something about the tree and looks again. */
  async decide(changed: Partial<Choices>): Promise<void> {
    const storage = this.view?.storage
    if (storage?.handle) await this.lookAt(storage.handle, { ...storage.choices, ...changed })
  }

  setTargetVersion(version: string | null): Promise<boolean> {
    return this.#ask('version', () => backend.actionTargetVersion(this.id, version))
  }

  setLimit(bytes: number | null): Promise<boolean> {
    return this.#ask('limit', () => backend.actionStorageLimit(this.id, bytes))
  }

  lookAtContainers(): Promise<boolean> {
    return this.#ask('containers', () => backend.actionLookAtContainers(this.id))
  }

  /** Starts the transfer. The same confirmation starts it once. */
  async send(limit: number | null): Promise<void> {
    await this.#doing.do('transfer', async () => {
      const job = await backend.jobTransfer(this.id, {
        if_exists: this.draft.ifExists ?? 'refuse',
        limit,
        confirmation_id: this.draft.confirmation,
      })
      this.draft.confirmation = crypto.randomUUID()
      heard(job)
      somethingChanged()
    })
  }

  async copyFrom(text: string, part: 'database' | 'storage'): Promise<boolean> {
    return this.#doing.do('copy', async () => {
      heard(await backend.jobCopyFrom(this.id, text, part))
      somethingChanged()
    })
  }

  async steer(what: 'pause' | 'resume' | 'stop' | 'limit', limit: number | null = null): Promise<void> {
    const { transfer } = this
    if (!transfer) return
    await this.#doing.do(what, async () => {
      if (what === 'pause') heard(await backend.actionPauseJob(transfer.id))
      else if (what === 'resume') heard(await backend.actionResumeJob(transfer.id))
      else if (what === 'stop') heard(await backend.actionCancelJob(transfer.id))
      else heard(await backend.actionLimitJob(transfer.id, limit))
    })
  }

  async openPortal(): Promise<void> {
    await this.#doing.do('portal', async () => void (await backend.actionOpenRestorePage(this.id)))
  }

  envName(key: string): string {
    return this.view?.environments.find((one) => one.key === key)?.name ?? key.toUpperCase()
  }

  #newest(kind: JobKind): Job | null {
    const found = this.#jobs.filter((job) => job.kind === kind)
    return found.sort((a, b) => b.started_at.localeCompare(a.started_at))[0] ?? null
  }

  #dropped(drag: Parameters<Parameters<typeof takeDrops>[0]>[0]): boolean {
    if (!this.view || this.view.session.closed) return false
    if (drag.kind === 'dropped') {
      this.go('database')
      void this.checkDatabase(drag.file)
    } else {
      this.go('files')
      void this.lookAt(drag.folder.handle, noChoices)
    }
    return true
  }

  async #read(wanted: RestoreStep | undefined): Promise<void> {
    try {
      const view = await backend.queryRestore(this.id)
      const first = this.view === null
      this.#shows(view)
      if (first) this.at = startStep(view, wanted ?? this.draft.at ?? undefined)
      this.fault = null
    } catch (thrown) {
      this.fault = asFault(thrown)
    }
  }

  #shows(view: RestoreView): void {
    this.view = view
    this.now = Date.now()
    if (view.transfer_job) heard(view.transfer_job)
  }

  async #ask(what: string, question: () => Promise<RestoreView>, then?: RestoreStep): Promise<boolean> {
    return this.#doing.do(what, async () => {
      this.#shows(await question())
      somethingChanged()
      if (then) this.go(then)
    })
  }
}

const noChoices: Choices = { container: null, leave_out: [], rename: {}, keep_odd_names: false, limit: null }
