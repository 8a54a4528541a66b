import { describe, expect, it } from 'vitest'
import type { UploadTerms } from '../../backend/interface'
import { Clock } from '../../backend/fake/clock'
import { calm } from '../../backend/fake/plot'
import { dancingGoat } from '../../backend/fake/projects'
import { samples } from '../../backend/fake/samples'
import { terms as termsOf } from '../../backend/fake/upload'
import { World } from '../../backend/fake/world'
import { emptyDraft } from './flow'
import { asked, missing } from './missing'
import { offer } from './offer'

function scene(sample: keyof typeof samples = 'ready', env = 'qa') {
  const world = new World(new Clock(Date.parse('2026-11-20T13:20:00Z')), { ...calm })
  world.projects = [dancingGoat]
  world.tokens.set(dancingGoat.id, { state: 'saved', last4: 'Qx7e', saved_at: null })
  const kept = world.keep(samples[sample])
  const environment = world.environment(dancingGoat.id, env)
  const view = world.view(kept, environment.kind)
  const terms: UploadTerms = termsOf(world, kept.id, dancingGoat.id, env)
  return { world, kept, about: { project: dancingGoat, environment, view, terms, hashing: false } }
}

describe('the one thing to do next', () => {
  it('is one press to QA when nothing stands in the way', () => {
    expect(offer(scene().about)).toEqual({ do: 'upload', again: false, ready: true })
  })

  it('is the same press, not yet ready, while the bytes are read', () => {
    const { about } = scene()
    const view = { ...about.view, sha256: null }
    expect(offer({ ...about, view, hashing: true })).toEqual({ do: 'upload', again: false, ready: false })
    expect(offer({ ...about, view })).toEqual({ do: 'choose-again', because: 'not-hashed' })
  })

  it('says again where the same bytes went before', () => {
    const { about } = scene()
    const already_sent = {
      project_id: dancingGoat.id,
      env: 'qa',
      sha256: 'x',
      file_name: 'x.zip',
      build_number: null,
      code_version: null,
      at: '2026-11-20T10:00:00Z',
      known_by: 'sent' as const,
      downtime_ms: null,
    }
    expect(offer({ ...about, terms: { ...about.terms, already_sent } })).toMatchObject({ again: true })
  })

  it('is a review on the emergency path', () => {
    expect(offer(scene('ready', 'prod').about)).toEqual({ do: 'review' })
  })

  it('is another environment for a role that may not', () => {
    const { about } = scene('ready', 'prod')
    expect(offer({ ...about, terms: { ...about.terms, may: 'no' } })).toEqual({ do: 'another-environment' })
  })

  it('is another package when this one will not work', () => {
    expect(offer(scene('will-not-work').about)).toEqual({ do: 'another-package', mayAllTheSame: true })
  })

  it('is the token while it is missing, locked or unavailable', () => {
    for (const state of ['none', 'locked', 'unavailable'] as const) {
      const { about } = scene()
      const token = { state, last4: null, saved_at: null }
      expect(offer({ ...about, terms: { ...about.terms, token } })).toEqual({ do: 'add-token' })
    }
  })

  it('is the upload that runs already', () => {
    const { world, about } = scene()
    const job = world.start({ kind: 'upload', project_id: dancingGoat.id, env: 'qa' })
    expect(offer({ ...about, terms: { ...about.terms, under_way: job } })).toEqual({
      do: 'show-upload',
      jobId: job.id,
    })
  })

  it('is choosing the file again when it is gone', () => {
    const { about } = scene()
    expect(offer({ ...about, view: { ...about.view, still_there: false } })).toEqual({
      do: 'choose-again',
      because: 'gone',
    })
  })

  it('is connecting a project where there is none', () => {
    const { about } = scene()
    expect(offer({ ...about, project: null, environment: null, terms: null })).toEqual({ do: 'connect' })
  })

  it('waits for the terms instead of guessing them', () => {
    expect(offer({ ...scene().about, terms: null })).toEqual({ do: 'wait' })
  })
})

describe('what a confirmation asks for', () => {
  const nothing = emptyDraft
  const all = { reason: 'Checkout is down', typedName: 'PROD', despiteBlockers: true }

  it('is nothing for a plain upload', () => {
    expect(asked(scene().about.terms)).toEqual([])
    expect(missing(scene().about.terms, nothing)).toEqual([])
  })

  it('is a reason and the exact name on the emergency path', () => {
    const { terms } = scene('ready', 'prod').about
    expect(missing(terms, nothing)).toEqual(['reason', 'name'])
    expect(missing(terms, { ...all, typedName: 'prod' })).toEqual(['name'])
    expect(missing(terms, { ...all, reason: '   ' })).toEqual(['reason'])
    expect(missing(terms, all)).toEqual([])
  })

  it('is a tick and a reason for a package that will not work', () => {
    expect(missing(scene('will-not-work').about.terms, nothing)).toEqual(['blockers', 'reason'])
    expect(missing(scene('will-not-work', 'prod').about.terms, nothing)).toEqual(['blockers', 'reason', 'name'])
  })
})
