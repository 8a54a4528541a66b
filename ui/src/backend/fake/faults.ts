import type { Fault, NextStep, Retry } from '../interface'

/** What the engine says about each way an upload or a file goes wrong. */
const KNOWN: Record<string, { retry: Retry; action: NextStep; detail?: string }> = {}

/** A fault the way the engine would give it. */
export function fault(code: string, params: Record<string, string> = {}, detail?: string): Fault {
  const known = KNOWN[code]
  return {
    code,
    params,
    retry: known?.retry ?? 'by-user',
    action: known?.action ?? 'none',
    detail: detail ?? known?.detail ?? null,
  }
}
