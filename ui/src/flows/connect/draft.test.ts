import { expect, test } from 'vitest'
import type { Project } from '../../backend/interface'
import {
  formOf,
  included,
  keyFor,
  moved,
  newForm,
  problemsOf,
  stepOf,
  toDraft,
  withCustom,
  without,
  withPlan,
} from './draft'

const keys = (form: Parameters<typeof included>[0]) => included(form).map(({ key }) => key)

test('a new project starts on a standard plan with QA and PROD', () => {
  expect(keys(newForm())).toEqual(['qa', 'prod'])
})

test('the Custom plan brings UAT between QA and PROD, and leaving it takes UAT away', () => {
  const custom = withPlan(newForm(), 'custom')
  expect(keys(custom)).toEqual(['qa', 'uat', 'prod'])
  expect(keys(withPlan(custom, 'standard'))).toEqual(['qa', 'prod'])
})

test('what was typed for an environment survives a change of plan and back', () => {
  const custom = withPlan(newForm(), 'custom')
  custom.environments.find(({ kind }) => kind === 'uat')!.site = 'https://uat.example.com'
  const back = withPlan(withPlan(custom, 'standard'), 'custom')
  expect(back.environments.find(({ kind }) => kind === 'uat')!.site).toBe('https://uat.example.com')
})

test('a custom environment comes before production and can be moved and removed', () => {
  const form = withCustom(withPlan(newForm(), 'custom'), 'c')
  expect(included(form).map(({ kind }) => kind)).toEqual(['qa', 'uat', 'custom', 'prod'])
  expect(included(moved(form, 'c', -1)).map(({ kind }) => kind)).toEqual(['qa', 'custom', 'uat', 'prod'])
  expect(included(moved(moved(form, 'c', 1), 'c', 1)).at(-1)!.kind).toBe('custom')
  expect(included(without(form, 'c')).map(({ kind }) => kind)).toEqual(['qa', 'uat', 'prod'])
})

test('moving passes over environments that are not included', () => {
  const form = withCustom(withPlan(newForm(), 'custom'), 'c')
  expect(form.environments.some(({ kind, included }) => kind === 'stg' && !included)).toBe(true)
  expect(included(moved(form, 'c', 1)).map(({ kind }) => kind)).toEqual(['qa', 'uat', 'prod', 'custom'])
})

test.each([
  ['Load test', 'load-test'],
  ['  Přijímací – 2 ', 'prijimaci-2'],
  ['QA', 'qa'],
  ['***', ''],
])('the name "%s" stands as "%s" in the upload address', (name, key) => {
  expect(keyFor(name)).toBe(key)
})

test('blank fields are saved as none, and only what is included', () => {
  const form = { ...newForm(), name: ' Contoso ', role: 'devops-engineer' as const }
  form.environments[0]!.site = ' https://qa.example.com '
  form.environments[0]!.text = ' '
  const draft = toDraft(form)
  expect(draft.name).toBe('Contoso')
  expect(draft.environments).toHaveLength(2)
  expect(draft.environments[0]).toEqual({
    key: 'qa',
    kind: 'qa',
    name: 'QA',
    site: 'https://qa.example.com',
    expectation: { path: '/', status: 200, text: null },
  })
  expect(draft.environments[1]!.site).toBeNull()
})

test('editing and saving without a change sends the project as it was', () => {
  const project: Project = {
    id: 'p',
    name: 'Dancing Goat',
    guid: '6f1d2c3b-4a5e-4b6c-8d7e-9f0a1b2c3d4e',
    portal: 'https://xperience-portal.com',
    plan: 'custom',
    role: 'tenant-administrator',
    environments: ['qa', 'europe', 'prod'].map((key) => ({
      key,
      kind: key === 'europe' ? ('custom' as const) : (key as 'qa' | 'prod'),
      name: key.toUpperCase(),
      site: `https://${key}.example.com`,
      expectation: { path: '/status', status: 204, text: 'ok' },
    })),
    practice: false,
    created_at: '2026-11-20T10:00:00Z',
  }
  const draft = toDraft(formOf(project))
  expect(draft.environments).toEqual(project.environments)
  expect(draft).toMatchObject({ id: 'p', name: 'Dancing Goat', plan: 'custom', role: 'tenant-administrator' })
  expect(draft.address).toContain(project.guid)
})

test('a problem leads to the step and the environment it belongs to', () => {
  const form = withPlan(newForm(), 'custom')
  form.environments.find(({ kind }) => kind === 'uat')!.included = false
  const problem = { field: 'environments.1.expectation.status', code: 'status-invalid', params: {} }
  expect(stepOf(problem)).toBe('environments')
  expect(stepOf({ field: 'address', code: 'x', params: {} })).toBe('address')
  expect(problemsOf([problem], form, 'prod')).toEqual({ status: problem })
  expect(problemsOf([problem], form, 'qa')).toEqual({})
  expect(problemsOf([problem], form, 'uat')).toEqual({})
})
