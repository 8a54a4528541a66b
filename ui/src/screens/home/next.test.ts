import { describe, expect, test } from 'vitest'
import type {
  EnvironmentCard,
  Job,
  JobState,
  KnownBy,
  Pipeline,
  Placement,
  TokenState,
} from '../../backend/interface'
import { withLiveJobs } from './merge'
import { nextAction, shownJobs } from './next'

function job(state: JobState, kind: Job['kind'] = 'upload', id = 'j', revision = 1): Job {
  return {
    id,
    kind,
    project_id: 'p',
    env: 'qa',
    package: null,
    state,
    phase: 'sending',
    done: 1,
    total: 2,
    speed: null,
    eta_s: null,
    params: {},
    started_at: '2026-11-20T10:00:00Z',
    updated_at: '2026-11-20T10:00:00Z',
    revision,
  }
}

function placement(known_by: KnownBy): Placement {
  return {
    project_id: 'p',
    env: 'qa',
    sha256: 'ab',
    file_name: 'site.zip',
    build_number: '1.0.0',
    code_version: '31.6.2',
    at: '2026-11-20T10:00:00Z',
    known_by,
    downtime_ms: null,
  }
}

function card(key: string, jobs: Job[] = [], placed: Placement | null = null): EnvironmentCard {
  return {
    environment: {
      key,
      kind: 'qa',
      name: key.toUpperCase(),
      site: null,
      expectation: { path: '/', status: 200, text: null },
    },
    placement: placed,
    jobs,
    last_look: null,
  }
}

function pipeline(cards: EnvironmentCard[], token: TokenState = 'saved'): Pipeline {
  return {
    project: {
      id: 'p',
      name: 'Dancing Goat',
      guid: 'g',
      portal: 'https://xperience-portal.com',
      plan: 'standard',
      role: 'developer',
      environments: cards.map((one) => one.environment),
      practice: false,
      created_at: '2026-11-20T10:00:00Z',
    },
    token: { state: token, last4: null, saved_at: null },
    cards,
  }
}

const lost: JobState = { state: 'waiting', waiting_for: 'look-in-portal' }
const failed: JobState = {
  state: 'failed',
  fault: { code: 'token-refused', params: {}, retry: 'by-user', action: 'replace-token', detail: null },
}

describe('the one next action', () => {
  test('is to look in the Portal when an answer was lost, before anything else', () => {
    const cards = [card('qa', [job({ state: 'running' })]), card('uat', [job(lost)])]
    expect(nextAction(pipeline(cards, 'none'))).toMatchObject({ kind: 'look', card: cards[1] })
  })

  test('is to follow an upload that is under way', () => {
    expect(nextAction(pipeline([card('qa', [job({ state: 'running' })])]))?.kind).toBe('follow')
    const retrying = job({ state: 'waiting', waiting_for: 'retry' })
    expect(nextAction(pipeline([card('qa', [retrying])]))?.kind).toBe('follow')
  })

  test('is to mend what went wrong, unless a newer upload came after it', () => {
    expect(nextAction(pipeline([card('qa', [job(failed)])]))?.kind).toBe('mend')
    const mended = [job({ state: 'succeeded' }, 'upload', 'new'), job(failed, 'upload', 'old')]
    expect(nextAction(pipeline([card('qa', mended)]))?.kind).toBe('first')
  })

  test.each(['none', 'locked', 'unavailable'] as const)('is the token when it is %s', (state) => {
    expect(nextAction(pipeline([card('qa')], state))).toEqual({ kind: 'token', state })
  })

  test('is to see whether a sent package is live, as long as its job can be answered', () => {
    const done = job({ state: 'succeeded' })
    expect(nextAction(pipeline([card('qa', [done], placement('sent'))]))?.kind).toBe('confirm')
    expect(nextAction(pipeline([card('qa', [], placement('sent'))]))?.kind).toBe('newer')
  })

  describe('is to promote what is live in one environment', () => {
    const live = (sha256: string, at: string, known_by: KnownBy = 'measured'): Placement => ({ ...placement(known_by), sha256, at })
    const next = (qa: Placement | null, uat: Placement | null, prod: Placement | null = null) =>
      nextAction(pipeline([card('qa', [], qa), card('uat', [], uat), card('prod', [], prod)]))

    test('and the next one has nothing or something older', () => {
      expect(next(live('new', '2026-11-20T10:00:00Z'), null)).toMatchObject({ kind: 'promote', card: { environment: { key: 'uat' } } })
      const older = live('old', '2026-11-10T10:00:00Z')
      expect(next(live('new', '2026-11-20T10:00:00Z'), older)).toMatchObject({ kind: 'promote', from: { environment: { key: 'qa' } } })
    })

    test('the newest one first', () => {
      const uat = live('new', '2026-11-21T10:00:00Z')
      expect(next(live('newer', '2026-11-20T10:00:00Z'), uat, live('old', '2026-11-01T10:00:00Z'))).toMatchObject({
        kind: 'promote',
        card: { environment: { key: 'prod' } },
      })
    })

    test('but not what nobody has seen live, the same package, or one older than what is there', () => {
      const at = '2026-11-20T10:00:00Z'
      expect(next(live('new', at, 'sent'), null)?.kind).toBe('newer')
      expect(next(live('new', at), live('new', '2026-11-01T10:00:00Z'), live('new', '2026-11-01T10:00:00Z'))?.kind).toBe('everywhere')
      const later = live('fix', '2026-11-22T10:00:00Z', 'sent')
      expect(next(live('new', at), later)?.kind).toBe('newer')
    })
  })

  test('is the next upload where one package runs everywhere, and only where that is known', () => {
    const env = (key: string, known_by: KnownBy) => card(key, [], placement(known_by))
    expect(nextAction(pipeline([env('qa', 'measured'), env('prod', 'told')]))?.kind).toBe('everywhere')
    expect(nextAction(pipeline([env('qa', 'measured'), env('prod', 'sent')]))?.kind).toBe('newer')
  })

  test('is the first upload, and later the next one', () => {
    expect(nextAction(pipeline([card('qa'), card('prod')]))?.kind).toBe('first')
    expect(nextAction(pipeline([card('qa', [], placement('measured'))]))?.kind).toBe('newer')
    expect(nextAction(pipeline([card('qa')], 'this-session'))?.kind).toBe('first')
  })
})

test('a card shows the newest upload and watch, while there is something about them', () => {
  const jobs = [
    job({ state: 'running' }, 'watch', 'w'),
    job({ state: 'succeeded' }, 'upload', 'u2'),
    job(failed, 'upload', 'u1'),
  ]
  expect(shownJobs(card('qa', jobs)).map(({ id }) => id)).toEqual(['w'])
})

test('the newest row of a job wins, whichever way it came', () => {
  const asked = pipeline([card('qa', [job({ state: 'running' }, 'upload', 'j', 4)])])
  const live = new Map([['j', job({ state: 'succeeded' }, 'upload', 'j', 9)]])
  expect(withLiveJobs(asked, live).cards[0]!.jobs[0]!.state.state).toBe('succeeded')
  const late = new Map([['j', job({ state: 'queued' }, 'upload', 'j', 2)]])
  expect(withLiveJobs(asked, late).cards[0]!.jobs[0]!.state.state).toBe('running')
})
