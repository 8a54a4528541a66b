import Ban from '@lucide/svelte/icons/ban'
import CalendarClock from '@lucide/svelte/icons/calendar-clock'
import CircleCheck from '@lucide/svelte/icons/circle-check'
import CircleHelp from '@lucide/svelte/icons/circle-question-mark'
import CloudUpload from '@lucide/svelte/icons/cloud-upload'
import DatabaseBackup from '@lucide/svelte/icons/database-backup'
import Download from '@lucide/svelte/icons/download'
import Eye from '@lucide/svelte/icons/eye'
import FileSearch from '@lucide/svelte/icons/file-search'
import FolderTree from '@lucide/svelte/icons/folder-tree'
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
  'proxy-changed': plain(Plug),
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
  'restored-site-is-back': good,
  'site-back-as-before': { icon: CircleHelp, tone: 'warning' },
  'site-back-unclear': unsure,
  'site-stayed-offline': { icon: CircleHelp, tone: 'warning' },
  'watch-ended-without-change': unsure,
  'deployment-told-live': good,
  'deployment-told-not-live': unsure,
  'restore-started': plain(DatabaseBackup),
  'restore-point-made': good,
  'restore-point-waived': unsure,
  'restore-session-created': plain(CalendarClock),
  'restore-access-got': plain(KeyRound),
  'restore-database-chosen': plain(FileSearch),
  'restore-files-chosen': plain(FolderTree),
  'restore-checked': plain(FileSearch),
  'restore-links-forgotten': plain(KeyRound),
  'restore-transfer-begun': plain(CloudUpload),
  'restore-transfer-done': good,
  'restore-pressed': plain(DatabaseBackup),
  'restore-pressed-again': unsure,
  'restore-seen-working': good,
  'restore-seen-not-working': unsure,
  'restore-closed': ended,
  'restore-access-revoked': plain(KeyRound),
  'history-exported': plain(Download),
  'support-file-saved': plain(Download),
}

/** How a kind of entry looks; the words carry it. */
export function iconOf(kind: string): Look {
  return looks[kind] ?? plain(CircleHelp)
}
