import type {
  Entry,
  EnvironmentKind,
  Fault,
  Finding,
  Job,
  JobState,
  KnownBy,
  News,
  PackageView,
  Placement,
  Preferences,
  Project,
  Sample as SiteSample,
  TokenStatus,
  WatchView,
} from '../interface'
import type { Clock } from './clock'
import { fault } from './faults'
import { forecastOf } from './forecast'
import type { Plot } from './plot'
import { Random } from './random'
import { type Sample, samples, verdictOf } from './samples'

/** A package on the list. */
export type KeptPackage = {
  id: string
  sample: Sample
  inspectedAt: string
  /** Hashing ends a little after the verdict is there. */
  hashed: boolean
  stillThere: boolean
}

/** Findings whose consequence has to be typed: what takes away what people made in PROD. */
export function demanding(findings: Finding[], target: EnvironmentKind | null): string[] {
  return findings.filter((one) => target === 'prod' && one.check === 'restore-mode-full').map((one) => one.check)
}

/** What the engine would keep: everything the scripted answers are derived from. */
export class World {
  readonly random: Random
  projects: Project[] = []
  preferences: Preferences = { theme: 'system', person: 'Jana Nováková', project_id: null }
  readonly tokens = new Map<string, TokenStatus>()
  readonly packages = new Map<string, KeptPackage>()
  /** Newest first. */
  placements: Placement[] = []
  readonly jobs = new Map<string, Job>()
  readonly watches = new Map<string, Omit<WatchView, 'job' | 'outcome'>>()
  readonly looks = new Map<string, SiteSample>()
  /** Oldest first. */
  readonly entries: Entry[] = []
  /** Files that were chosen or dropped, by handle. */
  readonly handles = new Map<string, Sample>()
  /** Uploads by the confirmation that ordered them (promise 39). */
  readonly orders = new Map<string, string>()
  ledgerFault: Fault | null = null
  interrupted: string[] = []
  brokenAt: number | null = null

  readonly #listeners: { [K in keyof News]: Set<(news: News[K]) => void> } = {
    fileDrag: new Set(),
    jobChanged: new Set(),
    quitAsked: new Set(),
  }

  constructor(
    readonly clock: Clock,
    readonly plot: Plot,
    seed = 7,
  ) {
    this.random = new Random(seed)
  }

  on<K extends keyof News>(event: K, listener: (news: News[K]) => void): () => void {
    this.#listeners[event].add(listener)
    return () => this.#listeners[event].delete(listener)
  }

  tell<K extends keyof News>(event: K, news: News[K]): void {
    for (const listener of this.#listeners[event]) listener(structuredClone(news))
  }

  project(id: string): Project {
    const found = this.projects.find((project) => project.id === id)
    if (!found) throw fault('project-not-found')
    return found
  }

  environment(projectId: string, env: string) {
    const found = this.project(projectId).environments.find((one) => one.key === env)
    if (!found) throw fault('environment-not-found', { environment: env })
    return found
  }

  package(id: string): KeptPackage {
    const found = this.packages.get(id)
    if (!found) throw fault('package-not-found')
    return found
  }

  job(id: string): Job {
    const found = this.jobs.get(id)
    if (!found) throw fault('job-not-found')
    return found
  }

  /** A package by its bytes: inspecting the same ones again gives the same package. */
  keep(sample: Sample, hashed = true, inspectedAt = this.clock.moment()): KeptPackage {
    for (const kept of this.packages.values()) {
      if (kept.sample.sha256 !== sample.sha256) continue
      kept.inspectedAt = inspectedAt
      return kept
    }
    const kept = { id: this.random.id(), sample, inspectedAt, hashed, stillThere: true }
    this.packages.set(kept.id, kept)
    return kept
  }

  /** What is known to be in an environment now. */
  lastIn(projectId: string, env: string): KeptPackage | null {
    const last = this.placements.find((one) => one.project_id === projectId && one.env === env)
    return [...this.packages.values()].find((kept) => kept.sample.sha256 === last?.sha256) ?? null
  }

  view(kept: KeptPackage, target: EnvironmentKind | null, last: KeptPackage | null = null): PackageView {
    const findings = kept.sample.findings(target)
    return {
      id: kept.id,
      file_name: kept.sample.fileName,
      folder: kept.sample.folder,
      sha256: kept.hashed ? kept.sample.sha256 : null,
      inspected_at: kept.inspectedAt,
      inspection: {
        facts: kept.sample.facts,
        findings,
        verdict: verdictOf(findings),
        demands_confirmation: demanding(findings, target),
        forecast: forecastOf(kept.sample.facts, last?.sample.facts ?? null),
      },
      placements: this.placements.filter((one) => one.sha256 === kept.sample.sha256),
      still_there: kept.stillThere,
    }
  }

  place(kept: KeptPackage, projectId: string, env: string, knownBy: KnownBy, at = this.clock.moment()) {
    const { sample } = kept
    const placement: Placement = {
      project_id: projectId,
      env,
      sha256: sample.sha256,
      file_name: sample.fileName,
      build_number: sample.facts.build_number,
      code_version: sample.facts.code_version?.value ?? null,
      at,
      known_by: knownBy,
      downtime_ms: null,
    }
    this.placements = [placement, ...this.placements]
    return placement
  }

  /** Adds a job and tells it. */
  start(job: Pick<Job, 'kind'> & Partial<Job>): Job {
    const whole: Job = {
      id: this.random.id(),
      project_id: null,
      env: null,
      package: null,
      state: { state: 'running' },
      phase: 'checking',
      done: 0,
      total: 0,
      speed: null,
      eta_s: null,
      params: {},
      started_at: this.clock.moment(),
      updated_at: this.clock.moment(),
      revision: 1,
      ...job,
    }
    this.jobs.set(whole.id, whole)
    this.tell('jobChanged', whole)
    return whole
  }

  /** Changes a job and tells it. */
  change(id: string, changed: Partial<Job>): Job {
    const job = {
      ...this.job(id),
      ...changed,
      updated_at: this.clock.moment(),
      revision: this.job(id).revision + 1,
    }
    this.jobs.set(id, job)
    this.tell('jobChanged', job)
    return job
  }

  end(id: string, state: JobState, changed: Partial<Job> = {}): Job {
    return this.change(id, { ...changed, state, speed: null, eta_s: null })
  }

  /** Adds a line to the history. */
  write(
    kind: string,
    about: Partial<Pick<Entry, 'env' | 'sha256' | 'reason' | 'params' | 'at' | 'person'>> & {
      project?: Project | null
    } = {},
  ): Entry {
    const { project, ...rest } = about
    const entry: Entry = {
      seq: this.entries.length + 1,
      at: this.clock.moment(),
      person: this.preferences.person,
      kind,
      project_id: project?.id ?? null,
      project_name: project?.name ?? null,
      env: null,
      sha256: null,
      reason: null,
      params: {},
      hash: this.random.hex(64),
      ...rest,
    }
    this.entries.push(entry)
    return entry
  }
}

export { samples }
