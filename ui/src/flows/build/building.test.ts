import { beforeEach, describe, expect, it } from 'vitest'
import { useBackend } from '../../backend'
import { type FakeBackend, fakeBackend } from '../../backend/fake'
import type { Job, JobState } from '../../backend/interface'
import { folders } from '../../backend/fake/folders'
import { found } from './found'
import { messageAboutEnd, messageToDeveloper, sentenceFor } from './messages'
import { Output } from './output.svelte'
import { counted, phases, standingOf } from './phases'

const job = (phase: string, state: JobState = { state: 'running' }, params: Record<string, string> = {}): Job => ({
  id: 'b',
  kind: 'build',
  project_id: null,
  env: null,
  package: null,
  state,
  phase,
  done: 0,
  total: 0,
  speed: null,
  eta_s: null,
  params,
  started_at: '2026-11-20T10:00:00Z',
  updated_at: '2026-11-20T10:00:00Z',
  revision: 1,
})

const line = (one: { step: string; state: string }) => `${one.step} ${one.state}`

describe('the phases of a build', () => {
  it('are those of the commands that were agreed to, then packing and the proof', () => {
    expect(phases(job('publishing'), ['publish']).map(line)).toEqual(['publish now', 'pack ahead', 'prove ahead'])
  })

  it('are known without the commands from the one at work', () => {
    expect(phases(job('storing'), []).map(line)).toEqual(['store-repository now', 'pack ahead', 'prove ahead'])
  })

  it.each(['proving', 'reading', 'hashing'])('%s belongs to the proof', (phase) => {
    expect(phases(job(phase), []).map(line)).toEqual(['pack done', 'prove now'])
  })

  it('end where the build ended', () => {
    const ended = job('packing', { state: 'cancelled' })
    expect(phases(ended, ['publish']).map(line)).toEqual(['publish done', 'pack stopped', 'prove ahead'])
  })

  it('are all done once the package is there', () => {
    const states = phases(job('hashing', { state: 'succeeded' }), ['publish']).map(({ state }) => state)
    expect(new Set(states)).toEqual(new Set(['done']))
  })
})

describe('how a build stands', () => {
  it('is told by its row', () => {
    expect(standingOf(job('packing')).is).toBe('going')
    expect(standingOf(job('packing', { state: 'queued' })).is).toBe('going')
    expect(standingOf(job('packing', { state: 'interrupted' })).is).toBe('interrupted')
    expect(standingOf(job('hashing', { state: 'succeeded' })).is).toBe('made')
  })

  it('numbers that are no numbers count as not told', () => {
    expect(counted(job('packing', undefined, { reused: '12' }), 'reused')).toBe(12)
    expect(counted(job('packing', undefined, { reused: 'many' }), 'reused')).toBeNull()
    expect(counted(job('packing'), 'lines')).toBeNull()
  })
})

describe('what was found', () => {
  it('says of each part whether it is there, can be made or is missing', () => {
    const rows = (name: keyof typeof folders) => {
      const { picture } = folders[name]
      return found(picture, picture.project).map((row) => `${row.part} ${row.state}`)
    }
    expect(rows('not-ready')).toEqual([
      'project found',
      'sdk found',
      'repository can-make',
      'publish can-make',
      'assets none',
    ])
    expect(rows('no-sdk')).toEqual([
      'project found',
      'sdk missing',
      'repository missing',
      'publish missing',
      'assets found',
    ])
    expect(rows('publish')).toEqual(['repository missing', 'publish found', 'assets none'])
  })
})

describe('the messages to the developer', () => {
  it('ask for every missing part with the command that makes it', () => {
    const text = messageToDeveloper(
      { assembly: 'DancingGoat', needs: ['publish', 'repository'], commands: ['dotnet publish -c Release'] },
      'dancing-goat',
    )
    expect(text).toContain('the deployment package of DancingGoat')
    expect(text.match(/^- /gm)).toHaveLength(2)
    expect(text).toContain('    dotnet publish -c Release')
  })

  it('name file and line in one sentence', () => {
    const text = sentenceFor({
      check: 'project-reference-missing',
      severity: 'blocker',
      params: { package: 'Kentico.Xperience.Cloud' },
      evidence: [{ entry: 'src/Web/Web.csproj', line: 14, excerpt: null }],
      more: 0,
      ask: 'developer',
    })
    expect(text).toMatch(/^The project does not reference Kentico\.Xperience\.Cloud \(src\/Web\/Web\.csproj, line 14\)\. /)
  })

  it('show what a hostile name would hide', () => {
    const text = messageToDeveloper({ assembly: null, needs: [], commands: [] }, 'a\u202egpj')
    expect(text).toContain('a⟨U+202E⟩gpj')
  })

  it('carry the end of the output, not all of it', () => {
    const lines = Array.from({ length: 1_000 }, (_, at) => ({
      number: at + 1,
      step: 'publish' as const,
      stream: 'out' as const,
      text: `line ${at + 1}`,
    }))
    const fault = { code: 'publish-did-not-work', params: {}, retry: 'by-user' as const, action: 'none' as const, detail: null }
    const text = messageAboutEnd(fault, lines)
    expect(text.endsWith('line 1000')).toBe(true)
    expect(text).not.toContain('line 700\n')
    expect(text).toMatch(/^The website could not be published\./)
  })
})

describe('the output of a build', () => {
  let backend: FakeBackend
  const told = (count: number, from = 1) =>
    Array.from({ length: count }, (_, at) => ({
      number: from + at,
      step: 'publish' as const,
      stream: 'out' as const,
      text: `line ${from + at}`,
    }))

  beforeEach(() => {
    backend = fakeBackend({ clock: 'steps' })
    useBackend(backend)
  })

  /** Answers like the engine: at most a thousand lines at a time. */
  const answering = (all: ReturnType<typeof told>, dropped = 0) => {
    const asked: number[] = []
    backend.queryBuildOutput = async (_, after) => {
      asked.push(after)
      return { lines: all.filter(({ number }) => number > after).slice(0, 1_000), dropped, commands: [], findings: [] }
    }
    return asked
  }

  it('is asked for until all of it is there, each line once', async () => {
    const asked = answering(told(2_500))
    const output = new Output('b')
    output.upTo(2_500)
    await expect.poll(() => output.lines.length).toBe(2_500)
    expect(asked).toEqual([0, 1_000, 2_000])
    expect(output.lines.map(({ number }) => number)).toEqual(told(2_500).map(({ number }) => number))
  })

  it('is bounded, and says how much is no longer kept', async () => {
    answering(told(7_000))
    const output = new Output('b')
    output.upTo(7_000)
    await expect.poll(() => output.lines.at(-1)?.number).toBe(7_000)
    expect(output.lines).toHaveLength(5_000)
    expect(output.dropped).toBe(2_000)
  })

  it('that cannot be had is a fault and does not ask for ever', async () => {
    let asked = 0
    backend.queryBuildOutput = async () => {
      asked++
      throw { code: 'job-not-found', params: {}, retry: 'never', action: 'none', detail: null }
    }
    const output = new Output('b')
    output.upTo(10)
    await expect.poll(() => output.fault?.code).toBe('job-not-found')
    expect(asked).toBe(1)
  })
})
