import type { ChosenFile, FigureRow, Figures, LogReading } from '../interface'
import { fault } from './faults'
import type { World } from './world'

class Papers {
  readonly logs = new Map<string, LogReading[]>()
  readonly handles = new Map<string, LogName>()
  /** What the file dialog gives. */
  next: LogName = 'restore-stopped'
  figures: Figures = none
}

export type LogName = 'restore-stopped' | 'nothing-known' | 'fine'

const none: Figures = {
  releases: [],
  deployments_per_month: [],
  lead_time_hours: { median: null, last: null },
  change_failure_percent: null,
  time_to_restore_minutes: { median: null, last: null },
  downtime_minutes: { median: null, last: null },
}

const kept = new WeakMap<World, Papers>()

export function papersOf(world: World): Papers {
  let papers = kept.get(world)
  if (!papers) kept.set(world, (papers = new Papers()))
  return papers
}

/** A log archive was chosen or dropped. */
export function takeInLogs(world: World, name: LogName = papersOf(world).next): ChosenFile {
  const handle = world.random.id()
  papersOf(world).handles.set(handle, name)
  return { handle, file_name: 'deployment-logs-20261120-1431.zip', size: 184_320 }
}

export function readLogs(world: World, releaseId: string, stage: string, handle: string): LogReading {
  const papers = papersOf(world)
  const name = papers.handles.get(handle)
  if (!name) throw fault('handle-not-found')
  const reading: LogReading = {
    id: world.random.id(),
    release_id: releaseId,
    stage,
    file_name: 'deployment-logs-20261120-1431.zip',
    sha256: world.random.hex(64),
    read_at: world.clock.moment(),
    files: [
      { name: 'cd-restore.log', bytes: 91_204, lines: 1_204, kind: 'log' },
      { name: 'deployment.log', bytes: 40_118, lines: 512, kind: 'log' },
      { name: 'manifest.json', bytes: 612, lines: 24, kind: 'other' },
    ],
    findings: findings[name],
    last_step:
      name === 'nothing-known'
        ? null
        : { name: name === 'fine' ? 'Swap slots' : 'Restore CD repository', finished: name === 'fine', line: name === 'fine' ? 508 : 1_187, file: name === 'fine' ? 'deployment.log' : 'cd-restore.log' },
    text_only: name === 'nothing-known',
  }
  papers.logs.set(releaseId, [reading, ...(papers.logs.get(releaseId) ?? [])])
  return reading
}

const findings: Record<LogName, LogReading['findings']> = {
  'restore-stopped': [
    {
      code: 'database-version',
      params: { database: '31.6.1', project: '31.6.2' },
      evidence: [
        {
          file: 'cd-restore.log',
          line: 1_187,
          text: "2026-11-20 14:29:41 The database version '31.6.1' does not match the project version '31.6.2'",
        },
      ],
    },
    {
      code: 'database-timeout',
      params: {},
      evidence: [
        { file: 'cd-restore.log', line: 1_188, text: 'Microsoft.Data.SqlClient.SqlException (0x80131904): Execution Timeout Expired.' },
        { file: 'cd-restore.log', line: 1_189, text: '   at CMS.DataEngine.AbstractDataConnection.HandleError(String queryText, Exception ex)' },
      ],
    },
  ],
  'nothing-known': [],
  fine: [],
}

export function forgetLogs(world: World, releaseId: string, id: string): null {
  const papers = papersOf(world)
  papers.logs.set(releaseId, (papers.logs.get(releaseId) ?? []).filter((one) => one.id !== id))
  return null
}

const DAY = 86_400_000

/** Half a year of releases, one of which had to be rolled back. */
export function halfAYear(world: World): Figures {
  const rows: FigureRow[] = [
    [171, 61, 14, false, null],
    [149, 52, 12, false, null],
    [128, 70, 21, true, 94],
    [101, 44, 9, false, null],
    [83, 47, 11, false, null],
    [61, 30, 0, false, null],
    [38, 28, 8, true, 41],
    [15, 26, 3.7, false, null],
  ].map(([days, lead, down, failed, restored], at) => ({
    release_id: `past-${at}`,
    name: `Release ${at + 1}`,
    to_prod_at: world.clock.moment(-Number(days) * DAY),
    lead_time_hours: Number(lead),
    downtime_ms: Math.round(Number(down) * 60_000),
    failed: failed === true,
    restored_minutes: typeof restored === 'number' ? restored : null,
  }))
  return {
    releases: rows,
    deployments_per_month: ['2026-06', '2026-07', '2026-08', '2026-09', '2026-10', '2026-11'].map((month, at) => ({
      month,
      count: [2, 1, 2, 1, 1, 1][at]!,
    })),
    lead_time_hours: { median: 45.5, last: 26 },
    change_failure_percent: 25,
    time_to_restore_minutes: { median: 67.5, last: 41 },
    downtime_minutes: { median: 10, last: 3.7 },
  }
}
