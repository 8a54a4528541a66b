import { describe, expect, it } from 'vitest'
import { Doing } from './doing.svelte'

/** An answer that comes when the test lets it. */
function later() {
  let answer = () => {}
  const promise = new Promise<void>((resolve) => (answer = resolve))
  return { promise, answer }
}

const refused = { code: 'refused', params: {}, retry: 'never', action: 'none', detail: null }

describe('what somebody pressed', () => {
  it('is under way until the engine answers, and done then', async () => {
    const doing = new Doing<'save'>()
    const answer = later()
    const done = doing.do('save', () => answer.promise)
    expect([doing.what, doing.busy]).toEqual(['save', true])
    answer.answer()
    expect(await done).toBe(true)
    expect([doing.what, doing.busy, doing.fault]).toEqual([null, false, null])
  })

  it('is not done where the engine refuses, and says why until the next press', async () => {
    const doing = new Doing()
    expect(await doing.do('save', () => Promise.reject(refused))).toBe(false)
    expect(doing.busy).toBe(false)
    expect(doing.fault?.code).toBe('refused')
    const again = later()
    const done = doing.do('save', () => again.promise)
    expect(doing.fault).toBeNull()
    again.answer()
    await done
  })

  it('is still under way when something pressed before it ends', async () => {
    const doing = new Doing<'first' | 'second'>()
    const [first, second] = [later(), later()]
    const both = [doing.do('first', () => first.promise), doing.do('second', () => second.promise)]
    first.answer()
    await both[0]
    expect(doing.what).toBe('second')
    second.answer()
    await both[1]
    expect(doing.busy).toBe(false)
  })
})
