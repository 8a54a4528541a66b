import { expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import Dialog from './Dialog.svelte'
import Drawer from './Drawer.svelte'
import TechnicalDetails from './TechnicalDetails.svelte'
import { expectAccessible } from './testing/accessible'
import { text } from './testing/text'

test('promise 41: an open dialog is accessible and carries its title', async () => {
  const screen = await render(Dialog, {
    open: true,
    title: 'Remove Dancing Goat?',
    children: text('The history stays.'),
    actions: text('Buttons'),
  })
  await expect.element(screen.getByRole('dialog', { name: 'Remove Dancing Goat?' })).toBeVisible()
  await expectAccessible(document.body)
})

test('a dialog takes the focus in, and Escape closes it', async () => {
  const onclose = vi.fn()
  const screen = await render(Dialog, { open: true, title: 'Quit?', children: text('Sure?'), onclose })
  const dialog = screen.getByRole('dialog').element()
  expect(dialog.contains(document.activeElement)).toBe(true)
  await userEvent.keyboard('{Escape}')
  await expect.poll(() => onclose.mock.calls.length).toBe(1)
  expect((dialog as HTMLDialogElement).open).toBe(false)
})

test('a dialog asked for again before the page heard that it closed stays open', async () => {
  const onclose = vi.fn()
  const screen = await render(Dialog, { open: true, title: 'Quit?', children: text('Sure?'), onclose })
  const dialog = screen.getByRole('dialog').element() as HTMLDialogElement
  const heard = new Promise((resolve) => dialog.addEventListener('close', resolve, { once: true }))
  // Both within one turn of the page, which tells of a closing only in the next.
  await screen.rerender({ open: false })
  await screen.rerender({ open: true })
  await heard
  expect(dialog.open).toBe(true)
  expect(onclose).not.toHaveBeenCalled()
})

test('a dialog that closed just before its screen was left throws nothing', async () => {
  const onclose = vi.fn()
  const screen = await render(Dialog, { open: true, title: 'Output', children: text('Lines'), onclose })
  const dialog = screen.getByRole('dialog').element() as HTMLDialogElement
  const heard = new Promise((resolve) => dialog.addEventListener('close', resolve, { once: true }))
  const thrown = vi.fn((event: ErrorEvent) => event.preventDefault())
  window.addEventListener('error', thrown)
  // Both within one turn of the page: it tells of the closing when nothing is left of the screen.
  dialog.close()
  void screen.unmount()
  await heard
  window.removeEventListener('error', thrown)
  expect(dialog.isConnected).toBe(false)
  expect(thrown).not.toHaveBeenCalled()
  expect(onclose).toHaveBeenCalledOnce()
})

test('technical details open in a drawer and give the focus back', async () => {
  const screen = await render(TechnicalDetails, { text: 'code: portal-unreachable\nos: 110' })
  const opener = screen.getByRole('button', { name: 'Technical details' })
  await opener.click()
  await expect.element(screen.getByText('code: portal-unreachable')).toBeVisible()
  await expectAccessible(document.body)
  await userEvent.keyboard('{Escape}')
  await expect.element(screen.getByText('code: portal-unreachable')).not.toBeInTheDocument()
  expect(document.activeElement).toBe(opener.element())
})

test('"Copy all" copies the whole text and says so', async () => {
  const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue()
  const screen = await render(Drawer, { open: true, text: 'first\nlast' })
  await screen.getByRole('button', { name: 'Copy all' }).click()
  expect(write).toHaveBeenCalledExactlyOnceWith('first\nlast')
  await expect.element(screen.getByRole('button', { name: 'Copied' })).toBeVisible()
  write.mockRestore()
})

test('a web view that refuses the clipboard is copied to by selection', async () => {
  const write = vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('refused'))
  const command = vi.spyOn(document, 'execCommand').mockReturnValue(true)
  const screen = await render(Drawer, { open: true, text: 'whole' })
  await screen.getByRole('button', { name: 'Copy all' }).click()
  await expect.element(screen.getByRole('button', { name: 'Copied' })).toBeVisible()
  expect(command).toHaveBeenCalledWith('copy')
  write.mockRestore()
  command.mockRestore()
})
