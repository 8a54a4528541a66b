import type { Evidence, Finding, Severity, Whom } from '../interface'

/** A finding the way a check writes it. */
export function finding(
  check: string,
  severity: Severity,
  ask: Whom,
  params: Record<string, string> = {},
  evidence: Evidence[] = [],
  more = 0,
): Finding {
  return { check, severity, params, evidence, more, ask }
}

export function place(entry: string, line: number | null = null, excerpt: string | null = null): Evidence {
  return { entry, line, excerpt }
}

const WEIGHT: Record<Severity, number> = { blocker: 0, warning: 1, note: 2 }

/** Blockers first, then warnings, then notes, as the engine sorts them. */
export function worstFirst(findings: Finding[]): Finding[] {
  return [...findings].sort((a, b) => WEIGHT[a.severity] - WEIGHT[b.severity])
}
