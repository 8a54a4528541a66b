import { expect, test } from 'vitest'
import { render } from 'vitest-browser-svelte'
import LiveLines from './LiveLines.svelte'
import { expectAccessible } from './testing/accessible'

const lines = (count: number) => Array.from({ length: count }, (_, at) => `line ${at + 1}`)

const given = (count: number) => ({
  label: 'Output',
  latest: 'To the newest line',
  lines: lines(count),
  text: (line: string) => line,
  marked: (line: string) => line === 'line 3',
})

/** Shown in a box of a fixed height, as a drawer gives it. */
async function shown(count: number) {
  const screen = await render(LiveLines<string>, given(count))
  screen.container.style.cssText = 'display: flex; height: 300px; width: 400px'
  const box = screen.getByRole('region', { name: 'Output' }).element() as HTMLElement
  return { screen, box, fromEnd: () => box.scrollHeight - box.scrollTop - box.clientHeight }
}

test('lines are accessible, and the one that stands out still reads', async () => {
  const { screen } = await shown(5)
  await expectAccessible(screen.container)
  await expect.element(screen.getByText('line 3', { exact: true })).toBeVisible()
})

test('of many lines only those in sight are drawn', async () => {
  const { screen, fromEnd } = await shown(5_000)
  await expect.poll(fromEnd).toBeLessThan(5)
  await expect.element(screen.getByText('line 5000', { exact: true })).toBeVisible()
  expect(screen.container.querySelectorAll('code').length).toBeLessThan(80)
})

test('new lines are followed until somebody scrolls up, and again when asked to', async () => {
  const { screen, box, fromEnd } = await shown(100)
  await screen.rerender(given(200))
  await expect.poll(fromEnd).toBeLessThan(5)
  box.scrollTop = 0
  const newest = screen.getByRole('button', { name: 'To the newest line' })
  await expect.element(newest).toBeVisible()
  await screen.rerender(given(300))
  expect(box.scrollTop).toBe(0)
  await newest.click()
  await expect.poll(fromEnd).toBeLessThan(5)
  await expect.poll(() => screen.container.querySelectorAll('button').length).toBe(0)
})

test('what would turn the direction of writing is shown', async () => {
  const screen = await render(LiveLines<string>, { ...given(0), lines: ['photo\u202egpj.exe'] })
  await expect.element(screen.getByText('photo⟨U+202E⟩gpj.exe')).toBeInTheDocument()
})
