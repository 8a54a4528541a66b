/** A look as it is typed: numbers are text until they are read. */
import type { FieldProblem, Probe } from '../../backend/interface'

export type ProbeDraft = {
  /** The look as it was, for what is not typed. */
  before: Probe
  name: string
  address: string
  expect: 'status' | 'redirect'
  status: string
  to: string
  text: string
  selector: string
  /** Seconds. */
  limit: string
  tries: string
  every: string
  smoke: boolean
  monitored: boolean
  login: boolean
  user: string
  /** Typed now and handed on once; never what is kept. */
  password: string
}

export function draftOf(probe: Probe): ProbeDraft {
  const { expect } = probe
  return {
    before: probe,
    name: probe.name,
    address: probe.address,
    expect: expect.kind,
    status: expect.status === null ? '' : String(expect.status),
    to: expect.kind === 'redirect' ? (expect.to ?? '') : '',
    text: probe.text ?? '',
    selector: probe.selector ?? '',
    limit: String(probe.limit_ms / 1000),
    tries: String(probe.tries),
    every: String(probe.every_s),
    smoke: probe.smoke,
    monitored: probe.monitored,
    login: probe.login_is_fine,
    user: probe.user ?? '',
    password: '',
  }
}

/** A new look at an environment's site. The id is the engine's to give. */
export function newProbe(env: string, address = '/'): Probe {
  return {
    id: '',
    env,
    name: '',
    address,
    expect: { kind: 'status', status: 200 },
    text: null,
    selector: null,
    limit_ms: 5_000,
    tries: 3,
    every_s: 10,
    smoke: true,
    monitored: true,
    user: null,
    login_is_fine: false,
  }
}

type Read = { probes: Probe[]; problems: null } | { probes: null; problems: FieldProblem[] }

/** The looks as the engine takes them, or which of the numbers are none. */
export function readDrafts(drafts: readonly ProbeDraft[]): Read {
  const problems: FieldProblem[] = []
  const probes = drafts.map((draft, at): Probe => {
    const number = (field: string, text: string, whole = true) => {
      const value = Number(text.trim().replace(',', '.'))
      const fine = text.trim() !== '' && Number.isFinite(value) && value >= 0 && (!whole || Number.isInteger(value))
      if (!fine) problems.push({ field: `${at}.${field}`, code: whole ? 'probe-whole-number' : 'probe-number', params: {} })
      return fine ? value : 0
    }
    const optional = (text: string) => (text.trim() === '' ? null : text.trim())
    return {
      ...draft.before,
      name: draft.name.trim(),
      address: draft.address.trim(),
      expect:
        draft.expect === 'status'
          ? { kind: 'status', status: number('expect', draft.status) }
          : { kind: 'redirect', status: draft.status.trim() === '' ? null : number('expect', draft.status), to: optional(draft.to) },
      text: optional(draft.text),
      selector: optional(draft.selector),
      limit_ms: Math.round(number('limit_ms', draft.limit, false) * 1000),
      tries: number('tries', draft.tries),
      every_s: number('every_s', draft.every),
      smoke: draft.smoke,
      monitored: draft.monitored,
      user: optional(draft.user),
      login_is_fine: draft.login,
    }
  })
  return problems.length > 0 ? { probes: null, problems } : { probes, problems: null }
}

/** What is wrong with a field of one look; the engine names it `3.address`. */
export function problemAt(problems: readonly FieldProblem[], at: number, field: string): FieldProblem | undefined {
  return problems.find((one) => one.field === `${at}.${field}` || one.field.startsWith(`${at}.${field}.`))
}
