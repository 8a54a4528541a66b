import { fault } from './faults'
import { remember } from './history'
import type { Plot } from './plot'
import { releaseScenarios } from './release-scenarios'
import { releaseWatchScenarios } from './release-watch-scenarios'
import { restoreScenarios } from './restore-scenarios'
import { dancingGoat, environment, practiceProject } from './projects'
import { type Sample, samples } from './samples'
import { watch } from './watch'
import { World } from './world'

/** How a story begins and how it goes on. */
export type Scenario = {
  plot?: Partial<Plot>
  setUp: (world: World) => void
}

const HOUR = 3_600_000

/** A project in daily use: what most screens look like most of the time. */
export function atWork(world: World): void {
  world.projects = [dancingGoat, practiceProject]
  world.preferences = { ...world.preferences, project_id: dancingGoat.id }
  for (const project of world.projects) {
    world.tokens.set(project.id, {
      state: 'saved',
      last4: project.practice ? 'tice' : 'Qx7e',
      saved_at: world.clock.moment(-9 * 24 * HOUR),
    })
  }
  remember(world, 64, [lastWeek, lastMonth])
  const older = world.keep(lastMonth, true, world.clock.moment(-21 * 24 * HOUR))
  const newer = world.keep(lastWeek, true, world.clock.moment(-6 * 24 * HOUR))
  world.keep(samples.warnings, true, world.clock.moment(-20 * HOUR))
  const told = world.place(older, dancingGoat.id, 'prod', 'told', world.clock.moment(-15 * 24 * HOUR))
  told.downtime_ms = null
  world.place(newer, dancingGoat.id, 'uat', 'sent', world.clock.moment(-4 * 24 * HOUR))
  const measured = world.place(newer, dancingGoat.id, 'qa', 'measured', world.clock.moment(-5 * 24 * HOUR))
  measured.downtime_ms = 221_000
}

const lastWeek: Sample = {
  ...samples.ready,
  fileName: 'DancingGoat-1.0.0-202611140730.zip',
  sha256: '2b7e10c4d5f34a6b8c0915e7f2a1d3b4968c7e05f1a2b3c4d5e6f708192a3b4c',
  facts: {
    ...samples.ready.facts,
    repository_hash: '91aa03beb6a94dd2a1c27f5b9e03d8d4c2d7719b0f5be2d86f1a90c3e47b21aa',
    build_number: '1.0.0-202611140730+03e1f2a45741be89162eaf04f1895f8d33e26a12',
    built_at: '2026-11-14T07:30:00Z',
    size: 181_904_220,
  },
}

const lastMonth: Sample = {
  ...samples.ready,
  fileName: 'DancingGoat-1.0.0-202610301410.zip',
  sha256: '77d0c3a1be5f4e2d9a8b7c6d5e4f30211f0e9d8c7b6a594837261504f3e2d1c0',
  facts: {
    ...samples.ready.facts,
    build_number: '1.0.0-202610301410+b6a1cd775741be89162eaf04f1895f8d33e26a12',
    built_at: '2026-10-30T14:10:00Z',
    code_version: { value: '31.5.0', source: 'DancingGoat.deps.json' },
    size: 179_552_008,
  },
}

function withPackage(world: World) {
  atWork(world)
  return world.keep(samples.ready)
}

function token(world: World, state: 'none' | 'locked' | 'unavailable'): void {
  withPackage(world)
  world.tokens.set(dancingGoat.id, { state, last4: null, saved_at: null })
}

/** An upload row of the current project, as an earlier session left it. */
function uploadRow(world: World, env = 'qa') {
  const kept = withPackage(world)
  return world.start({
    kind: 'upload',
    project_id: dancingGoat.id,
    env,
    package: samples.ready.sha256,
    phase: 'sending',
    total: samples.ready.facts.size,
    params: {
      file_name: samples.ready.fileName,
      build_number: samples.ready.facts.build_number!,
      package_id: kept.id,
      whole_body_sent: 'false',
    },
    started_at: world.clock.moment(-26 * 60_000),
  })
}

