import { describe, expect, it } from 'vitest'
import type { Job, JobState } from '../../backend/interface'
import { begin, type Flow, type FlowEvent, next, nothingKept, type Place, type Step } from './flow'
import { rail } from './rail'

const folder = { handle: 'f1', name: 'dancing-goat' }
const kept = { folder, chosen: { zeroDowntime: true }, output: null, buildId: 'b1' }

/** One flow at every place. */
const places: Record<Place, Flow> = {
  folder: { at: 'folder', kept },
  picture: { at: 'picture', folder, kept },
  parts: { at: 'parts', folder, kept },
  options: { at: 'options', folder, kept },
  review: { at: 'review', folder, kept },
  build: { at: 'build', buildId: 'b1', kept },
  package: { at: 'package', buildId: 'b1', kept },
}

const everywhere = (to: Place) =>
  Object.fromEntries(Object.keys(places).map((place) => [place, to])) as Record<Place, Place>

const events = {
  'folder-chosen': { is: 'folder-chosen', folder: { handle: 'f2', name: 'other' } },
  'another-folder': { is: 'another-folder' },
  'asked-for-parts': { is: 'asked-for-parts' },
  'asked-for-options': { is: 'asked-for-options' },
  'asked-to-review': { is: 'asked-to-review' },
  chose: { is: 'chose', chosen: { keepProductVersion: true } },
  'output-chosen': { is: 'output-chosen', output: { handle: 'o1', file_name: 'a.zip', folder: '/builds' } },
  started: { is: 'started', buildId: 'b2' },
  made: { is: 'made' },
  again: { is: 'again' },
  back: { is: 'back' },
} satisfies Record<Exclude<FlowEvent['is'], 'went'>, FlowEvent>

/** Where each event leads from each place; what is not listed changes nothing. */
const table: Record<keyof typeof events, Partial<Record<Place, Place>>> = {
  'folder-chosen': everywhere('picture'),
  'another-folder': everywhere('folder'),
  'asked-for-parts': { picture: 'parts' },
  'asked-for-options': { parts: 'options', review: 'options' },
  'asked-to-review': { options: 'review' },
  chose: {},
  'output-chosen': {},
  started: everywhere('build'),
  made: { build: 'package' },
  again: { build: 'review' },
  back: {
    picture: 'folder',
    parts: 'picture',
    options: 'parts',
    review: 'options',
    build: 'review',
    package: 'build',
  },
}

describe('the way from a folder to a package', () => {
  for (const [name, event] of Object.entries(events)) {
    for (const [place, flow] of Object.entries(places)) {
      const to = table[name as keyof typeof events][place as Place] ?? place
      it(`${name} at ${place} leads to ${to}`, () => expect(next(flow, event).at).toBe(to))
    }
  }

  it('going back and forth keeps what was chosen', () => {
    const there = next(next(places.options, { is: 'back' }), { is: 'back' })
    const again = next(next(there, { is: 'asked-for-parts' }), { is: 'asked-for-options' })
    expect(again).toEqual(places.options)
  })

  it('another folder begins with nothing chosen', () => {
    const flow = next(places.review, events['folder-chosen'])
    expect(flow.kept).toEqual({ ...nothingKept, folder: events['folder-chosen'].folder })
  })

  it('what is chosen adds to what was chosen before', () => {
    expect(next(places.options, events.chose).kept.chosen).toEqual({ zeroDowntime: true, keepProductVersion: true })
  })

  it('the place a package is written to is asked for anew for the next build', () => {
    const ready = next(places.review, events['output-chosen'])
    expect(ready.kept.output?.file_name).toBe('a.zip')
    expect(next(ready, events.started).kept.output).toBeNull()
  })

  it('a step of the rail cannot be gone to before there is something to show', () => {
    const empty = begin()
    for (const step of ['parts', 'options', 'review'] as const) {
      expect(next(empty, { is: 'went', step }).at).toBe('folder')
    }
    for (const step of ['build', 'package'] as const) expect(next(empty, { is: 'went', step })).toBe(empty)
  })

  it('every step of the rail is gone back to where it was left', () => {
    const steps: Step[] = ['parts', 'options', 'review', 'build', 'package']
    for (const step of steps) expect(next(places.package, { is: 'went', step }).at).toBe(step)
    expect(next(places.package, { is: 'went', step: 'folder' }).at).toBe('picture')
  })
})

describe('the flow begins', () => {
  it('at the question for a folder', () => expect(begin().at).toBe('folder'))

  it('at the folder that was dropped', () => expect(begin({ folder })).toMatchObject({ at: 'picture', folder }))

  it('where it was left', () => {
    expect(begin({}, { kept, step: 'options' })).toEqual(places.options)
  })

  it('with what was chosen for the same folder, and with nothing for another one', () => {
    expect(begin({ folder }, { kept, step: 'review' }).kept.chosen).toEqual({ zeroDowntime: true })
    const other = begin({ folder: { handle: 'f9', name: 'dancing-goat' } }, { kept, step: 'review' })
    expect(other.kept.chosen).toEqual({})
  })

  it.each([
    [{ state: 'running' }, 'build'],
    [{ state: 'interrupted' }, 'build'],
    [{ state: 'cancelled' }, 'build'],
    [{ state: 'succeeded' }, 'package'],
  ] satisfies [JobState, Place][])('at a build that is %j at %s', (state, at) => {
    expect(begin({ job: { ...job, state } }).at).toBe(at)
  })
})

describe('the rail', () => {
  it('marks what is done, what is current and what is ahead', () => {
    expect(rail(places.options, false).map(({ state }) => state)).toEqual([
      'done',
      'done',
      'current',
      'ahead',
      'ahead',
      'ahead',
    ])
  })

  it('marks a build that made nothing', () => {
    expect(rail(places.build, true)[4]).toEqual({ id: 'build', state: 'problem' })
  })
})

const job: Job = {
  id: 'b7',
  kind: 'build',
  project_id: null,
  env: null,
  package: null,
  state: { state: 'running' },
  phase: 'packing',
  done: 0,
  total: 0,
  speed: null,
  eta_s: null,
  params: {},
  started_at: '2026-11-20T10:00:00Z',
  updated_at: '2026-11-20T10:00:00Z',
  revision: 1,
}
