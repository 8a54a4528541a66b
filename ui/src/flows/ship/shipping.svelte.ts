import { asFault, backend, type Environment, type Fault, type Job, type PackageView } from '../../backend'
import type { Project, UploadTerms } from '../../backend'
import { Doing } from '../../shell/doing.svelte'
import type { Route } from '../../shell/routes'
import { goInstead, heard, slipway } from '../../shell/state.svelte'
import { begin, emptyDraft, type Draft, type Flow, type FlowEvent, next } from './flow'
import { keepFor, rememberedFor } from './memory'

type From = { packageId?: string | undefined; env?: string | undefined; jobId?: string | undefined }

/**
 * One way through the flow: the question on the screen, and what the engine says about it. Made
 * while a component starts, so that its effects live as long as that component.
 */
export class Shipping {
  flow = $state.raw<Flow>(begin())
  /** False until a job the flow begins with is known. */
  ready = $state(false)
  view = $state.raw<PackageView | null>(null)
  /** What was asked for and what the terms are about have to be the same. */
  #terms = $state.raw<{ of: string; terms: UploadTerms } | null>(null)
  /** Why the question on the screen cannot be asked. */
  fault = $state.raw<Fault | null>(null)
  readonly #doing = new Doing<'order'>()

  readonly packageId = $derived('packageId' in this.flow ? this.flow.packageId : null)
  readonly uploadId = $derived('uploadId' in this.flow ? this.flow.uploadId : null)
  readonly upload = $derived(this.uploadId ? (slipway.jobs.get(this.uploadId) ?? null) : null)

  /** The watch that follows the upload, newest first. */
  readonly watch = $derived<Job | null>(
    [...slipway.jobs.values()]
      .filter((job) => job.kind === 'watch' && job.params['upload_job'] === this.uploadId)
      .sort((a, b) => b.started_at.localeCompare(a.started_at))[0] ?? null,
  )

  /** The project of the upload, once there is one: it may not be the one now shown. */
  readonly project = $derived<Project | null>(
    slipway.projects.find((project) => project.id === this.upload?.project_id) ?? slipway.project,
  )
  readonly environment = $derived<Environment | null>(environmentMeant(this.project, this.flow))
  readonly terms = $derived(this.#terms?.of === this.#question() ? this.#terms!.terms : null)
  /** The inspection that is still reading this package's bytes. */
  readonly hashing = $derived<Job | null>(
    [...slipway.jobs.values()].find(
      (job) =>
        job.kind === 'inspect' &&
        job.params['package_id'] === this.packageId &&
        (job.state.state === 'running' || job.state.state === 'queued'),
    ) ?? null,
  )
  readonly draft = $derived<Draft>(this.flow.kept.drafts[this.environment?.key ?? ''] ?? emptyDraft)

  constructor(from: From) {
    void this.#begin(from)
    $effect(() => this.#readPackage(this.packageId, this.project?.id, this.environment?.key))
    $effect(() => this.#readTerms(this.#question()))
  }

  get ordering(): boolean {
    return this.#doing.busy
  }

  /** Why the order was not taken. */
  get refusal(): Fault | null {
    return this.#doing.fault
  }

  send(event: FlowEvent): void {
    const before = this.flow.at
    this.#doing.fault = null
    this.flow = next(this.flow, event)
    keepFor(this.flow.kept)
    // What can be come back to is written into the route: a job, or a package with its verdict.
    const route = routeOf(this.flow)
    if (route && this.flow.at !== before && slipway.route.screen === 'ship') goInstead(route)
  }

  write(draft: Draft): void {
    if (this.environment) this.send({ is: 'wrote', env: this.environment.key, draft })
  }

  /** Orders the upload under the terms shown. The same terms order it once (promise 39). */
  async order(draft: Draft): Promise<void> {
    const { packageId, project, environment, terms } = this
    if (!packageId || !project || !environment || !terms || this.ordering) return
    await this.#doing.do('order', async () => {
      const job = await backend.jobUpload({
        package_id: packageId,
        project_id: project.id,
        env: environment.key,
        confirmation_id: terms.confirmation_id,
        reason: draft.reason.trim() || null,
        typed_name: draft.typedName.trim() || null,
        despite_blockers: draft.despiteBlockers,
      })
      heard(job)
      this.send({ is: 'started', uploadId: job.id, env: environment.key })
      // A small one may have been accepted before the order was answered.
      if (slipway.jobs.get(job.id)?.state.state === 'succeeded') this.send({ is: 'arrived' })
    })
  }

  /** Begins a new confirmation for what was sent before: straight away where a button is one. */
  again(): void {
    const packageId = this.flow.kept.packageId
    const env = this.environment?.key
    if (!packageId || !env) return this.send({ is: 'another-package' })
    const review = this.environment?.kind !== 'qa'
    this.send({ is: 'to-be-sent-again', packageId, env, review })
  }

  /** Reads the terms once more, after a token was added. */
  lookAgain(): void {
    this.#terms = null
    this.#readTerms(this.#question())
  }

  async #begin(from: From): Promise<void> {
    try {
      let job: Job | undefined
      if (from.jobId) {
        job = slipway.jobs.get(from.jobId) ?? (await backend.queryJob(from.jobId))
        heard(job)
        const uploadId = job.params['upload_job']
        if (uploadId && !slipway.jobs.has(uploadId)) heard(await backend.queryJob(uploadId))
      }
      const packageId = from.packageId ?? job?.params['package_id']
      this.flow = begin({ packageId: from.packageId, env: from.env, job }, rememberedFor(packageId))
    } catch (thrown) {
      this.fault = asFault(thrown)
    }
    this.ready = true
  }

