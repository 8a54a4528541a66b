import type { Release } from '../interface'
import { dancingGoat } from './projects'
import { followed } from './release-measuring'
import { cutOff, type MonitorPlot, monitorsOf, startMonitor } from './release-monitor'
import { halfAYear, papersOf, readLogs, takeInLogs } from './release-papers'
import { sitesOf, somebodysProbes } from './release-probes'
import { begin } from './release-scenarios'
import { measureParity } from './release-sites'
import { atWork, type Scenario } from './scenarios'
import type { World } from './world'

const MINUTE = 60_000
/** From the press until the half hour begins. */
const BEFORE = 298_000

/** A project whose sites have been looked at for a while. */
function looked(world: World): void {
  atWork(world)
  sitesOf(world).probes.set(dancingGoat.id, ['qa', 'uat', 'prod'].flatMap(somebodysProbes))
}

type Watched = Partial<MonitorPlot> & {
  /** Milliseconds since the press. */
  ago: number
  down?: boolean
  then?: (world: World, release: Release, job: string) => void
}

const watched = ({ ago, down = false, then, ...plot }: Watched): Scenario => ({
  setUp: (world) => {
    looked(world)
    if (down) sitesOf(world).plot.smoke = 'one-down'
    Object.assign(monitorsOf(world).plot, plot)
    const arrived = ago > BEFORE && plot.site !== 'as-before' && plot.site !== 'unclear'
    const release = begin(world, { until: arrived ? 'in-prod' : 'pressed' })
    const prod = release.stages.find((one) => one.kind === 'production')!
    prod.presses[0]!.at = world.clock.moment(-ago)
    if (prod.arrived) prod.arrived.at = world.clock.moment(BEFORE - ago)
    release.features.push({ id: 'search', name: 'New search', planned: '', on_at: world.clock.moment(-MINUTE), on_by: 'Karel Dvořák' })
    const job = startMonitor(world, followed(release, prod.id), ago)
    then?.(world, release, job.id)
  },
})

function called(world: World, release: Release): void {
  const at = world.clock.moment(-6 * MINUTE)
  release.rolled_back = { way: 'restore-point', at, by: 'Jana Nováková', reason: 'The shop takes three times as long as before.', restored_at: null }
}

function over(world: World, release: Release): void {
  const at = world.clock.moment(-MINUTE)
  release.verdict = { kind: 'healthy-with-remarks', at, by: 'Jana Nováková', remarks: 'The first minutes were slow until the caches were warm.' }
  release.retrospective = {
    slowed: 'The content freeze was told to the editors on the day itself.',
    late_alert: '',
    unclear: 'Who reviews the migrations.',
    actions: [
      { id: 'freeze', text: 'Tell the content freeze a week before', owner: null, done: false },
      { id: 'review', text: 'Name a reviewer of the migrations', owner: null, done: true },
    ],
  }
}

export const releaseWatchScenarios = {
  'release-watch-waiting': watched({ ago: 20_000 }),
  'release-watch-offline': watched({ ago: 190_000 }),
  'release-watch-read-only': watched({ ago: 190_000, site: 'read-only' }),
  'release-watch-as-before': watched({ ago: BEFORE + 60_000, site: 'as-before' }),
  'release-watch-unclear': watched({ ago: BEFORE + 3 * MINUTE, site: 'unclear' }),
  'release-watch': watched({ ago: BEFORE + 13 * MINUTE, server: true }),
  'release-watch-slow': watched({ ago: BEFORE + 12.5 * MINUTE, after: 'slow' }),
  'release-watch-before-slow': watched({ ago: BEFORE + 10.5 * MINUTE, after: 'slow' }),
  'release-watch-failing': watched({ ago: BEFORE + 9 * MINUTE, after: 'failing' }),
  'release-watch-smoke-down': watched({ ago: BEFORE + 20_000, down: true }),
  'release-watch-gap': watched({ ago: BEFORE + 17 * MINUTE, sleeps: true }),
  'release-watch-interrupted': watched({ ago: BEFORE + 14 * MINUTE, then: (world, _, job) => cutOff(world, job, 5 * MINUTE) }),
  'release-watch-logs': watched({
    ago: BEFORE + 13 * MINUTE,
    then: (world, release) => void readLogs(world, release.id, 'production:prod', takeInLogs(world).handle),
  }),
  'release-watch-done': watched({ ago: BEFORE + 31 * MINUTE }),
  'release-called': watched({ ago: BEFORE + 20 * MINUTE, after: 'slow', then: called }),
  'release-restored': watched({
    ago: BEFORE + 31 * MINUTE,
    after: 'slow',
    then: (world, release) => {
      called(world, release)
      release.rolled_back!.restored_at = world.clock.moment(-MINUTE)
    },
  }),
  'release-ended': watched({ ago: BEFORE + 40 * MINUTE, then: over }),
  sites: {
    setUp: (world: World) => {
      looked(world)
      measureParity(world, dancingGoat.id, 'uat', 'prod')
    },
  },
  figures: {
    setUp: (world: World) => {
      atWork(world)
      begin(world, { until: 'in-uat' })
      papersOf(world).figures = halfAYear(world)
    },
  },
} satisfies Record<string, Scenario>
