import type { Entry, HistoryFilter, HistoryPage, Project } from '../interface'
import { Random } from './random'
import type { Sample } from './samples'
import type { World } from './world'

const PEOPLE = ['Jana Nováková', 'Petr Svoboda', 'build-agent-7']

const DAY = 86_400_000

type Scene = { kind: string; wait: number; params?: Record<string, string>; reason?: string }

const SCENES: Scene[][] = [
  [
    { kind: 'package-inspected', wait: 0, params: { verdict: 'ready' } },
    { kind: 'upload-started', wait: 2 },
    { kind: 'upload-accepted', wait: 1 },
    { kind: 'watch-started', wait: 0 },
    { kind: 'deployment-looks-live', wait: 24, params: { downtime_ms: '221000' } },
  ],
  [
    { kind: 'package-inspected', wait: 0, params: { verdict: 'ready-with-warnings' } },
    { kind: 'upload-started', wait: 6 },
    { kind: 'upload-accepted', wait: 2 },
    { kind: 'watch-started', wait: 0 },
    { kind: 'watch-ended-without-change', wait: 45 },
    { kind: 'deployment-told-live', wait: 3 },
  ],
  [{ kind: 'package-inspected', wait: 0, params: { verdict: 'will-not-work' } }],
  [
    { kind: 'package-inspected', wait: 0, params: { verdict: 'ready' } },
    { kind: 'upload-started', wait: 3, reason: 'Checkout is down, fix agreed with the client by phone' },
    { kind: 'upload-answer-lost', wait: 9 },
    { kind: 'upload-told-arrived', wait: 6 },
  ],
]

/**
 * Writes `count` lines of a busy team, oldest first, ending a few hours ago. Its own random
 * numbers: however long the history, the rest of the story stays the same.
 */
export function remember(world: World, count: number, sent: readonly Sample[]): void {
  const random = new Random(count)
  const last = world.clock.now() - 5 * 3_600_000
  const first = last - Math.min(count / 9, 1_600) * DAY
  let scene: Scene[] = []
  let at = first
  let sample = sent[0]!
  let project: Project = world.projects[0]!
  let env = 'qa'
  let person = PEOPLE[0]!
  for (let left = count; left > 0; left--) {
    if (scene.length === 0) {
      scene = [...random.pick(SCENES)]
      sample = random.pick(sent)
      project = random.pick(world.projects)
      env = random.next() > 0.8 ? random.pick(project.environments).key : 'qa'
      person = random.pick(PEOPLE)
      at = Math.max(at, last - ((last - first) * left) / count)
    }
    const line = scene.shift()!
    at += line.wait * 60_000 + random.whole(2, 50) * 1000
    world.write(line.kind, {
      at: new Date(Math.min(at, last)).toISOString().replace(/\.\d{3}Z$/, 'Z'),
      person,
      project: line.kind === 'package-inspected' ? null : project,
      env: line.kind === 'package-inspected' ? null : env,
      sha256: sample.sha256,
      reason: line.reason ?? null,
      params: {
        file_name: sample.fileName,
        ...(sample.facts.build_number ? { build_number: sample.facts.build_number } : {}),
        ...line.params,
      },
    })
  }
}

export function history(world: World, filter: HistoryFilter): HistoryPage {
  const text = filter.text?.trim().toLowerCase() ?? ''
  const matching = (entry: Entry) =>
    (!filter.project_id || entry.project_id === filter.project_id) &&
    (!filter.env || entry.env === filter.env) &&
    (!filter.kind || entry.kind === filter.kind) &&
    (text === '' || JSON.stringify(entry).toLowerCase().includes(text))
  const found = world.entries.filter(matching)
  const before = filter.before ?? Number.POSITIVE_INFINITY
  return {
    entries: found
      .filter((entry) => entry.seq < before)
      .slice(-(filter.limit ?? 200))
      .reverse(),
    total: found.length,
    chain: world.brokenAt
      ? { state: 'broken', at: world.brokenAt }
      : { state: 'whole', entries: world.entries.length },
    kinds: [...new Set(world.entries.map((entry) => entry.kind))].sort(),
  }
}
