/**
 * A backend that follows a script: for `vite dev`, the browser tests and the screenshots. It is
 * typed against the same interface as the engine's and answers from a small world of its own.
 *
 * In a browser the address chooses the story: `?scenario=upload-lost`, `&clock=steps` (time stands
 * still until `slipwayStage.advance`), `&speed=10`, `&file=warnings` (what the file dialog gives),
 * `&fault=token-refused` (how uploads end), `&compare=code` (what two packages come to).
 */
import type { Backend } from '../interface'
import { Clock } from './clock'
import type { ComparePlot } from './compare'
import { calm, type Plot } from './plot'
import { questions } from './questions'
import { type SampleName, samples } from './samples'
import { type Scenario, type ScenarioName, scenarios } from './scenarios'
import { Stage } from './stage'
import { World } from './world'

export type { ScenarioName } from './scenarios'
export type { SampleName } from './samples'

export type FakeOptions = {
  scenario?: ScenarioName
  plot?: Partial<Plot>
  /** `steps`: time passes only through `stage.advance`. */
  clock?: 'real' | 'steps'
  speed?: number
  /** Milliseconds since 1970 at which the story begins; now unless given. */
  start?: number
}

export type FakeBackend = Backend & { stage: Stage }

export function fakeBackend(options: FakeOptions = fromAddress()): FakeBackend {
  const scenario: Scenario = scenarios[options.scenario ?? 'work']
  const clock = new Clock(options.start ?? Date.now())
  const world = new World(clock, { ...calm, ...scenario.plot, ...options.plot })
  scenario.setUp(world)
  const stage = new Stage(world)
  if (options.clock !== 'steps') clock.follow(options.speed ?? 1)
  if (typeof window !== 'undefined') window.slipwayStage = stage
  return {
    ...stage.noting(questions(world)),
    on: async (event, listener) => world.on(event, listener),
    stage,
  }
}

function fromAddress(): FakeOptions {
  if (typeof location === 'undefined') return { clock: 'steps' }
  const asked = new URLSearchParams(location.search)
  const scenario = asked.get('scenario')
  const file = asked.get('file')
  const code = asked.get('fault')
  const compares = asked.get('compare') as ComparePlot | null
  return {
    ...(scenario && scenario in scenarios ? { scenario: scenario as ScenarioName } : {}),
    plot: {
      ...(file && file in samples ? { files: [file as SampleName] } : {}),
      ...(compares ? { compares } : {}),
      ...(code ? { upload: { goes: 'wrong', code, at: Number(asked.get('at') ?? 0.3) } } : {}),
    },
    clock: asked.get('clock') === 'steps' ? 'steps' : 'real',
    speed: Number(asked.get('speed') ?? 1) || 1,
  }
}

declare global {
  interface Window {
    /** Where tests and screenshots direct the scripted world. */
    slipwayStage?: Stage
  }
}
