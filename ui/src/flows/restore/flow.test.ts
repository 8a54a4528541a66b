import { describe, expect, it } from 'vitest'
import { fakeBackend } from '../../backend/fake'
import type { ScenarioName } from '../../backend/fake'
import type { RestoreView } from '../../backend/interface'
import { fromInput, localInput } from '../../format'
import {
  actsOn,
  clockState,
  fromGigabytes,
  hindrances,
  left,
  rail,
  secondPress,
  startStep,
  stepAfter,
  stepBefore,
  steps,
} from './flow'
import { freeName } from './names'
import { linesOf } from './tree.svelte'

const start = Date.parse('2026-11-20T13:20:00Z')

async function view(scenario: ScenarioName): Promise<RestoreView> {
  const backend = fakeBackend({ scenario, clock: 'steps', start })
  const [row] = await backend.queryRestores((await backend.queryStart()).preferences.project_id!)
  return backend.queryRestore(row!.id)
}

const ways = (told: RestoreView, step: Parameters<typeof hindrances>[1]) =>
  hindrances(told, step, start).map((one) => (one.is === 'first' ? one.step : one.is))

describe('the way through a restore', () => {
  it('is the Portal’s own, and every step has a neighbour on each side but the ends', () => {
    expect(stepBefore('restore-point')).toBeNull()
    expect(stepAfter('close')).toBeNull()
    for (const step of steps.slice(1)) expect(stepAfter(stepBefore(step)!)).toBe(step)
  })

  it('shows the environment a step acts on, which need not be the one it was begun for', async () => {
    const told = await view('restore-done')
    expect(actsOn(told, 'restore-to-environment', null)).toBe('qa')
    expect(actsOn(told, 'restore-to-environment', 'prod')).toBe('prod')
    expect(actsOn(told, 'transfer', 'prod')).toBeNull()
    const pressed = await view('restore-pressed')
    const press = { ...pressed.session.presses[0]!, env: 'uat' }
    const elsewhere = { ...pressed, session: { ...pressed.session, presses: [press] } }
    expect(actsOn(elsewhere, 'verify', 'prod')).toBe('uat')
  })

  it('begins at the first step that is not done, or where one asks to', async () => {
    expect(startStep(await view('restore-started'))).toBe('create-session')
    expect(startStep(await view('restore-done'))).toBe('restore-to-environment')
    expect(startStep(await view('restore-done'), 'files')).toBe('files')
  })

  it('shows every step in the rail, with what is done and where one is', async () => {
    const shown = rail(await view('restore-links'), 'database', start)
    expect(shown.map((one) => one.id)).toEqual(steps)
    expect(shown.slice(0, 4).map((one) => one.state)).toEqual(['done', 'done', 'done', 'current'])
  })
})

describe('what stands in the way', () => {
  it('is the step that comes before', async () => {
    expect(ways(await view('restore-started'), 'get-access')).toEqual(['create-session'])
    expect(ways(await view('restore-links'), 'check')).toEqual(['database'])
    expect(ways(await view('restore-ready'), 'restore-to-environment')).toEqual(['transfer'])
    expect(ways(await view('restore-ready'), 'transfer')).toEqual([])
  })

  it('is a check that says it will not work', async () => {
    expect(ways(await view('restore-collisions'), 'transfer')).toEqual(['will-not-work'])
  })

  it('is a transfer while something it needs would be changed', async () => {
    const moving = await view('restore-transfer')
    expect(ways(moving, 'database')).toEqual(['transferring'])
    expect(ways(moving, 'close')).toEqual(['transferring'])
    expect(ways(moving, 'transfer')).toEqual([])
  })

  it('is the end of a clock', async () => {
    const told = await view('restore-created')
    const week = Date.parse(told.clocks!.upload_until)
    expect(hindrances(told, 'get-access', week)).toEqual([{ is: 'upload-time-over' }])
    const sent = await view('restore-done')
    expect(hindrances(sent, 'restore-to-environment', Date.parse(sent.clocks!.restore_until))).toEqual([
      { is: 'session-over' },
    ])
  })

  it('is nobody having said how a restore ended', async () => {
    expect(ways(await view('restore-pressed'), 'close')).toEqual(['under-way'])
  })

  it('is that the session was closed, but for looking at what was done', async () => {
    const closed = await view('restore-closed')
    expect(ways(closed, 'revoke-access')).toEqual([])
    expect(ways(closed, 'transfer')).toEqual([])
    const unsent = closed.steps.map((one) => (one.step === 'transfer' ? { ...one, state: 'later' as const } : one))
    expect(ways({ ...closed, steps: unsent }, 'transfer')).toEqual(['closed'])
  })
})

describe('a second press of Restore to environment', () => {
  it('is warned of while the first is under way, wherever it goes', async () => {
    const told = await view('restore-pressed')
    expect(secondPress(told, 'uat')).toMatchObject({ env: 'qa', underWay: true })
  })

  it('is warned of in the same environment, and not in another, once the first has ended', async () => {
    const told = await view('restore-closed')
    expect(secondPress(told, 'qa')).toMatchObject({ env: 'qa', underWay: false })
    expect(secondPress(told, 'uat')).toBeNull()
  })
})

describe('clocks and figures', () => {
  it('a clock is fine, ending within a day, or over', () => {
    const until = '2026-11-27T12:00:00Z'
    const at = Date.parse(until)
    expect(clockState(until, at - 25 * 3_600_000)).toBe('fine')
    expect(clockState(until, at - 23 * 3_600_000)).toBe('ending')
    expect(clockState(until, at)).toBe('over')
    expect(left(until, at - (26 * 60 + 5) * 60_000)).toEqual({ days: 1, hours: 2, minutes: 5 })
  })

  it('a local time survives the field it is typed into', () => {
    const at = Date.parse('2026-11-20T14:20:00Z')
    expect(fromInput(localInput(at))).toBe('2026-11-20T14:20:00Z')
    expect(fromInput('')).toBeNull()
  })

  it('gigabytes are read with a point or a comma, and nonsense is not', () => {
    expect(fromGigabytes('12,5')).toBe(12_500_000_000)
    expect(fromGigabytes(' 20 ')).toBe(20_000_000_000)
    for (const text of ['', 'much', '-3', '0']) expect(fromGigabytes(text)).toBeNull()
  })

  it('a name that is proposed is lower case and another one', () => {
    expect(freeName('Logo.PNG')).toBe('logo-2.png')
    expect(freeName('README')).toBe('readme-2')
  })
})

it('a tree draws open folders only, and says how many more there are', () => {
  const file = (name: string) => ({ name, is_folder: false, files: 1, bytes: 1 })
  const folder = (name: string) => ({ name, is_folder: true, files: 2, bytes: 2 })
  const levels = new Map([
    ['', { nodes: [folder('default'), folder('forms')], total: 2, loading: false }],
    ['default', { nodes: [file('a.jpg')], total: 3, loading: false }],
  ])
  const lines = linesOf('', 0, levels, new Set(['', 'default']))
  expect(lines.map((line) => [line.path, line.depth])).toEqual([
    ['default', 0],
    ['default/a.jpg', 1],
    ['default', 1],
    ['forms', 0],
  ])
  expect(lines[2]).toEqual({ is: 'more', path: 'default', depth: 1, left: 2 })
})
