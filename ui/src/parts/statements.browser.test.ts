import { expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-svelte'
import type { Fault } from '../backend/interface'
import Badge from './Badge.svelte'
import Card from './Card.svelte'
import CopyText from './CopyText.svelte'
import EmptyState from './EmptyState.svelte'
import EnvironmentBadge from './EnvironmentBadge.svelte'
import FaultNotice from './FaultNotice.svelte'
import KeyValueList from './KeyValueList.svelte'
import MiddleText from './MiddleText.svelte'
import Notice from './Notice.svelte'
import { expectAccessible } from './testing/accessible'
import { text } from './testing/text'
import VerdictBadge from './VerdictBadge.svelte'
import VerdictBanner from './VerdictBanner.svelte'

test.each(['neutral', 'accent', 'ready', 'warning', 'blocked'] as const)(
  'a %s badge can be read',
  async (tone) => {
    const screen = await render(Badge, { tone, children: text('Practice project') })
    await expectAccessible(screen.container)
  },
)

test.each(['qa', 'uat', 'stg', 'prod', 'custom'] as const)(
  'the badge of %s can be read and stays inside a narrow place',
  async (kind) => {
    const screen = await render(EnvironmentBadge, { kind, name: 'EUROPE-SHOP-ACCEPTANCE-2' })
    screen.container.style.width = '80px'
    await expectAccessible(screen.container)
    expect(screen.getByText(/EUROPE/).element().scrollWidth).toBeLessThanOrEqual(80)
  },
)

test.each([
  ['ready', 'Ready'],
  ['ready-with-warnings', 'Ready, with warnings'],
  ['will-not-work', 'Will not work'],
] as const)('the verdict %s is told with an icon and words', async (verdict, words) => {
  const badge = await render(VerdictBadge, { verdict })
  await expectAccessible(badge.container)
  expect(badge.container.querySelector('svg')).not.toBeNull()
  await badge.unmount()
  const banner = await render(VerdictBanner, { verdict, text: 'Nothing in it needs you.' })
  await expect.element(banner.getByText(words, { exact: true })).toBeVisible()
  expect(banner.container.querySelector('svg')).not.toBeNull()
  await expectAccessible(banner.container)
})

test.each(['info', 'done', 'warning', 'problem'] as const)(
  'a notice of tone %s can be read and dismissed',
  async (tone) => {
    const ondismiss = vi.fn()
    const screen = await render(Notice, {
      tone,
      title: 'Slipway ended while site.zip was uploading to QA',
      children: text('Look in Deployments.'),
      ondismiss,
    })
    await expectAccessible(screen.container)
    await screen.getByRole('button', { name: 'Dismiss' }).click()
    expect(ondismiss).toHaveBeenCalledTimes(1)
  },
)

const fault: Fault = {
  code: 'token-missing',
  params: {},
  retry: 'by-user',
  action: 'replace-token',
  detail: 'keychain: no entry',
}

test('a fault says what happened, what it means and what to do, and offers the step', async () => {
  const onstep = vi.fn()
  const onretry = vi.fn()
  const screen = await render(FaultNotice, { fault, onstep, onretry })
  await expectAccessible(screen.container)
  await expect.element(screen.getByRole('alert')).toHaveTextContent('A personal access token is missing')
  await screen.getByRole('button', { name: 'Replace the token' }).click()
  expect(onstep).toHaveBeenCalledExactlyOnceWith('replace-token')
  await screen.getByRole('button', { name: 'Try again' }).click()
  expect(onretry).toHaveBeenCalledTimes(1)
})

test('a fault that trying again cannot help offers no second try', async () => {
  const screen = await render(FaultNotice, {
    fault: { ...fault, retry: 'never', action: 'none' },
    onstep: vi.fn(),
    onretry: vi.fn(),
  })
  await expect.element(screen.getByRole('button', { name: 'Technical details' })).toBeVisible()
  expect(screen.getByRole('button').elements()).toHaveLength(1)
})

test('promise_17_a_wrong_clock_is_named_with_its_direction', async () => {
  const off = (minutes: string) => ({ ...fault, params: { clock_off_minutes: minutes } })
  const screen = await render(FaultNotice, { fault: off('12') })
  await expect.element(screen.getByText('12 minutes ahead')).toBeVisible()
  await screen.rerender({ fault: off('-1') })
  await expect.element(screen.getByText('1 minute behind')).toBeVisible()
  await screen.rerender({ fault })
  await expect.element(screen.getByText('The clock of this computer')).not.toBeInTheDocument()
})

test('where the screen has its own technical details, a fault offers none', async () => {
  const screen = await render(FaultNotice, { fault, details: false })
  expect(screen.getByRole('button').elements()).toHaveLength(0)
})

test('a fault without words of its own is told in general ones, with its code in the details', async () => {
  const screen = await render(FaultNotice, { fault: { ...fault, code: 'never-heard-of' } })
  await expect.element(screen.getByText('Something unexpected happened')).toBeVisible()
  await screen.getByRole('button', { name: 'Technical details' }).click()
  await expect.element(screen.getByText('code: never-heard-of')).toBeVisible()
})

test('a card with a title is a named region', async () => {
  const screen = await render(Card, { title: 'Recent history', children: text('Lines') })
  await expect.element(screen.getByRole('region', { name: 'Recent history' })).toBeVisible()
  await expectAccessible(screen.container)
})

test('an empty state tells what to do', async () => {
  const screen = await render(EmptyState, {
    title: 'No packages yet',
    text: 'Drop one anywhere in this window.',
  })
  await expectAccessible(screen.container)
})

test('a fact that is missing says so', async () => {
  const screen = await render(KeyValueList, {
    rows: [
      { label: 'Build number', value: '31.6.2' },
      { label: 'Assembly', value: null },
    ],
  })
  await expect.element(screen.getByText('Not known')).toBeVisible()
  await expectAccessible(screen.container)
})

test('a hash is shortened for the eye and copied whole', async () => {
  const hash = 'a3f1'.repeat(16)
  const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue()
  const screen = await render(CopyText, { value: hash, label: 'SHA-256', keep: 16 })
  await expectAccessible(screen.container)
  expect(screen.container.textContent).toContain('…')
  await screen.getByRole('button', { name: 'Copy the SHA-256' }).click()
  expect(write).toHaveBeenCalledExactlyOnceWith(hash)
  write.mockRestore()
})

test('a long name keeps its end in sight and never overflows', async () => {
  const name = 'Contoso.Website.Deployment-2026-07-17-with-a-very-long-name-indeed-202607171957.zip'
  const screen = await render(MiddleText, { text: name })
  screen.container.style.width = '200px'
  const shown = screen.container.querySelector('.middle')!
  expect(shown.getBoundingClientRect().width).toBeLessThanOrEqual(200)
  const end = shown.querySelector('.end')!
  expect(end.textContent).toBe('07171957.zip')
  expect(screen.container.querySelector('.unseen')!.textContent).toBe(name)
  expect(shown.getAttribute('aria-hidden')).toBe('true')
  expect(end.getBoundingClientRect().right).toBeLessThanOrEqual(
    screen.container.getBoundingClientRect().left + 201,
  )
})
