import type { LinkView } from '../interface'
import { dancingGoat } from './projects'
import { keepLinks } from './restore'
import { databases } from './restore-samples'
import { startTransfer, summary } from './restore-transfer'
import { type KeptRestore, newRestore, noChoices, type RestorePlot, restoresOf, viewOf } from './restore-world'
import { atWork, type Scenario } from './scenarios'
import { watchRestored } from './restore-watch'
import type { World } from './world'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** How far a story's restore is when the window opens. */
type Begun = 'begun' | 'started' | 'created' | 'linked' | 'chosen' | 'sent' | 'pressed' | 'closed'
const order: Begun[] = ['begun', 'started', 'created', 'linked', 'chosen', 'sent', 'pressed', 'closed']

type Told = { until: Begun; age?: number; target?: string; expiresIn?: number; pointName?: string; plot?: Partial<RestorePlot> }

function link(world: World, container: string, expiresIn: number): LinkView {
  const expires = world.clock.moment(expiresIn)
  return {
    host: 'kxprestore7f21.blob.core.windows.net',
    container,
    allows: ['read', 'write', 'list'],
    missing: [],
    addresses: null,
    starts: world.clock.moment(-HOUR),
    expires,
    https_only: true,
    findings: expiresIn <= 0 ? [{ finding: 'expired', at: expires }] : [],
    last4: container.startsWith('d') ? 'k%3D' : 'Zw%3D',
  }
}

function begin(world: World, told: Told): KeptRestore {
  atWork(world)
  const restores = restoresOf(world)
  Object.assign(restores.plot, told.plot)
  const past = newRestore(world, dancingGoat.id, 'qa')
  past.session.started_at = world.clock.moment(-70 * DAY)
  past.session.closed = { at: world.clock.moment(-66 * DAY), given_up: false }
  past.session.presses = [
    { env: 'qa', at: world.clock.moment(-67 * DAY), person: 'Jana Nováková', outcome: { at: world.clock.moment(-67 * DAY + HOUR), works: true } },
  ]
  const restore = newRestore(world, dancingGoat.id, told.target ?? 'qa')
  const { session } = restore
  const age = told.age ?? 22 * HOUR
  const reaches = (step: Begun) => order.indexOf(told.until) >= order.indexOf(step)
  session.started_at = world.clock.moment(-age - HOUR)
  if (reaches('started')) {
    session.restore_point = {
      kind: 'made',
      name: told.pointName ?? 'Before the upgrade restore',
      made_at: world.clock.moment(-2 * HOUR),
      person: 'Jana Nováková',
    }
  }
  if (reaches('created')) session.created_at = world.clock.moment(-age)
  if (reaches('linked')) {
    const expiresIn = told.expiresIn ?? 5 * DAY
    keepLinks(world, session.id, link(world, 'database-7f21', expiresIn), link(world, 'storage-7f21', expiresIn))
    session.access!.at = world.clock.moment(-age + HOUR)
  }
  if (reaches('chosen')) {
    restore.database = { handle: world.random.id(), name: restores.plot.databases[0]! }
    restore.storage = { handle: world.random.id(), name: restores.plot.storage, choices: noChoices() }
    const { facts } = databases[restore.database.name]
    restore.targetVersion = '31.6.2'
    session.database = { file_name: facts.file_name, bytes: facts.size, version: '31.6.2' }
    const storage = viewOf(world, session.id).storage!.check.facts
    session.storage = { name: storage.name, files: storage.files, bytes: storage.bytes }
    restore.there = restores.plot.there
  }
  if (reaches('sent')) {
    const job = startTransfer(world, session.id, null)
    const params = { ...job.params, files_done: job.params['files_total']!, doing: 'verifying' }
    world.change(job.id, { phase: 'verifying', done: job.total, params })
    restore.report = summary(world, world.job(job.id), restores.plot.notSent)
    restore.report.started = world.clock.moment(-3 * HOUR)
    restore.report.ended = world.clock.moment(-2.2 * HOUR)
    world.end(job.id, { state: 'succeeded' })
    session.transfer = { state: 'done', job: job.id, at: world.clock.moment(-2.2 * HOUR), verified: restore.report.all_is_well }
  }
  if (reaches('pressed')) {
    session.presses.push({ env: session.target, at: world.clock.moment(-25 * 60_000), person: 'Jana Nováková', outcome: null })
    watchRestored(world, session.id)
  }
  if (reaches('closed')) {
    session.presses[0]!.outcome = { at: world.clock.moment(-10 * 60_000), works: true }
    session.closed = { at: world.clock.moment(-5 * 60_000), given_up: false }
  }
  return restore
}

