import {
  asFault,
  backend,
  type BuildStep,
  type BuildTerms,
  type ChosenFolder,
  type Fault,
  type FolderView,
  type PackageView,
} from '../../backend'
import { Doing } from '../../shell/doing.svelte'
import { heard, isUnderWay, slipway } from '../../shell/state.svelte'
import { choicesOf, type Chosen, type Part, type Source } from './choices'
import { begin, type Flow, type FlowEvent, next } from './flow'
import { keep, planned, plannedOf, remembered } from './memory'

type From = { folder?: ChosenFolder | undefined; jobId?: string | undefined }

/**
 * One way through the flow: the question on the screen, and what the engine says about it. Made
 * while a component starts, so that its effects live as long as that component.
 */
export class Building {
  flow = $state.raw<Flow>(begin())
  /** False until a job the flow begins with is known. */
  ready = $state(false)
  /** What was asked for and what the answers are about have to be the same. */
  #view = $state.raw<{ of: string; view: FolderView } | null>(null)
  #terms = $state.raw<{ of: string; terms: BuildTerms } | null>(null)
  #package = $state.raw<PackageView | null>(null)
  /** Why the question on the screen cannot be asked. */
  fault = $state.raw<Fault | null>(null)
  readonly #doing = new Doing<'output' | 'order'>()
  choosing = $state(false)

  readonly folder = $derived(this.flow.kept.folder)
  readonly chosen = $derived(this.flow.kept.chosen)
  readonly zeroDowntime = $derived(this.chosen.zeroDowntime ?? false)
  readonly buildId = $derived('buildId' in this.flow ? this.flow.buildId : null)
  readonly job = $derived(this.buildId ? (slipway.jobs.get(this.buildId) ?? null) : null)
  /** Of the folder meant; while it is looked at again, what was seen before. */
  readonly view = $derived(this.#view && this.#view.view.handle === this.folder?.handle ? this.#view.view : null)
  readonly looking = $derived(this.folder !== null && this.#view?.of !== this.#folderQuestion())
  readonly terms = $derived(this.#terms?.of === this.#question() ? this.#terms!.terms : null)
  /** The terms as they were last told, while they are asked for anew. */
  readonly known = $derived(this.#terms?.terms ?? null)
  /** Commands the build on the screen was ordered with; none where nobody remembers. */
  readonly commands = $derived<readonly BuildStep[]>(this.buildId ? plannedOf(this.buildId) : [])
  readonly packageId = $derived(this.job?.params['package_id'] ?? null)
  readonly made = $derived(this.#package?.id === this.packageId ? this.#package : null)
  /** Where a release starts: what a package is checked for first. */
  readonly qa = $derived(slipway.project?.environments.find((one) => one.kind === 'qa') ?? null)

  constructor(from: From) {
    void this.#begin(from)
    $effect(() => this.#readFolder(this.#folderQuestion()))
    $effect(() => this.#readTerms(this.#question()))
    $effect(() => this.#readPackage(this.flow.at === 'package' ? this.packageId : null))
  }

  /** An order is on its way, or waits for where the package is to be written. */
  get ordering(): boolean {
    return this.#doing.busy
  }

  /** Why the order was not taken. */
  get refusal(): Fault | null {
    return this.#doing.fault
  }

  send(event: FlowEvent): void {
    this.#doing.fault = null
    if (event.is !== 'chose') this.fault = null
    this.flow = next(this.flow, event)
    keep(this.flow)
  }

  choose(chosen: Chosen): void {
    this.send({ is: 'chose', chosen })
  }

  /** Where a part comes from. Another application may have another name. */
  chooseSource(part: Part, source: Source, more: Chosen = {}): void {
    this.choose({ [part]: source, ...(part === 'publish' ? { assembly: '' } : {}), ...more })
  }

  /** Lets the user choose the folder to build from. */
  async chooseFolder(): Promise<void> {
    const folder = await this.#askForFolder()
    if (folder) this.send({ is: 'folder-chosen', folder })
  }

  /** Lets the user choose the folder one part comes from. */
  async choosePart(part: Part): Promise<void> {
    const folder = await this.#askForFolder()
    if (!folder) return
    this.chooseSource(part, 'chosen', { folders: { ...this.chosen.folders, [part]: folder } })
  }

  /** Asks where the package is to be written; answers whether it is known then. */
  async chooseOutput(): Promise<boolean> {
    const { terms } = this
    if (!terms) return false
    let known = false
    await this.#doing.do('output', async () => {
      const output = await backend.actionChooseOutput(this.flow.kept.output?.file_name ?? terms.file_name)
      if (output) this.send({ is: 'output-chosen', output })
      known = output !== null
    })
    return known
  }

  /** Orders the build under the terms shown. The same terms order it once. */
  async order(): Promise<void> {
    const { view, terms } = this
    const choices = view && choicesOf(view, this.chosen)
    if (!choices || !terms || this.ordering) return
    if (!this.flow.kept.output && !(await this.chooseOutput())) return
    const taken = await this.#doing.do('order', async () => {
      const output = this.flow.kept.output!.handle
      const job = await backend.jobBuild({ choices, output, confirmation_id: terms.confirmation_id })
      planned(job.id, terms.commands.map((command) => command.step))
      heard(job)
      this.send({ is: 'started', buildId: job.id })
      // A small one may have been made before the order was answered.
      if (slipway.jobs.get(job.id)?.state.state === 'succeeded') this.send({ is: 'made' })
    })
    // What the refusal says may be seen in the folder by now.
    if (!taken) this.lookAgain()
  }

  /** Looks at the folder and the terms once more, after something was changed there. */
  lookAgain(): void {
    this.#view = null
    this.#terms = null
    this.#readFolder(this.#folderQuestion())
    this.#readTerms(this.#question())
  }

  async #askForFolder(): Promise<ChosenFolder | null> {
    this.choosing = true
    this.fault = null
    try {
      return await backend.actionChooseFolder()
    } catch (thrown) {
      this.fault = asFault(thrown)
      return null
    } finally {
      this.choosing = false
    }
  }

  async #begin(from: From): Promise<void> {
    try {
      const jobId = from.jobId ?? (from.folder ? undefined : this.#openBuild())
      let job = jobId ? slipway.jobs.get(jobId) : undefined
      if (jobId && !job) {
        job = await backend.queryJob(jobId)
        heard(job)
      }
      this.flow = begin({ folder: from.folder, job }, this.#left())
      keep(this.flow)
    } catch (thrown) {
      this.fault = asFault(thrown)
    }
    this.ready = true
  }

  /** A build that goes on, though nobody said so: after a reload there is no memory of it. */
  #openBuild(): string | undefined {
    return slipway.running.find((job) => job.kind === 'build')?.id
  }

  /** Where the flow was left. A package that was made is behind one: the folder is what is next. */
  #left() {
    const left = remembered()
    const job = left?.kept.buildId ? slipway.jobs.get(left.kept.buildId) : undefined
    const over = job !== undefined && !isUnderWay(job)
    const ended = left !== null && ['build', 'package'].includes(left.step)
    if (left && ended && (!job || (over && job.state.state === 'succeeded'))) {
      return { ...left, step: 'folder' as const }
    }
    return left
  }

  #folderQuestion(): string | null {
    return this.folder ? [this.folder.handle, this.chosen.project ?? '', this.zeroDowntime].join('\n') : null
  }

  /** Key of what the terms are asked for; none where they are not needed or cannot be known. */
  #question(): string | null {
    if (!['parts', 'options', 'review'].includes(this.flow.at) || !this.view) return null
    const choices = choicesOf(this.view, this.chosen)
    return choices && JSON.stringify(choices)
  }

