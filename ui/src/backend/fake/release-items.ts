import type { Item, ItemSource, StageKind, Template } from '../interface'
import type { World } from './world'

type Line = readonly [source: ItemSource, code: string, required?: boolean]

/** The usual lines of the reviews, by kind of stage. */
const lines: Record<StageKind, readonly Line[]> = {
  development: [
    ['document', 'unit-tests-pass'],
    ['document', 'peer-review-done'],
  ],
  testing: [
    ['portal', 'package-ready'],
    ['portal', 'role-suffices'],
    ['portal', 'nothing-else-queued'],
  ],
  staging: [
    ['portal', 'package-ready'],
    ['portal', 'latest-package'],
    ['portal', 'role-suffices'],
    ['portal', 'nothing-else-queued'],
    ['document', 'no-critical-bugs'],
    ['document', 'regression-green'],
    ['document', 'smoke-pass', false],
    ['portal', 'forecast-known'],
    ['document', 'migrations-reviewed'],
    ['document', 'stakeholders-told', false],
    ['portal', 'maintenance-window', false],
    ['portal', 'offline-page', false],
  ],
  production: [
    ['portal', 'package-ready'],
    ['portal', 'latest-package'],
    ['portal', 'role-suffices'],
    ['portal', 'nothing-else-queued'],
    ['document', 'smoke-pass'],
    ['document', 'parity-confirmed'],
    ['portal', 'forecast-known'],
    ['document', 'rollback-planned'],
    ['document', 'rollback-tested'],
    ['portal', 'restore-point-taken'],
    ['document', 'triggers-set'],
    ['document', 'code-freeze'],
    ['document', 'tests-pass-in-staging'],
    ['document', 'migrations-reviewed'],
    ['document', 'stakeholders-told'],
    ['document', 'on-call-assigned'],
    ['document', 'alerts-configured'],
    ['document', 'support-briefed'],
    ['portal', 'maintenance-window'],
    ['portal', 'plan-not-expired'],
    ['portal', 'content-freeze'],
    ['portal', 'offline-page', false],
  ],
  monitoring: [
    ['document', 'alerts-configured'],
    ['document', 'on-call-assigned'],
  ],
}

export const kinds = Object.keys(lines) as StageKind[]

export function usualTemplate(): Template {
  return {
    stages: kinds.map((kind) => ({
      kind,
      items: lines[kind].map(([, code, required = true]) => ({ code, text: null, required })),
    })),
  }
}

export function sourceOf(code: string): ItemSource {
  return Object.values(lines).flat().find(([, known]) => known === code)?.[0] ?? 'own'
}

/** Open items for a stage, as the project wants them. */
export function itemsFor(world: World, template: Template, kind: StageKind): Item[] {
  const wanted = template.stages.find((one) => one.kind === kind)?.items ?? []
  return wanted.map(({ code, text, required }) => ({
    id: world.random.id(),
    code,
    text,
    source: code ? sourceOf(code) : 'own',
    required,
    owner: null,
    due: null,
    evidence: [],
    state: { state: 'open' },
  }))
}
