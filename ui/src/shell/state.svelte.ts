/**
 * What every screen may look at: the start state, the current project, the live jobs and where
 * the window is. Screens read it and call its functions; only this file changes it.
 */
import { SvelteMap } from 'svelte/reactivity'
import {
  asFault,
  backend,
  type EnvironmentKind,
  type Fault,
  type Job,
  type Preferences,
  type Project,
  type RestoreRow,
} from '../backend'
import { follow, type Route } from './routes'

class WindowState {
  /** False until the start state arrived or could not be had. */
  ready = $state(false)
  /** Why the start state could not be had. */
  startFault = $state.raw<Fault | null>(null)
  /** Why the history could not be opened; the app then runs without memory. */
  ledgerFault = $state.raw<Fault | null>(null)
  /** The user wants to go on all the same. */
  withoutHistory = $state(false)
  version = $state('')
  projects = $state.raw<Project[]>([])
  preferences = $state.raw<Preferences>({ theme: 'system', person: '', project_id: null })
  /** Jobs the last session left open and nobody has looked at yet. */
  interrupted = $state.raw<Job[]>([])
  /** The environment a flow acts on right now; its band is above everything. */
  acting = $state<EnvironmentKind | null>(null)
  /** The current project's open custom restore; its clocks are shown everywhere. */
  openRestore = $state.raw<RestoreRow | null>(null)
  /** What went wrong outside any screen, newest first; shown above whatever is open. */
  faults = $state.raw<Fault[]>([])
  /** By id; the newest revision of each. */
  readonly jobs = new SvelteMap<string, Job>()
  /** Goes up whenever something in the ledger changed that screens should read again. */
  changes = $state(0)
  trail = $state.raw<Route[]>([{ screen: 'home' }])

  readonly route = $derived<Route>(this.trail.at(-1) ?? { screen: 'home' })
  /** The project shown; none before the first is connected. */
  readonly project = $derived<Project | null>(
    this.projects.find((project) => project.id === this.preferences.project_id) ??
      this.projects[0] ??
      null,
  )
  /** Jobs that have not ended, newest first. */
  readonly running = $derived(
    [...this.jobs.values()]
      .filter((job) => isUnderWay(job))
      .sort((a, b) => b.started_at.localeCompare(a.started_at)),
  )
}

export const slipway = new WindowState()

/** Queued, running, paused or waiting for something. */
export function isUnderWay(job: Job): boolean {
  return ['queued', 'running', 'paused', 'waiting'].includes(job.state.state)
}

/** Goes to a screen. */
export function go(route: Route): void {
  slipway.trail = follow(slipway.trail, route)
}

/** Goes to a screen without keeping the present one on the way back. */
export function goInstead(route: Route): void {
  slipway.trail = follow(slipway.trail.slice(0, -1), route)
}

export function canGoBack(): boolean {
  return slipway.trail.length > 1
}

/** Goes where one came from; home if there is nowhere. */
export function back(): void {
  slipway.trail = canGoBack() ? slipway.trail.slice(0, -1) : [firstRoute()]
}

function firstRoute(): Route {
  return slipway.projects.length === 0 ? { screen: 'first-start' } : { screen: 'home' }
}

/** Asks for everything the first screen needs. */
export async function begin(): Promise<void> {
  try {
    const start = await backend.queryStart()
    slipway.projects = start.projects
    slipway.preferences = start.preferences
    slipway.interrupted = start.interrupted
    slipway.ledgerFault = start.ledger_fault
    slipway.version = start.version
    slipway.startFault = null
    slipway.trail = [firstRoute()]
    for (const job of await backend.queryJobs()) heard(job)
  } catch (thrown) {
    slipway.startFault = asFault(thrown)
  }
  slipway.ready = true
}

/** Reads projects and preferences again, which came from elsewhere; one stays where one is. */
export async function readAgain(): Promise<void> {
  const start = await backend.queryStart()
  slipway.projects = start.projects
  slipway.preferences = start.preferences
  slipway.changes++
}

/** Takes a job's row into account, unless a newer one is known. Answers whether it was news. */
export function heard(job: Job): boolean {
  const known = slipway.jobs.get(job.id)
  if (known && known.revision >= job.revision) return false
  slipway.jobs.set(job.id, job)
  if (known?.state.state !== job.state.state) slipway.changes++
  return true
}

/** Something in the ledger changed that screens should read again. */
export function somethingChanged(): void {
  slipway.changes++
}

/** A project was added or edited; it becomes the one shown. */
export async function showProject(project: Project): Promise<void> {
  const known = slipway.projects.some((other) => other.id === project.id)
  slipway.projects = known
    ? slipway.projects.map((other) => (other.id === project.id ? project : other))
    : [...slipway.projects, project]
  slipway.changes++
  await savePreferences({ project_id: project.id })
}

/** A project was removed; the next one is shown, or the first start. */
export async function dropProject(projectId: string): Promise<void> {
  slipway.projects = slipway.projects.filter((project) => project.id !== projectId)
  slipway.changes++
  if (slipway.preferences.project_id === projectId) {
    await savePreferences({ project_id: slipway.projects[0]?.id ?? null })
  }
}

/** Keeps a preference; it holds at once and is undone if it cannot be kept. */
export async function savePreferences(changed: Partial<Preferences>): Promise<void> {
  const before = slipway.preferences
  slipway.preferences = { ...before, ...changed }
  try {
    await backend.actionSavePreferences(slipway.preferences)
  } catch (thrown) {
    slipway.preferences = before
    throw thrown
  }
}

/** The user has read what became of a job. */
export async function dismissJob(jobId: string): Promise<void> {
  slipway.interrupted = slipway.interrupted.filter((job) => job.id !== jobId)
  slipway.jobs.delete(jobId)
  slipway.changes++
  await backend.actionDismissJob(jobId)
}

/** Shows what went wrong above whatever is open; the same thing only once. */
export function tellFault(thrown: unknown): void {
  const fault = asFault(thrown)
  slipway.faults = [fault, ...slipway.faults.filter((other) => other.code !== fault.code)].slice(0, 3)
}

export function dismissFault(fault: Fault): void {
  slipway.faults = slipway.faults.filter((other) => other !== fault)
}

/** Back to the state before anything was asked; for tests, which share one window. */
export function forget(): void {
  slipway.ready = false
  slipway.startFault = null
  slipway.ledgerFault = null
  slipway.withoutHistory = false
  slipway.projects = []
  slipway.preferences = { theme: 'system', person: '', project_id: null }
  slipway.interrupted = []
  slipway.openRestore = null
  slipway.faults = []
  slipway.jobs.clear()
  slipway.trail = [{ screen: 'home' }]
}
