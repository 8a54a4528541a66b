import Ban from '@lucide/svelte/icons/ban'
import CircleCheck from '@lucide/svelte/icons/circle-check'
import CircleHelp from '@lucide/svelte/icons/circle-question-mark'
import Download from '@lucide/svelte/icons/download'
import Eye from '@lucide/svelte/icons/eye'
import KeyRound from '@lucide/svelte/icons/key-round'
import PackageSearch from '@lucide/svelte/icons/package-search'
import Plug from '@lucide/svelte/icons/plug'
import Send from '@lucide/svelte/icons/send'
import TriangleAlert from '@lucide/svelte/icons/triangle-alert'

type Look = { icon: typeof Send; tone: 'plain' | 'ready' | 'warning' | 'blocked' }

const plain = (icon: typeof Send): Look => ({ icon, tone: 'plain' })
const good: Look = { icon: CircleCheck, tone: 'ready' }
const unsure: Look = { icon: TriangleAlert, tone: 'warning' }
const ended: Look = { icon: Ban, tone: 'plain' }

const looks: Record<string, Look> = {
  'project-added': plain(Plug),
  'project-changed': plain(Plug),
  'project-removed': plain(Plug),
  'token-saved': plain(KeyRound),
  'token-forgotten': plain(KeyRound),
  'package-inspected': plain(PackageSearch),
  'upload-started': plain(Send),
  'upload-accepted': good,
  'upload-refused': { icon: Ban, tone: 'blocked' },
  'upload-not-sent': ended,
  'upload-answer-lost': { icon: CircleHelp, tone: 'warning' },
  'upload-cancelled': ended,
  'upload-file-changed': unsure,
  'upload-interrupted': unsure,
  'upload-told-arrived': good,
  'upload-told-not-arrived': unsure,
  'watch-started': plain(Eye),
  'deployment-looks-live': good,
  'site-stayed-offline': { icon: CircleHelp, tone: 'warning' },
  'watch-ended-without-change': unsure,
  'deployment-told-live': good,
  'deployment-told-not-live': unsure,
  'history-exported': plain(Download),
}

/** How a kind of entry looks; the words carry it. */
export function iconOf(kind: string): Look {
  return looks[kind] ?? plain(CircleHelp)
}
