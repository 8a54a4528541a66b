import type { Comparison, DiffLine, FieldDiff, ObjectDiff } from '../interface'

/** One file of both packages, as far as a story needs it. */
export function diffOf(comparison: Comparison, entry: string): ObjectDiff {
  const object = comparison.objects.flatMap((group) => group.objects.map((one) => ({ ...one, kind: group.kind }))).find((one) => one.entry === entry)
  const asset = comparison.assets.find((one) => one.entry === entry)
  const name = object?.name ?? entry.split('/').at(-1)!
  const bare: ObjectDiff = {
    entry,
    object_type: object && !object.binary ? object.kind : null,
    name,
    kind: 'fields',
    before: object?.before ?? asset?.before ?? null,
    after: object?.after ?? asset?.after ?? null,
    fields: [],
    more: 0,
  }
  if (object?.binary || asset) return { ...bare, kind: 'binary' }
  if (entry.endsWith('.sql')) {
    return { ...bare, kind: 'text', after: 402, fields: [{ ...field('', null, null, 'added'), lines: sql }] }
  }
  if (object?.change === 'added') return { ...bare, fields: whole('added') }
  if (object?.change === 'removed') return { ...bare, fields: whole('removed') }
  if (name === 'CMSDBVersion') return { ...bare, fields: [field('KeyValue', '31.5.0', '31.6.2')] }
  return {
    ...bare,
    before: bare.before ?? 3_120,
    after: bare.after ?? 3_404,
    object_type: bare.object_type ?? entry.split('/')[2] ?? null,
    fields: entry.includes('languagemetadata') ? [field('ContentItemLanguageMetadataModifiedWhen', '2026-11-03T09:12:44Z', '2026-11-18T16:40:02Z')] : mixed,
    more: 2,
  }
}

function field(path: string, before: string | null, after: string | null, change: FieldDiff['change'] = 'changed'): FieldDiff {
  return { path, change, before, after, lines: [], secret: false }
}

function whole(change: 'added' | 'removed'): FieldDiff[] {
  const told = (path: string, value: string) =>
    change === 'added' ? field(path, null, value, change) : field(path, value, null, change)
  return [
    told('ClassDisplayName', 'Coffee tasting'),
    told('ClassName', 'DancingGoat.CoffeeTasting'),
    told('ClassIconClass', 'xp-cup'),
    told('ClassHasUnmanagedDbSchema', 'false'),
  ]
}

const line = (kind: DiffLine['kind'], text: string): DiffLine => ({ kind, text })

const mixed: FieldDiff[] = [
  field('ClassDisplayName', 'Article', 'Article page'),
  field('ClassContentTypeType', 'Reusable', 'Website'),
  field('ClassShortName', null, 'DancingGoatArticlePage', 'added'),
  field('ClassFormLayout', '<div class="legacy">$$input$$</div>', null, 'removed'),
  { ...field('ClassConnectionString', '••••••', '••••••'), secret: true },
  {
    ...field('ClassFormDefinition', null, null),
    lines: [
      line('gap', '38'),
      line('same', '<field column="ArticlePageSummary" columntype="longtext" enabled="true" visible="true">'),
      line('same', '  <properties>'),
      line('removed', '    <fieldcaption>Summary</fieldcaption>'),
      line('added', '    <fieldcaption>Summary shown in lists and in search results, at most two sentences</fieldcaption>'),
      line('same', '  </properties>'),
      line('added', '  <validationrulesdata>'),
      line('added', '    <ValidationRuleConfiguration><Identifier>Kentico.Administration.MaximumLength</Identifier></ValidationRuleConfiguration>'),
      line('added', '  </validationrulesdata>'),
      line('same', '</field>'),
      line('gap', '38'),
    ],
  },
]

const sql: DiffLine[] = [
  line('added', 'UPDATE DancingGoat_Tasting'),
  line('added', "SET Place = 'Tasting room'"),
  line('added', 'WHERE Place IS NULL'),
]
