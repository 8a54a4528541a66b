import type { Fault, NextStep, Retry } from '../interface'

type Known = { retry?: Retry; action: NextStep; params?: Record<string, string>; detail?: string }

const host = 'xperience-portal.com'

/** What the engine adds to each way an upload or a file goes wrong. */
const KNOWN: Record<string, Known> = {
  'token-refused': { action: 'replace-token', detail: 'HTTP 401 Unauthorized' },
  'role-not-enough': { action: 'none', detail: 'HTTP 403 Forbidden' },
  'package-too-large-for-portal': { action: 'choose-another-file', detail: 'HTTP 413 Payload Too Large' },
  'portal-busy': { action: 'try-again', detail: 'HTTP 429 Too Many Requests' },
  'portal-maintenance': { action: 'open-status-page', detail: 'HTTP 503 Service Unavailable' },
  'connection-broken': { action: 'check-network', params: { host }, detail: 'connection reset by peer' },
  'tls-untrusted': {
    action: 'check-network',
    params: { host, issuer: 'Contoso Web Gateway' },
    detail: 'invalid peer certificate: UnknownIssuer',
  },
  'proxy-asks-for-password': {
    action: 'check-network',
    params: { host },
    detail: 'tunnel error: proxy authorization required',
  },
  'file-changed': { action: 'inspect-again', detail: 'OtherSize' },
  'code-does-not-compile': { action: 'try-again', detail: 'Controllers/CartController.cs(48,17): error CS1002: ; expected' },
  'build-no-room': { action: 'free-disk-space', params: { folder: 'Downloads', needed: '612000000', free: '48000000' } },
  'folder-unreadable': { action: 'choose-another-file', params: { folder: 'dancing-goat' } },
  'ledger-damaged': {
    retry: 'never',
    action: 'set-aside',
    params: { file: '/home/jana/.local/share/app.slipway.desktop/slipway.db' },
    detail: 'its end is missing',
  },
  'several-files': { action: 'none', params: { count: '3' } },
}

/** A fault the way the engine would give it. */
export function fault(code: string, params: Record<string, string> = {}): Fault {
  const known = KNOWN[code]
  return {
    code,
    params: { ...known?.params, ...params },
    retry: known?.retry ?? 'by-user',
    action: known?.action ?? 'none',
    detail: known?.detail ?? null,
  }
}
