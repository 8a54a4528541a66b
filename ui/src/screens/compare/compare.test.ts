import { describe, expect, it } from 'vitest'
import type { Changes, Comparison, ObjectChange, PackageSummary } from '../../backend/interface'
import { comparisonOf, nothing } from '../../backend/fake/compare'
import { dancingGoat } from '../../backend/fake/projects'
import { choices, lastSeen } from './choices'
import { headline } from './headline'
import { nameOfKind } from './kinds'
import { cutShort, finders, rowsOf } from './rows'

const n = (added: number, changed = 0, removed = 0): Changes => ({ added, changed, removed })

const compared = (changed: Partial<Comparison>): Comparison => ({ ...nothing(), ...changed })

describe('the headline', () => {
  it('counts what an editor and a developer know, the noun only once', () => {
    const totals = { ...nothing().totals, objects: n(12, 3, 1), libraries: n(0, 4) }
    expect(headline(compared({ totals })).title).toBe(
      '12 objects added, 3 changed, 1 removed; 4 libraries changed',
    )
  })

  it('says one of a kind in the singular', () => {
    const totals = { ...nothing().totals, migrations: n(1), content_items: n(0, 1) }
    expect(headline(compared({ totals })).title).toBe('1 content item changed; 1 migration added')
  })

  it('tells three parts and leaves the others to their tiles', () => {
    const totals = {
      ...nothing().totals,
      objects: n(1),
      content_items: n(1),
      libraries: n(1),
      settings: n(1),
    }
    expect(headline(compared({ totals })).title.split('; ')).toHaveLength(3)
  })

  it('says nothing but code only where the engine says so', () => {
    const totals = { ...nothing().totals, libraries: n(0, 4), files: n(0, 9) }
    expect(headline(compared({ totals, only_code: true })).title).toBe('Nothing but code')
    expect(headline(compared({ totals, only_code: false })).title).not.toContain('but code')
  })

  it('calls the same package the same, whatever its zip is like', () => {
    expect(headline(compared({ sameness: 'same-bytes' })).title).toBe('One and the same file')
    expect(headline(compared({ sameness: 'same-content' })).title).toBe('The same content in another zip')
  })

  it('says whether the CD repository differs, which downtime depends on', () => {
    const totals = { ...nothing().totals, files: n(0, 1) }
    expect(headline(compared({ totals, repository_changed: true })).text).toContain('downtime')
    expect(headline(compared({ totals, repository_changed: false })).text).toContain('the same')
  })
})

describe('finding in a comparison', () => {
  const rows = rowsOf(comparisonOf('release'))
  const found = finders(rows, nameOfKind)

  it('takes everything a row is known by, in any order and case', () => {
    const names = found.objects.find('COFFEE types', 'any').map((row) => row.name)
    expect(names.length).toBeGreaterThan(0)
    expect(rows.objects.filter((row) => names.includes(row.name)).every((row) => /coffee/i.test(`${row.name}${row.entry}${row.code_name}`))).toBe(true)
  })

  it('shows one kind of change alone', () => {
    for (const show of ['added', 'changed', 'removed'] as const) {
      const shown = found.objects.find('', show)
      expect(shown).toEqual(rows.objects.filter((row) => row.change === show))
    }
  })

  it('takes a folder in as long as it has that kind of change', () => {
    expect(found.files.find('', 'removed').every((row) => row.changes.removed > 0)).toBe(true)
  })

  it('goes through a hundred thousand rows while one types', () => {
    const many: ObjectChange[] = Array.from({ length: 100_000 }, (_, at) => ({
      change: 'added',
      name: `Object ${at}`,
      code_name: `object-${at}`,
      parent: null,
      channel: null,
      page_path: null,
      entry: `$CDRepository/@global/cms.tag/object-${at}.xml`,
      binary: false,
      before: null,
      after: 900,
    }))
    const all = rowsOf(compared({ objects: [{ kind: 'cms.tag', changes: n(100_000), objects: many }] }))
    const finder = finders(all, nameOfKind)
    expect(finder.objects.find('object-99999', 'any').map((row) => row.code_name)).toEqual(['object-99999'])
    expect(finder.objects.find('nothing like it', 'any')).toEqual([])
  })

  it('tells where a list was cut short', () => {
    const totals = { ...nothing().totals, objects: n(100_000) }
    expect(cutShort(totals, 'objects', 5_000)).toEqual({ n: 5_000, total: 100_000 })
    expect(cutShort(totals, 'objects', 100_000)).toBeNull()
  })
})

describe('what a package can be compared with', () => {
  const one = (id: string, seen: [string, string][] = []): PackageSummary => ({
    id,
    file_name: `${id}.zip`,
    sha256: id,
    build_number: null,
    code_version: null,
    size: 1,
    verdict: 'ready',
    inspected_at: '2026-11-20T08:00:00Z',
    placements: seen.map(([env, at]) => ({
      project_id: dancingGoat.id,
      env,
      sha256: id,
      file_name: `${id}.zip`,
      build_number: null,
      code_version: null,
      at,
      known_by: 'sent',
      downtime_ms: null,
    })) as PackageSummary['placements'],
  })

  it('begins with what was seen last in each environment', () => {
    const packages = [
      one('new'),
      one('old', [['qa', '2026-11-01T00:00:00Z'], ['prod', '2026-10-01T00:00:00Z']]),
      one('newer', [['qa', '2026-11-10T00:00:00Z']]),
    ]
    const found = choices(packages, dancingGoat, 'new')
    expect(found.slice(0, 2).map((choice) => [choice.from === 'environment' && choice.environment.key, choice.packageId])).toEqual([
      ['qa', 'newer'],
      ['prod', 'old'],
    ])
    expect(found.filter((choice) => choice.from === 'package').map((choice) => choice.packageId)).toEqual(['old', 'newer'])
  })

  it('is never the package itself', () => {
    const packages = [one('new', [['qa', '2026-11-01T00:00:00Z']])]
    expect(choices(packages, dancingGoat, 'new')).toEqual([])
    expect(lastSeen(packages, dancingGoat.id, 'qa')?.id).toBe('new')
  })

  it('needs no project', () => {
    expect(choices([one('a'), one('b')], null, 'a').map((choice) => choice.packageId)).toEqual(['b'])
  })
})
