/** Everything the window hears without asking, and what it does about it. */
import { backend, type Fault, type Job, type StopListening } from '../backend'
import { announce } from '../parts/announce.svelte'
import { tellFired } from './fired'
import { notifyEnd } from './notification'
import { takenElsewhere } from './drops'
import { inspect } from './packages'
import { JobSpeech } from './speech'
import { go, heard, slipway, tellFault } from './state.svelte'

/** What the drop overlay and the quit dialog show. */
export const news = $state<{ dragging: number; quitting: Job[] | null }>({
  dragging: 0,
  quitting: null,
})

const speech = new JobSpeech({
  now: () => Date.now(),
  later: (ms, call) => void setTimeout(call, ms),
  say: announce,
  projects: () => slipway.projects,
})

/** Starts listening. Must run before the first question, so that nothing is missed between. */
export async function listen(): Promise<StopListening> {
  const stops = await Promise.all([
    backend.on('jobChanged', (job) => {
      const before = slipway.jobs.get(job.id)
      if (!heard(job)) return
      speech.hear(job)
      notifyEnd(job, before, slipway.projects)
      tellFired(job, before, slipway.projects)
    }),
    backend.on('fileDrag', (drag) => {
      news.dragging = drag.kind === 'over' ? Math.max(1, drag.files) : 0
      if (takenElsewhere(drag)) return
      if (drag.kind === 'dropped') void inspect(drag.file)
      if (drag.kind === 'dropped-folder') go({ screen: 'build', folder: drag.folder })
      if (drag.kind === 'refused') refused(drag.fault)
    }),
    backend.on('quitAsked', (asked) => {
      news.quitting = asked.jobs
    }),
  ])
  return () => stops.forEach((stop) => stop())
}

function refused(fault: Fault): void {
  tellFault(fault)
}