const told = (what: Told): Scenario => ({ setUp: (world) => void begin(world, what) })

/** Stopped by its user halfway, so that the rest is still to be sent. */
function stopped(world: World): void {
  const restore = begin(world, { until: 'chosen' })
  const job = startTransfer(world, restore.session.id, null)
  world.change(job.id, { done: Math.round(job.total * 0.31), phase: 'sending' })
  world.end(job.id, { state: 'cancelled' })
  restore.report = { ...summary(world, world.job(job.id), 0), ...halfway(Number(job.params['files_total'])) }
  restore.session.transfer = { state: 'not-yet' }
}

const halfway = (files: number) => {
  const verified = Math.round(files * 0.31)
  return { end: 'stopped' as const, verified, crc64: verified, not_reached: files - verified, all_is_well: false }
}

/** A transfer that has been going for a while, in some weather. */
function moving(network: RestorePlot['network']): Scenario {
  return {
    setUp: (world) => {
      const { session } = begin(world, { until: 'chosen' })
      const job = startTransfer(world, session.id, null)
      const { params } = job
      const files = String(Math.round(Number(params['files_total']) * 0.31))
      world.change(job.id, {
        done: Math.round(job.total * 0.31),
        phase: 'sending',
        params: { ...params, files_done: files, doing: 'sending' },
      })
      restoresOf(world).plot.network = network
    },
  }
}

/** A restore of which something is not at hand any more since Slipway was opened again. */
function lost(what: 'links' | 'files'): Scenario {
  return {
    setUp: (world) => {
      const restore = begin(world, { until: 'chosen' })
      if (what === 'links') restore.links = { database: null, storage: null }
      else for (const part of [restore.database, restore.storage]) if (part) part.handle = null
    },
  }
}

/** A transfer that goes well, with a link that will not last and a computer that may sleep. */
function endingSoon(world: World): void {
  moving('fine').setUp(world)
  for (const job of world.jobs.values()) {
    const params = { ...job.params, awake: 'no', link_ends: world.clock.moment(90_000) }
    if (job.phase === 'sending') world.change(job.id, { params })
  }
}

/** Custom restores, each as far as its name says. */
export const restoreScenarios = {
  'restore-begun': told({ until: 'begun' }),
  'restore-links-gone': lost('links'),
  'restore-files-gone': lost('files'),
  'restore-nothing-there': told({ until: 'chosen', plot: { storage: 'empty' } }),
  'restore-long-names': told({
    until: 'chosen',
    pointName: `Before the restore ${'of the relaunch of the whole group website '.repeat(3)}`,
    plot: { storage: 'long-name', databases: ['long-name'] },
  }),
  'restore-stopped': { setUp: stopped },
  'restore-started': told({ until: 'started' }),
  'restore-created': told({ until: 'created', age: 3 * HOUR }),
  'restore-links': told({ until: 'linked' }),
  'restore-links-expired': told({ until: 'linked', expiresIn: -2 * HOUR }),
  'restore-no-version': told({ until: 'linked', plot: { databases: ['no-version'] } }),
  'restore-cut-short': told({ until: 'linked', plot: { databases: ['cut-short'] } }),
  'restore-collisions': told({ until: 'chosen', plot: { storage: 'collisions' } }),
  'restore-many': told({ until: 'chosen', plot: { storage: 'many' } }),
  'restore-ready': told({ until: 'chosen' }),
  'restore-conflicts': told({
    until: 'chosen',
    plot: {
      there: { database: { bytes: 1_702_000_000, modified: '2026-11-18T08:12:00Z' }, storage_files: 12_398, storage_bytes: 8_390_000_000 },
    },
  }),
  'restore-transfer': moving('fine'),
  'restore-needs-link': moving('link-ends'),
  'restore-link-ends': { setUp: endingSoon },
  'restore-offline': moving('offline'),
  'restore-throttled': moving('throttled'),
  'restore-done': told({ until: 'sent' }),
  'restore-three-missing': told({ until: 'sent', plot: { notSent: 3 } }),
  'restore-prod': told({ until: 'sent', target: 'prod' }),
  'restore-pressed': told({ until: 'pressed' }),
  'restore-closed': told({ until: 'closed' }),
  'restore-clocks': told({ until: 'linked', age: 6 * DAY + 21 * HOUR }),
} satisfies Record<string, Scenario>