  #readFolder(question: string | null): void {
    if (!question || this.#view?.of === question || !this.folder) return
    backend.queryFolder(this.folder.handle, this.chosen.project ?? null, this.zeroDowntime).then(
      (view) => {
        if (this.#folderQuestion() === question) this.#view = { of: question, view }
      },
      (thrown: unknown) => {
        if (this.#folderQuestion() === question) this.fault = asFault(thrown)
      },
    )
  }

  #readTerms(question: string | null): void {
    // A build that ends, here or elsewhere, changes what may be ordered.
    void slipway.changes
    if (!question || !this.view) return
    backend.queryBuildTerms(choicesOf(this.view, this.chosen)!).then(
      (terms) => {
        if (this.#question() === question) this.#terms = { of: question, terms }
      },
      (thrown: unknown) => {
        if (this.#question() === question) this.fault = asFault(thrown)
      },
    )
  }

  #readPackage(packageId: string | null): void {
    void slipway.changes
    if (!packageId) return
    const projectId = slipway.project?.id
    const env = this.qa?.key
    const known = projectId !== undefined && env !== undefined
    backend.queryPackage(packageId, known ? projectId : null, known ? env : null).then(
      (view) => {
        if (this.packageId === packageId) this.#package = view
      },
      (thrown: unknown) => {
        if (this.packageId === packageId) this.fault = asFault(thrown)
      },
    )
  }
}
