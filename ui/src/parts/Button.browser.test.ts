import Upload from '@lucide/svelte/icons/upload'
import { expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import Button from './Button.svelte'
import { expectAccessible } from './testing/accessible'
import { text } from './testing/text'

test.each(['primary', 'secondary', 'quiet', 'danger'] as const)(
  'a %s button is accessible at rest, busy and disabled',
  async (variant) => {
    const screen = await render(Button, { variant, icon: Upload, children: text('Upload to QA') })
    await expectAccessible(screen.container)
    await screen.rerender({ busy: true })
    await expectAccessible(screen.container)
    await screen.rerender({ busy: false, disabled: true })
    await expectAccessible(screen.container)
  },
)

test('a busy button keeps the focus and does not answer', async () => {
  const onclick = vi.fn()
  const screen = await render(Button, { onclick, children: text('Upload to QA') })
  const button = screen.getByRole('button', { name: 'Upload to QA' })
  await button.click()
  expect(onclick).toHaveBeenCalledTimes(1)
  await screen.rerender({ busy: true })
  await userEvent.keyboard('{Enter}')
  expect(onclick).toHaveBeenCalledTimes(1)
  expect(document.activeElement).toBe(button.element())
})

test('promise 42: a small button is still 28 pixels high', async () => {
  const screen = await render(Button, { size: 'small', children: text('Copy') })
  expect(screen.getByRole('button').element().getBoundingClientRect().height).toBeGreaterThanOrEqual(28)
})