export const scenarios = {
  /** Nobody was here before. */
  'first-start': { setUp: () => {} },

  /** A real project and the practice project in daily use. */
  work: { setUp: atWork },

  /** Only the practice project, looked at. */
  practice: {
    setUp: (world) => {
      atWork(world)
      world.preferences = { ...world.preferences, project_id: practiceProject.id }
    },
  },

  /** A project that was connected a minute ago. */
  fresh: {
    setUp: (world) => {
      world.projects = [dancingGoat]
      world.preferences = { ...world.preferences, project_id: dancingGoat.id }
      world.tokens.set(dancingGoat.id, {
        state: 'saved',
        last4: 'Qx7e',
        saved_at: world.clock.moment(-60_000),
      })
      world.write('project-added', { project: dancingGoat })
    },
  },

  /** An inspected package waits to be shipped. */
  inspected: { setUp: withPackage },

  warnings: { plot: { files: ['warnings'] }, setUp: atWork },
  /** Restore mode Full: what the package lacks is deleted in the target. */
  'full-restore': { plot: { files: ['full'] }, setUp: atWork },
  'will-not-work': { plot: { files: ['will-not-work'] }, setUp: atWork },
  hostile: { plot: { files: ['hostile'] }, setUp: atWork },
  'long-names': {
    plot: { files: ['long-name'] },
    setUp: (world) => {
      atWork(world)
      world.keep(samples['long-name'])
      world.projects = [
        {
          ...dancingGoat,
          name: 'Contoso International Corporate Website and Customer Self-Service Portal (EMEA, APAC)',
          environments: [
            ...dancingGoat.environments.slice(0, 2),
            environment('load-and-penetration-testing', 'Load and penetration testing', null),
            ...dancingGoat.environments.slice(2),
          ],
        },
        practiceProject,
      ]
    },
  },

  'no-token': { setUp: (world) => token(world, 'none') },
  'locked-keychain': {
    plot: { keychain: 'locked' },
    setUp: (world) => token(world, 'locked'),
  },
  /** A laptop behind a company’s proxy. */
  troubled: {
    plot: { aid: 'troubled', keychain: 'locked' },
    setUp: atWork,
  },
  'no-keychain': {
    plot: { keychain: 'unavailable' },
    setUp: (world) => token(world, 'unavailable'),
  },

  developer: {
    setUp: (world) => {
      withPackage(world)
      world.projects = [{ ...dancingGoat, role: 'developer' }, practiceProject]
    },
  },

  /** The same bytes went to QA two hours ago. */
  'sent-before': {
    setUp: (world) => {
      const kept = withPackage(world)
      world.place(kept, dancingGoat.id, 'qa', 'sent', world.clock.moment(-2 * HOUR))
    },
  },

  'file-gone': {
    setUp: (world) => {
      withPackage(world).stillThere = false
    },
  },

  /** Every upload is sent whole and never answered. */
  'upload-lost': { plot: { upload: { goes: 'lost' } }, setUp: withPackage },

  /** Every upload arrives while the disk is full. */
  'upload-unwritten': { plot: { upload: { goes: 'unwritten' } }, setUp: withPackage },

  /** An earlier session's answer was lost; the question is still open. */
  'answer-lost': {
    setUp: (world) => {
      const job = uploadRow(world)
      world.change(job.id, {
        state: { state: 'waiting', waiting_for: 'look-in-portal' },
        phase: 'waiting-for-answer',
        done: job.total,
        params: { ...(job.params as Record<string, string>), whole_body_sent: 'true' },
      })
    },
  },

  /** Slipway ended while it sent. */
  interrupted: {
    setUp: (world) => {
      const job = uploadRow(world)
      world.end(job.id, { state: 'interrupted' }, { done: Math.round(job.total * 0.61) })
      world.write('upload-interrupted', {
        project: dancingGoat,
        env: 'qa',
        sha256: job.package,
        params: { file_name: job.params['file_name'] ?? '' },
      })
      world.interrupted = [job.id]
    },
  },

  /** Slipway ended while a package was being built. */
  'build-interrupted': {
    setUp: (world) => {
      atWork(world)
      const job = world.start({
        kind: 'build',
        phase: 'packing',
        total: 603_000_000,
        params: { file_name: 'DancingGoat-1.0.0-202611201310.zip', folder_name: 'dancing-goat', lines: '64' },
        started_at: world.clock.moment(-31 * 60_000),
      })
      world.end(job.id, { state: 'interrupted' }, { done: 241_000_000 })
      world.interrupted = [job.id]
    },
  },

  /** Slipway ended when everything was sent and nothing had come back. */
  'interrupted-late': {
    setUp: (world) => {
      const job = uploadRow(world)
      world.end(
        job.id,
        { state: 'interrupted' },
        {
          done: job.total,
          phase: 'waiting-for-answer',
          params: { ...(job.params as Record<string, string>), whole_body_sent: 'true' },
        },
      )
      world.interrupted = [job.id]
    },
  },

  /** An upload runs already when the window opens. */
  'under-way': {
    setUp: (world) => {
      const job = uploadRow(world)
      const stop = world.clock.every(200, () => {
        const { done, total } = world.job(job.id)
        const next = Math.min(total, done + 2_000_000)
        world.change(job.id, {
          done: next,
          speed: 10_000_000,
          eta_s: Math.ceil((total - next) / 10_000_000),
        })
        if (next < total) return
        stop()
        world.change(job.id, { phase: 'waiting-for-answer', speed: null, eta_s: null })
      })
    },
  },

  maintenance: {
    plot: { upload: { goes: 'waiting', ms: 90_000, code: 'portal-maintenance' } },
    setUp: withPackage,
  },

  'token-refused': {
    plot: { upload: { goes: 'wrong', code: 'token-refused', at: 0.01 } },
    setUp: withPackage,
  },
  'clock-off': {
    plot: {
      upload: { goes: 'wrong', code: 'token-refused', at: 0.01, params: { clock_off_minutes: '-42' } },
    },
    setUp: withPackage,
  },
  forbidden: {
    plot: { upload: { goes: 'wrong', code: 'role-not-enough', at: 0.01 } },
    setUp: withPackage,
  },
  'too-large': {
    plot: { upload: { goes: 'wrong', code: 'package-too-large-for-portal', at: 0.99 } },
    setUp: withPackage,
  },
  busy: {
    plot: { upload: { goes: 'wrong', code: 'portal-busy', at: 0.01 } },
    setUp: withPackage,
  },
  'maintenance-lasts': {
    plot: { upload: { goes: 'wrong', code: 'portal-maintenance', at: 0.01 } },
    setUp: withPackage,
  },
  'own-certificate': {
    plot: { upload: { goes: 'wrong', code: 'tls-untrusted', at: 0 } },
    setUp: withPackage,
  },
  proxy: {
    plot: { upload: { goes: 'wrong', code: 'proxy-asks-for-password', at: 0 } },
    setUp: withPackage,
  },
  'network-lost': {
    plot: { upload: { goes: 'wrong', code: 'connection-broken', at: 0.42 } },
    setUp: withPackage,
  },
  'file-changed': {
    plot: { upload: { goes: 'wrong', code: 'file-changed', at: 0.3 } },
    setUp: withPackage,
  },

  'no-site': {
    setUp: (world) => {
      withPackage(world)
      world.projects = [
        {
          ...dancingGoat,
          environments: dancingGoat.environments.map((one) => ({ ...one, site: null })),
        },
        practiceProject,
      ]
    },
  },
  'no-outage': { plot: { site: 'no-outage' }, setUp: withPackage },
  'nothing-seen': { plot: { site: 'nothing' }, setUp: withPackage },
  'stays-offline': { plot: { site: 'stays-offline' }, setUp: withPackage },
  'back-as-before': { plot: { site: 'as-before' }, setUp: withPackage },
  'back-unclear': { plot: { site: 'unclear' }, setUp: withPackage },

  /** A watch that began in an earlier screen. */
  watching: {
    setUp: (world) => {
      const job = uploadRow(world)
      const params = { ...(job.params as Record<string, string>), whole_body_sent: 'true', status: '200' }
      world.end(job.id, { state: 'succeeded' }, { done: job.total, params })
      world.place(world.package(job.params['package_id']!), dancingGoat.id, 'qa', 'sent')
      watch(world, job.id)
    },
  },

  /** A hundred thousand lines and four hundred packages. */
  many: {
    setUp: (world) => {
      atWork(world)
      remember(world, 100_000, [lastWeek, lastMonth, samples.warnings])
      for (let at = 0; at < 400; at++) {
        const stamp = `2026${String(1 + (at % 10)).padStart(2, '0')}${String(1 + (at % 28)).padStart(2, '0')}`
        const from = [samples.ready, samples.warnings, samples['will-not-work']][at % 3]!
        world.keep(
          {
            ...from,
            fileName: `DancingGoat-1.0.${at}-${stamp}0812.zip`,
            sha256: world.random.hex(64),
            facts: {
              ...from.facts,
              build_number: `1.0.${at}-${stamp}0812`,
              size: from.facts.size - at * 137_011,
            },
          },
          true,
          world.clock.moment(-(at + 30) * 5 * HOUR),
        )
      }
    },
  },

  'broken-chain': {
    setUp: (world) => {
      atWork(world)
      world.brokenAt = 41
    },
  },

  'ledger-newer': {
    setUp: (world) => {
      world.ledgerFault = fault('ledger-newer', { version: '9', known: '6' })
    },
  },

  'ledger-damaged': {
    setUp: (world) => {
      world.ledgerFault = fault('ledger-damaged')
    },
  },

  'practice-does-not-start': { plot: { practice: 'does-not-start' }, setUp: () => {} },

  ...releaseScenarios,
  ...releaseWatchScenarios,
  ...restoreScenarios,
} satisfies Record<string, Scenario>

export type ScenarioName = keyof typeof scenarios
