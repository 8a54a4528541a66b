import { beforeEach, expect, test } from 'vitest'
import { fakeBackend, type FakeBackend, type ScenarioName } from '.'

const base = 'https://kxprestore7f21.blob.core.windows.net'
const link = (container: string, more = '') =>
  `${base}/${container}?sv=2024-11-04&sr=c&sp=rwl&se=2026-11-25T10:00:00Z&spr=https${more}&sig=abcdefghk%3D`

let backend: FakeBackend
let id: string

async function open(scenario: ScenarioName): Promise<void> {
  backend = fakeBackend({ scenario, clock: 'steps', start: Date.parse('2026-11-20T13:20:00Z') })
  const { preferences } = await backend.queryStart()
  const [row] = await backend.queryRestores(preferences.project_id!)
  id = row!.id
}

beforeEach(() => open('restore-created'))

test('links are taken in any order, with quotes and line breaks', async () => {
  const taken = await backend.actionTakeLinks(id, `"${link('storage-1')}"\n\n'${link('database-1')}'`, false)
  if (taken.outcome !== 'taken') throw new Error(taken.outcome)
  expect(taken.view.links.database?.container).toBe('database-1')
  expect(JSON.stringify(taken)).not.toContain('abcdefgh')
})

test('it is asked which is the database where the names do not tell', async () => {
  const asked = await backend.actionTakeLinks(id, `${link('kxp-1')} ${link('kxp-2')}`, false)
  if (asked.outcome !== 'ask-which') throw new Error(asked.outcome)
  const view = await backend.actionNameLinks(id, asked.id, 'second')
  expect(view.links.database?.container).toBe('kxp-2')
})

test('a link that cannot be used is named with its reason, and one alone is not enough', async () => {
  const expired = link('database-1').replace('2026-11-25', '2026-11-19')
  const answer = await backend.actionTakeLinks(id, `${expired}\n${link('storage-1')}`, false)
  expect(answer).toMatchObject({ outcome: 'not-usable', links: [{ fault: { code: 'link-expired' } }, { fault: null }] })
  const one = await backend.actionTakeLinks(id, link('database-1'), false)
  expect(one).toMatchObject({ outcome: 'not-usable', missing: 'storage' })
})

test('one session is open at a time', async () => {
  const { preferences } = await backend.queryStart()
  await expect(backend.actionBeginRestore(preferences.project_id!, 'uat')).rejects.toMatchObject({
    code: 'restore-open-already',
  })
})

test('a transfer goes through to a report that says how each file was proven', async () => {
  await open('restore-ready')
  const job = await backend.jobTransfer(id, { if_exists: 'refuse', limit: null, confirmation_id: 'a' })
  backend.stage.advance(20 * 60_000)
  const view = await backend.queryRestore(id)
  expect((await backend.queryJob(job.id)).state.state).toBe('succeeded')
  expect(view.report).toMatchObject({ all_is_well: true, not_sent: 0, verified: view.report!.files })
})

test('a transfer that needs a link goes on once it has one', async () => {
  await open('restore-needs-link')
  backend.stage.advance(1_000)
  const jobId = (await backend.queryRestore(id)).transfer_job!.id
  expect((await backend.queryJob(jobId)).state).toEqual({ state: 'waiting', waiting_for: 'link' })
  await backend.actionTakeLinks(id, `${link('database-7f21')} ${link('storage-7f21')}`, false)
  backend.stage.advance(1_000)
  expect((await backend.queryJob(jobId)).params['doing']).toBe('sending')
})

test('a second press is refused until it is said that it is meant', async () => {
  await open('restore-pressed')
  const press = (again: boolean) => backend.actionRestoreEvent(id, { event: 'restore-pressed', env: 'qa', again })
  await expect(press(false)).rejects.toMatchObject({ code: 'restore-pressed-already' })
  expect((await press(true)).session.presses).toHaveLength(2)
})
