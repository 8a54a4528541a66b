import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RowsFound, RowsWanted } from '../../backend/interface'
import { Pages } from './pages.svelte'

const found = (assets: string[], total: number): RowsFound => ({
  total,
  kinds: [],
  objects: [],
  items: [],
  assets: assets.map((entry) => ({ entry, change: 'added', before: null, after: 1 })),
})

/** Asked questions wait until they are answered by hand. */
function pages() {
  const asked: { wanted: RowsWanted; answer: (found: RowsFound) => void }[] = []
  const list = new Pages<string>(
    'assets',
    { rows: ['a', 'b'], total: 5, kinds: [] },
    (wanted) => new Promise((answer) => asked.push({ wanted, answer })),
    ({ assets }) => assets.map(({ entry }) => entry),
    (word) => (word === 'roles' ? ['cms.role'] : []),
  )
  return { list, asked }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('a list that is told page by page', () => {
  it('asks for the next page once, however often it is wanted', async () => {
    const { list, asked } = pages()
    list.more()
    list.more()
    expect(asked.map(({ wanted }) => wanted.from)).toEqual([2])
    asked[0]!.answer(found(['c', 'd', 'e'], 5))
    await vi.advanceTimersByTimeAsync(0)
    expect(list.rows).toEqual(['a', 'b', 'c', 'd', 'e'])
    list.more()
    expect(asked).toHaveLength(1)
  })

  it('asks nothing while somebody types, and then once for all of it', async () => {
    const { list, asked } = pages()
    for (const text of ['r', 'ro', 'Roles editors']) list.look({ text, show: 'any', kind: '' })
    expect(asked).toHaveLength(0)
    await vi.advanceTimersByTimeAsync(200)
    expect(asked).toHaveLength(1)
    expect(asked[0]!.wanted.words).toEqual([
      { text: 'roles', kinds: ['cms.role'] },
      { text: 'editors', kinds: [] },
    ])
  })

  it('drops an answer that came too late', async () => {
    const { list, asked } = pages()
    list.look({ text: '', show: 'added', kind: '' })
    await vi.advanceTimersByTimeAsync(0)
    list.look({ text: '', show: 'removed', kind: '' })
    await vi.advanceTimersByTimeAsync(0)
    asked[1]!.answer(found(['removed'], 1))
    await vi.advanceTimersByTimeAsync(0)
    asked[0]!.answer(found(['added'], 1))
    await vi.advanceTimersByTimeAsync(0)
    expect(list.rows).toEqual(['removed'])
    expect(list.reading).toBe(false)
  })

  it('has the engine put the rows in order, from the first one on', async () => {
    const { list, asked } = pages()
    list.order({ key: 'size', direction: 'down' })
    await vi.advanceTimersByTimeAsync(0)
    expect(asked[0]!.wanted).toMatchObject({ from: 0, order: { by: 'size', down: true } })
  })

  it('keeps what it has when the next page does not come', async () => {
    const list = new Pages<string>(
      'assets',
      { rows: ['a'], total: 2, kinds: [] },
      () => Promise.reject({ code: 'file-changed', params: {}, retry: 'by-user', action: 'none', detail: null }),
      () => [],
      () => [],
    )
    list.more()
    await vi.advanceTimersByTimeAsync(0)
    expect(list.rows).toEqual(['a'])
    expect(list.fault?.code).toBe('file-changed')
  })
})
