import type { Questions } from '../interface'
import { takeInFolder } from './build'
import { fault } from './faults'
import type { FolderName } from './folders'
import { takeInDatabase } from './restore'
import type { DatabaseName } from './restore-samples'
import { type RestorePlot, restoresOf } from './restore-world'
import { type SampleName, samples } from './samples'
import type { World } from './world'

/** Where tests and screenshots direct the scripted world from, and see what was asked of it. */
export class Stage {
  /** Names of the commands asked so far, oldest first. */
  readonly asked: string[] = []
  readonly #world: World

  constructor(world: World) {
    this.#world = world
  }

  /** Lets that much time pass at once. */
  advance(ms: number): void {
    this.#world.clock.advance(ms)
  }

  now(): number {
    return this.#world.clock.now()
  }

  /** A file hovers over the window. */
  drag(files = 1): void {
    this.#world.tell('fileDrag', { kind: 'over', files })
  }

  leave(): void {
    this.#world.tell('fileDrag', { kind: 'left' })
  }

  drop(name: SampleName): void {
    const sample = samples[name]
    const handle = this.#world.random.id()
    this.#world.handles.set(handle, sample)
    this.#world.tell('fileDrag', {
      kind: 'dropped',
      file: { handle, file_name: sample.fileName, size: sample.facts.size },
    })
  }

  dropDatabase(name: DatabaseName): void {
    this.#world.tell('fileDrag', { kind: 'dropped', file: takeInDatabase(this.#world, name) })
  }

  /** How restores go from now on. */
  restores(plot: Partial<RestorePlot>): void {
    Object.assign(restoresOf(this.#world).plot, plot)
  }

  dropFolder(name: FolderName): void {
    this.#world.tell('fileDrag', { kind: 'dropped-folder', folder: takeInFolder(this.#world, name) })
  }

  /** What the folder dialog gives from now on, one after the other. */
  chooseFolders(...names: FolderName[]): void {
    this.#world.plot.folders = names
  }

  /** The user closes every dialog that asks for a place. */
  closeDialogs(): void {
    this.#world.plot.folders = []
    this.#world.plot.savesAt = null
  }

  /** How builds end from now on. */
  builds(plot: World['plot']['build']): void {
    this.#world.plot.build = plot
  }

  /** What lies in the folders keeps builds from starting. */
  block(): void {
    this.#world.plot.blocked = true
  }

  refuse(code: string): void {
    this.#world.tell('fileDrag', { kind: 'refused', fault: fault(code) })
  }

  /** What the file dialog gives from now on. */
  choose(name: SampleName): void {
    this.#world.plot.files = [name]
  }

  /** How uploads end from now on. */
  uploads(plot: World['plot']['upload']): void {
    this.#world.plot.upload = plot
  }

  /** The user closed the window. */
  quit(): void {
    const jobs = [...this.#world.jobs.values()].filter((job) =>
      ['queued', 'running', 'waiting'].includes(job.state.state),
    )
    this.#world.tell('quitAsked', { jobs })
  }

  /** Ids of jobs, newest last, for going straight to one. */
  jobs(kind?: string): string[] {
    return [...this.#world.jobs.values()]
      .filter((job) => !kind || job.kind === kind)
      .map((job) => job.id)
  }

  packages(): string[] {
    return [...this.#world.packages.keys()]
  }

  /** The same questions, with each one noted by name. */
  noting(questions: Questions): Questions {
    const noted = Object.entries(questions).map(([name, ask]) => [
      name,
      (...args: unknown[]) => {
        this.asked.push(name)
        return (ask as (...given: unknown[]) => unknown)(...args)
      },
    ])
    return Object.fromEntries(noted) as Questions
  }
}
