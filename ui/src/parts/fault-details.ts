import type { Fault } from '../backend/interface'

/** A fault the way a developer reads it: code, values, and what the machine said. */
export function detailsOf(fault: Fault): string {
  const params = Object.entries(fault.params).map(([name, value]) => `${name}: ${value}`)
  return [`code: ${fault.code}`, ...params, ...(fault.detail ? ['', fault.detail] : [])].join('\n')
}
