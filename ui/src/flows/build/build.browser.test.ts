import { expect, test } from 'vitest'
import { render } from 'vitest-browser-svelte'
import { folders } from '../../backend/fake/folders'
import { expectAccessible } from '../../parts/testing/accessible'
import AskDeveloper from './AskDeveloper.svelte'
import Commands from './Commands.svelte'
import { found } from './found'
import FoundList from './FoundList.svelte'
import PhaseList from './PhaseList.svelte'
import ReadinessReport from './ReadinessReport.svelte'

test('what was found says in words whether each part is there', async () => {
  const { picture } = folders['no-sdk']
  const screen = await render(FoundList, { rows: found(picture, picture.project) })
  await expectAccessible(screen.container)
  const items = screen.getByRole('listitem').elements().map((item) => item.textContent ?? '')
  expect(items.filter((text) => text.includes('Missing'))).toHaveLength(3)
  expect(items.filter((text) => text.includes('Found'))).toHaveLength(2)
})

test('a part that is the folder itself is said so, not shown as an empty path', async () => {
  const { picture } = folders.publish
  const screen = await render(FoundList, { rows: found(picture, null) })
  await expect.element(screen.getByText('The folder itself')).toBeVisible()
})

test('phases are told apart without their colours', async () => {
  const screen = await render(PhaseList, {
    phases: [
      { step: 'publish', state: 'done' },
      { step: 'pack', state: 'now' },
      { step: 'prove', state: 'ahead' },
    ],
  })
  await expectAccessible(screen.container)
  const items = screen.getByRole('listitem').elements()
  expect(items.map((item) => item.textContent?.replace(/\s+/g, ' ').trim())).toEqual([
    'Publish the application done',
    'Write the package at work',
    'Check the package and compute its SHA-256 still to come',
  ])
  expect(items.map((item) => item.getAttribute('aria-current'))).toEqual([null, 'step', null])
})

test('commands stand whole, with the folder they run in', async () => {
  const text = "dotnet run --no-build -- --kxp-cd-store --repository-path './$CDRepository'"
  const command = { step: 'store-repository' as const, text, folder: 'src/DancingGoat', writes: [] }
  const screen = await render(Commands, { commands: [command] })
  await expectAccessible(screen.container)
  expect(screen.container.querySelector('code')?.textContent).toBe(text)
  await expect.element(screen.getByText('src/DancingGoat')).toBeVisible()
})

test('the message to the developer can be read before it is sent', async () => {
  const ask = { assembly: 'DancingGoat', needs: ['publish' as const], commands: ['dotnet publish'] }
  const screen = await render(AskDeveloper, { ask, sdk: { state: 'not-found' }, folder: 'dancing-goat' })
  await expectAccessible(screen.container)
  await screen.getByText('Show the message').click()
  await expect.element(screen.getByText(/the deployment package of DancingGoat/)).toBeVisible()
})

test('readiness findings show their place at once and can each be copied', async () => {
  const readiness = folders['not-ready'].readiness()
  const screen = await render(ReadinessReport, { readiness, project: 'DancingGoat' })
  await expectAccessible(screen.container)
  await expect.element(screen.getByText('src/DancingGoat/DancingGoat.csproj').first()).toBeVisible()
  expect(screen.getByRole('button', { name: 'Copy the sentence for the developer' }).elements().length).toBeGreaterThan(3)
})
