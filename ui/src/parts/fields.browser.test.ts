import { expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import Checkbox from './Checkbox.svelte'
import IconButton from './IconButton.svelte'
import PasswordField from './PasswordField.svelte'
import RadioCards from './RadioCards.svelte'
import Select from './Select.svelte'
import { expectAccessible } from './testing/accessible'
import TextArea from './TextArea.svelte'
import TextField from './TextField.svelte'
import Eye from '@lucide/svelte/icons/eye'

test('a text field is tied to its label, hint and problem', async () => {
  const screen = await render(TextField, {
    label: 'Name',
    hint: 'What you call it.',
    problem: 'Give it a name.',
    value: '',
  })
  await expectAccessible(screen.container)
  const field = screen.getByRole('textbox', { name: 'Name' })
  await expect.element(field).toHaveAccessibleDescription('Give it a name. What you call it.')
  await expect.element(field).toHaveAttribute('aria-invalid', 'true')
  await screen.rerender({ problem: undefined })
  await expect.element(field).not.toHaveAttribute('aria-invalid')
})

test('a text area is tied to its label and grows by hand only', async () => {
  const screen = await render(TextArea, { label: 'Reason', hint: 'Stays in the history.', value: '' })
  await expectAccessible(screen.container)
  await screen.getByRole('textbox', { name: 'Reason' }).fill('Checkout is down')
  await expect.element(screen.getByRole('textbox')).toHaveValue('Checkout is down')
})

test('a password field hides, shows on request and takes a paste', async () => {
  const screen = await render(PasswordField, { label: 'Personal access token', value: '' })
  await expectAccessible(screen.container)
  const field = screen.getByLabelText('Personal access token')
  await expect.element(field).toHaveAttribute('type', 'password')
  await field.click()
  const pasted = new DataTransfer()
  pasted.setData('text/plain', 'pat-1234')
  const allowed = field
    .element()
    .dispatchEvent(new ClipboardEvent('paste', { clipboardData: pasted, cancelable: true, bubbles: true }))
  expect(allowed).toBe(true)
  await userEvent.keyboard('pat-1234')
  await screen.getByRole('button', { name: 'Show what was typed' }).click()
  await expect.element(field).toHaveAttribute('type', 'text')
  await expect.element(field).toHaveValue('pat-1234')
  await expectAccessible(screen.container)
})

test('a select offers its options and marks what cannot be chosen', async () => {
  const screen = await render(Select, {
    label: 'Environment',
    value: 'qa',
    options: [
      { value: 'qa', label: 'QA' },
      { value: 'prod', label: 'PROD', disabled: true },
    ],
  })
  await expectAccessible(screen.container)
  const select = screen.getByRole('combobox', { name: 'Environment' })
  await expect.element(select).toHaveValue('qa')
  await expect.element(screen.getByRole('option', { name: 'PROD' })).toBeDisabled()
})

test('radio cards are one group moved through with the arrow keys', async () => {
  const screen = await render(RadioCards, {
    legend: 'Service plan',
    value: 'standard',
    options: [
      { value: 'standard', title: 'Standard', text: 'QA and PROD.' },
      { value: 'custom', title: 'Custom', text: 'UAT as well.' },
      { value: 'none', title: 'None', disabled: true },
    ],
    problem: 'Choose one.',
  })
  await expectAccessible(screen.container)
  const group = screen.getByRole('group', { name: 'Service plan' })
  await expect.element(group).toHaveAccessibleDescription('Choose one.')
  await screen.getByRole('radio', { name: 'Standard' }).click()
  await userEvent.keyboard('{ArrowDown}')
  await expect.element(screen.getByRole('radio', { name: 'Custom' })).toBeChecked()
  await expect
    .element(screen.getByRole('radio', { name: 'Custom' }))
    .toHaveAccessibleDescription('UAT as well.')
  // What it means is not said a second time as part of the name.
  await expect.element(screen.getByRole('radio', { name: 'Custom', exact: true })).toBeChecked()
})

test('a checkbox is ticked with the space bar and says so', async () => {
  const onchange = vi.fn()
  const screen = await render(Checkbox, {
    label: 'STG',
    hint: 'An add-on to the plan.',
    checked: false,
    onchange,
  })
  await expectAccessible(screen.container)
  ;(screen.getByRole('checkbox').element() as HTMLElement).focus()
  await userEvent.keyboard(' ')
  expect(onchange).toHaveBeenCalledExactlyOnceWith(true)
})

test('an icon button is called by its label and is large enough', async () => {
  const screen = await render(IconButton, { label: 'Show', icon: Eye, pressed: true })
  await expectAccessible(screen.container)
  const button = screen.getByRole('button', { name: 'Show', pressed: true }).element()
  const { width, height } = button.getBoundingClientRect()
  expect(Math.min(width, height)).toBeGreaterThanOrEqual(28)
})
