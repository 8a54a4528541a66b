import { expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-svelte'
import { announce } from './announce.svelte'
import LiveRegion from './LiveRegion.svelte'
import ProgressBar from './ProgressBar.svelte'
import Sparkline from './Sparkline.svelte'
import StepRail from './StepRail.svelte'
import { expectAccessible } from './testing/accessible'

test('a progress bar has a name and its text as description', async () => {
  const screen = await render(ProgressBar, {
    label: 'Uploading to QA',
    value: 0.423,
    text: '412 of 974 MB',
  })
  await expectAccessible(screen.container)
  const bar = screen.getByRole('progressbar', { name: 'Uploading to QA' })
  await expect.element(bar).toHaveAccessibleDescription('412 of 974 MB')
  await expect.element(screen.getByText('42 %')).toBeVisible()
})

test('promise 20: a progress bar never shows 100 % before all is done', async () => {
  const screen = await render(ProgressBar, { label: 'Uploading', value: 0.9999 })
  await expect.element(screen.getByText('99 %')).toBeVisible()
  await screen.rerender({ value: 1.4 })
  await expect.element(screen.getByText('100 %')).toBeVisible()
})

test('progress nobody can measure is accessible without a number', async () => {
  const screen = await render(ProgressBar, { label: 'Waiting for the answer', value: null })
  await expectAccessible(screen.container)
  expect(screen.getByRole('progressbar').element().hasAttribute('value')).toBe(false)
})

test('the step rail marks the present step and goes back to those done', async () => {
  const ongo = vi.fn()
  const screen = await render(StepRail, {
    label: 'Steps',
    ongo,
    steps: [
      { id: 'package', label: 'Package', state: 'done' },
      { id: 'where', label: 'Where to', state: 'current' },
      { id: 'confirm', label: 'Confirm', state: 'ahead' },
      { id: 'upload', label: 'Upload', state: 'problem' },
    ],
  })
  await expectAccessible(screen.container)
  expect(screen.container.querySelector('[aria-current=step]')?.textContent).toContain('Where to')
  expect(screen.getByRole('button').elements()).toHaveLength(1)
  await screen.getByRole('button', { name: /Package/ }).click()
  expect(ongo).toHaveBeenCalledExactlyOnceWith('package')
})

test('the parts of a step are listed below it and not counted', async () => {
  const ongo = vi.fn()
  const screen = await render(StepRail, {
    label: 'Steps',
    ongo,
    free: true,
    steps: [
      { id: 'qa', label: 'QA', state: 'done', name: true },
      { id: 'prod/decision', label: 'PROD', state: 'open', name: true },
      { id: 'prod/review', label: 'Review', state: 'done', under: true },
      { id: 'prod/decision', label: 'Go or no-go', state: 'current', under: true },
      { id: 'monitoring', label: 'First half hour', state: 'problem' },
    ],
  })
  await expectAccessible(screen.container)
  const current = screen.container.querySelectorAll('[aria-current=step]')
  expect([...current].map((one) => one.textContent)).toEqual([expect.stringContaining('Go or no-go')])
  expect([...screen.container.querySelectorAll('.mark')].map((one) => one.textContent?.trim())).toEqual(['', '2', '', '', '!'])
  await screen.getByRole('button', { name: /PROD/ }).click()
  await screen.getByRole('button', { name: /First half hour/ }).click()
  expect(ongo.mock.calls).toEqual([['prod/decision'], ['monitoring']])
})

test('a sparkline has its values in a table beside it', async () => {
  const screen = await render(Sparkline, {
    label: 'Response times over the last minute',
    timeLabel: 'Time',
    valueLabel: 'Response time',
    format: (value: number) => `${value} ms`,
    points: [
      { time: '14:00:00', value: 120 },
      { time: '14:00:10', value: null, note: 'no answer' },
      { time: '14:00:20', value: 90 },
    ],
  })
  await expectAccessible(screen.container)
  await screen.getByText('Show the values as a table').click()
  await expect.element(screen.getByText('120 ms')).toBeVisible()
  await expect.element(screen.getByText('no answer')).toBeVisible()
  await expectAccessible(screen.container)
})

test('the same words said twice are new to the live region both times', async () => {
  const screen = await render(LiveRegion)
  announce('Copied')
  await expect.element(screen.getByRole('status')).toHaveTextContent('Copied')
  const first = screen.container.querySelector('span')
  announce('Copied')
  await expect.poll(() => screen.container.querySelector('span') !== first).toBe(true)
  await expectAccessible(screen.container)
})
