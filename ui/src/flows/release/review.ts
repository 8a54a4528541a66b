/** A readiness review as it is shown. */
import type { Item, ItemSource, ItemView, StageView } from '../../backend/interface'
import { hasWords, say, words } from '../../copy'

/** In the order they are gone through. */
const sources: readonly ItemSource[] = ['lesson', 'own', 'document', 'portal']

export type Group = { source: ItemSource; items: ItemView[] }

/** The items by whose rule they are; groups without any are left out. */
export function groups({ items }: StageView): Group[] {
  return sources
    .map((source) => ({ source, items: items.filter((one) => one.item.source === source) }))
    .filter((group) => group.items.length > 0)
}

export function itemTitle({ code, text }: Item): string {
  if (text !== null || code === null) return text ?? ''
  return hasWords(`release.item.${code}.title`) ? words(`release.item.${code}.title`) : code
}

/** Why it is asked; empty for one's own. */
export function itemWhy({ code }: Item): string {
  return code && hasWords(`release.item.${code}.why`) ? words(`release.item.${code}.why`) : ''
}

/** How an item stands, in one word that has a picture and a text of its own. */
export type Standing = 'stale' | 'done' | 'waived' | 'holds' | 'does-not-hold' | 'not-known' | 'open'

export function standing({ item, answer, stale }: ItemView): Standing {
  if (stale) return 'stale'
  if (item.state.state !== 'open') return item.state.state
  return answer?.answer ?? 'open'
}

/** What Slipway says about it and why; empty where only people can. */
export function answerText({ answer }: ItemView): string {
  if (!answer) return ''
  const key = `release.because.${answer.because}`
  return hasWords(key) ? words(key, answer.params) : words(`release.answer.${answer.answer}`)
}

export function isLate({ item, settled }: ItemView, now: number): boolean {
  return !settled && item.due !== null && Date.parse(item.due) < now
}

/** Where a review stands: how many required ones are settled, and what is to be said about it. */
export function tally({ items, open_items }: StageView): { required: number; settled: number; open: number; stale: number; waived: number } {
  return {
    required: items.filter((one) => one.item.required).length,
    settled: items.filter((one) => one.item.required && one.settled).length,
    open: open_items,
    stale: items.filter((one) => one.stale).length,
    waived: items.filter((one) => one.item.state.state === 'waived').length,
  }
}

/** One line about who settled an item or has to. */
export function stateLine({ item }: ItemView, when: (at: string) => string): string {
  const { state } = item
  if (state.state === 'done') return say('release.item.done-by', { by: state.by, at: when(state.at) })
  if (state.state === 'waived') return say('release.item.waived-by', { by: state.by, at: when(state.at) })
  return ''
}
