import CircleCheck from '@lucide/svelte/icons/circle-check'
import OctagonX from '@lucide/svelte/icons/octagon-x'
import TriangleAlert from '@lucide/svelte/icons/triangle-alert'
import type { Verdict } from '../backend/interface'
import type { Word } from '../copy'

/** How a verdict looks; the icon and the words carry it, the colour only helps. */
export const verdictLook = {
  ready: { tone: 'ready', icon: CircleCheck, word: 'verdict.ready' },
  'ready-with-warnings': {
    tone: 'warning',
    icon: TriangleAlert,
    word: 'verdict.ready-with-warnings',
  },
  'will-not-work': { tone: 'blocked', icon: OctagonX, word: 'verdict.will-not-work' },
} as const satisfies Record<Verdict, { tone: string; icon: unknown; word: Word }>