  /** Key of what the terms are asked for; none where no terms are needed. */
  #question(): string | null {
    const { packageId, project, environment } = this
    if (!packageId || !project || !environment) return null
    return [packageId, project.id, environment.key].join('\n')
  }

  #readPackage(packageId: string | null, projectId: string | undefined, env: string | undefined): void {
    void slipway.changes
    void this.hashing?.id
    if (!packageId) return
    const known = projectId !== undefined && env !== undefined
    backend.queryPackage(packageId, known ? projectId : null, known ? env : null).then(
      (view) => {
        if (this.packageId !== packageId) return
        this.view = view
        this.fault = null
      },
      (thrown: unknown) => {
        if (this.packageId === packageId) this.fault = asFault(thrown)
      },
    )
  }

  #readTerms(question: string | null): void {
    void slipway.changes
    if (!question) return
    const [packageId, projectId, env] = question.split('\n') as [string, string, string]
    backend.queryUploadTerms(packageId, projectId, env).then(
      (terms) => {
        if (this.#question() === question) this.#terms = { of: question, terms }
      },
      (thrown: unknown) => {
        if (this.#question() === question) this.fault = asFault(thrown)
      },
    )
  }
}

/** The route that leads to the place the flow has reached; none where it changes nothing. */
function routeOf(flow: Flow): Route | null {
  const env = flow.kept.env ? { env: flow.kept.env } : {}
  switch (flow.at) {
    case 'reading':
      return { screen: 'ship', jobId: flow.jobId, ...env }
    case 'verdict':
      return { screen: 'ship', packageId: flow.packageId, ...env }
    case 'upload':
      return { screen: 'ship', jobId: flow.uploadId, ...env }
    default:
      return null
  }
}

/** The environment the flow is about: the one chosen, or where a release starts. */
function environmentMeant(project: Project | null, flow: Flow): Environment | null {
  const all = project?.environments ?? []
  const key = flow.at === 'confirm' ? flow.env : flow.kept.env
  return all.find((one) => one.key === key) ?? all.find((one) => one.kind === 'qa') ?? all[0] ?? null
}
