import type {
  Changes,
  Comparison,
  ComparisonView,
  ContentItemChange,
  ObjectChange,
  ObjectGroup,
  OldPackage,
} from '../interface'
import { fault } from './faults'
import type { Sample } from './samples'
import type { KeptPackage, World } from './world'

/** What two packages of this story come to. */
export type ComparePlot = 'release' | 'code' | 'same' | 'many' | 'nothing'

/** The kept package that is meant, and where it was seen if that was asked. */
export function oldPackage(world: World, old: OldPackage): KeptPackage {
  if (old.from === 'package') return world.package(old.package_id)
  const environment = world.environment(old.project_id, old.env)
  const placement = world.placements.find((one) => one.project_id === old.project_id && one.env === old.env)
  const kept = [...world.packages.values()].find((one) => one.sample.sha256 === placement?.sha256)
  if (!placement || !kept) throw fault('nothing-seen-there', { environment: environment.name })
  return kept
}

export function compare(world: World, old: OldPackage, packageId: string): ComparisonView {
  const before = oldPackage(world, old)
  const after = world.package(packageId)
  for (const kept of [before, after]) {
    if (!kept.stillThere) throw fault('package-file-gone', { file: kept.sample.fileName })
  }
  return {
    old_package_id: before.id,
    package_id: after.id,
    placement:
      old.from === 'environment'
        ? (world.placements.find((one) => one.project_id === old.project_id && one.env === old.env) ?? null)
        : null,
    comparison: comparisonOf(before === after ? 'same' : world.plot.compares, before.sample, after.sample),
  }
}

const zero: Changes = { added: 0, changed: 0, removed: 0 }

/** Two packages of which nothing is known to differ. */
export function nothing(): Comparison {
  const side = {
    file_name: 'DancingGoat.zip',
    size: 0,
    files: 0,
    assembly: 'DancingGoat',
    build_number: null,
    code_version: '31.6.2',
    repository_version: '31.6.2',
    target_framework: 'net10.0',
    zero_downtime: false,
    restore_mode: 'create-update' as const,
    assets_mode: 'create-update' as const,
  }
  return {
    sameness: 'different',
    only_code: false,
    config_changed: false,
    repository_changed: false,
    old: side,
    new: side,
    totals: {
      libraries: zero,
      objects: zero,
      content_items: zero,
      settings: zero,
      migrations: zero,
      assets: zero,
      files: zero,
      rewritten: 0,
    },
    facts: [],
    libraries: [],
    objects: [],
    content_items: [],
    settings: [],
    migrations: [],
    assets: [],
    asset_folders: [],
    folders: [],
    unreadable: [],
  }
}

/** A comparison of this kind, between two samples if they are given. */
export function comparisonOf(plot: ComparePlot, before?: Sample, after?: Sample): Comparison {
  const bare = { ...nothing(), ...(before && after ? { old: sideOf(before), new: sideOf(after) } : {}) }
  if (plot === 'same') return { ...bare, sameness: 'same-bytes' }
  if (plot === 'nothing') return { ...bare, sameness: 'same-content' }
  if (plot === 'code') return code(bare)
  const whole = release(bare)
  return plot === 'many' ? withMany(whole) : whole
}

function sideOf({ fileName, facts }: Sample): Comparison['old'] {
  return {
    file_name: fileName,
    size: facts.size,
    files: facts.entries,
    assembly: facts.assembly,
    build_number: facts.build_number,
    code_version: facts.code_version?.value ?? null,
    repository_version: facts.repository_version?.value ?? null,
    target_framework: facts.target_framework?.value ?? null,
    zero_downtime: facts.zero_downtime,
    restore_mode: facts.restore_mode,
    assets_mode: facts.storage_assets?.mode ?? null,
  }
}

function code(bare: Comparison): Comparison {
  return counted({
    ...bare,
    only_code: true,
    libraries: release(bare).libraries.filter((library) => !library.platform),
    folders: release(bare).folders,
  })
}

function release(bare: Comparison): Comparison {
  return counted({
    ...bare,
    config_changed: true,
    repository_changed: true,
    facts: [
      {
        fact: 'build-number',
        before: bare.old.build_number ?? '1.0.0-202611140730',
        after: bare.new.build_number ?? '1.0.0-202611200812',
      },
      { fact: 'xperience-version', before: '31.5.0', after: '31.6.2' },
      { fact: 'zero-downtime', before: 'false', after: 'true' },
    ],
    libraries: [
      library('Kentico.Xperience.Admin', '31.5.0', '31.6.2', true),
      library('Kentico.Xperience.Cloud', '31.5.0', '31.6.2', true),
      library('Kentico.Xperience.WebApp', '31.5.0', '31.6.2', true),
      library('AngleSharp', '1.1.2', '1.3.0'),
      library('CsvHelper', null, '33.1.0'),
      library('Newtonsoft.Json', '13.0.3', '13.0.4'),
      library('SixLabors.ImageSharp', '3.1.7', null),
    ],
    objects: [
      group('cms.contenttype', [
        object('added', 'Coffee tasting', 'DancingGoat.CoffeeTasting', null, 6_412),
        object('added', 'Coffee subscription', 'DancingGoat.CoffeeSubscription', null, 5_190),
        object('changed', 'Article page', 'DancingGoat.ArticlePage', 8_020, 8_744),
        object('changed', 'Product (coffee types)', 'DancingGoat.Coffee', 7_301, 7_512),
        object('removed', 'Legacy banner', 'DancingGoat.LegacyBanner', 4_408, null),
      ]),
      group('cms.formclass', [object('added', 'Tasting sign-up', 'DancingGoatTastingSignUp', null, 9_902)]),
      group('cms.settingskey', [object('changed', 'CMSDBVersion', 'CMSDBVersion', 612, 612)]),
      group('emaillibrary.emailtemplate', [
        object('changed', 'Order confirmation', 'OrderConfirmation', 14_220, 14_871, 'DancingGoatEmails'),
      ]),
      group('contentitemdata.dancinggoat.image', [
        {
          ...object('added', '2f6c…#tasting-room.webp', 'DancingGoat.TastingRoom', null, 184_220),
          name: '2f6c0e1d#tasting-room.webp',
          parent: 'TastingRoomPhoto-4k2m1x',
          entry: '$CDRepository/@global/contentitemdata.dancinggoat.image/2f6c0e1d#tasting-room.webp',
          binary: true,
        },
        {
          ...object('changed', 'hero.jpg', 'DancingGoat.Hero', 402_118, 377_904),
          name: '91aa03be#hero.jpg',
          parent: 'HomeHero-8c1d0f',
          entry: '$CDRepository/@global/contentitemdata.dancinggoat.image/91aa03be#hero.jpg',
          binary: true,
        },
      ]),
      group('cms.tag', [
        ...['Washed', 'Natural', 'Honey', 'Anaerobic'].map((name) => object('added', name, `Coffee${name}`, null, 910)),
        object('removed', 'Blend (old)', 'CoffeeBlendOld', 910, null),
      ]),
    ],
    content_items: [
      item('added', 'Taste with us', 'TasteWithUs-7d01', 'ArticlePage', 'Article page', 'en', '/Articles/Taste-with-us'),
      item('added', 'Ochutnejte s námi', 'TasteWithUs-7d01', 'ArticlePage', 'Article page', 'cs', '/Articles/Taste-with-us'),
      item('changed', 'Home', 'Home-xcegxd3z', 'HomePage', 'Home page', 'en', '/Home'),
      item('changed', 'Ethiopia Yirgacheffe', 'EthiopiaYirgacheffe-2b7', 'Coffee', 'Product (coffee types)', 'en', null),
      item('removed', 'Summer sale 2025', 'SummerSale2025-9c', 'ArticlePage', 'Article page', 'en', '/Articles/Summer-sale-2025'),
    ],
    settings: [
      { file: 'appsettings.json', key: 'Kestrel:Limits:MaxRequestBodySize', change: 'added', before: null, after: '104857600', secret: false },
      { file: 'appsettings.json', key: 'Search:IndexName', change: 'changed', before: 'coffee-v2', after: 'coffee-v3', secret: false },
      { file: 'appsettings.Production.json', key: 'Search:ApiKey', change: 'changed', before: '••••••', after: '••••••', secret: true },
    ],
    migrations: [
      { name: '20261118_01_MoveTastings', change: 'added', stage: 'after-restore', entry: '$CDRepository/@migrations/20261118_01_movetastings.sql' },
      { name: '20261119_02_DropLegacyBanner', change: 'added', stage: 'not-listed', entry: '$CDRepository/@migrations/20261119_02_droplegacybanner.sql' },
    ],
    assets: [
      { entry: '$StorageAssets/default/assets/media/tastings/room 1.jpg', change: 'added', before: null, after: 2_118_402 },
      { entry: '$StorageAssets/default/assets/media/articles content/hero-bg.jpg', change: 'changed', before: 1_402_118, after: 1_377_904 },
    ],
    folders: [
      { folder: 'wwwroot/dist', changes: { added: 2, changed: 14, removed: 1 }, before: 3_204_118, after: 3_410_552 },
      { folder: '/', changes: { added: 1, changed: 6, removed: 0 }, before: 9_120_418, after: 9_184_110 },
      { folder: 'Views/Tasting', changes: { added: 4, changed: 0, removed: 0 }, before: 0, after: 18_402 },
    ],
    totals: { ...bare.totals, rewritten: 31 },
  })
}

/** A hundred thousand objects and long lists of everything else. */
function withMany(whole: Comparison): Comparison {
  const tags = Array.from({ length: 100_000 }, (_, at) =>
    object(at % 7 === 0 ? 'changed' : 'added', `Tag ${at}`, `Tag_${at}`, at % 7 === 0 ? 880 : null, 910),
  )
  return counted({
    ...whole,
    objects: [...whole.objects.filter((one) => one.kind !== 'cms.tag'), group('cms.tag', tags)],
    content_items: Array.from({ length: 4_000 }, (_, at) =>
      item('changed', `Article ${at} with a rather long title that somebody wrote`, `Article-${at}`, 'ArticlePage', 'Article page', at % 2 ? 'en' : 'cs', `/Articles/${at}`),
    ),
    unreadable: ['$CDRepository/@global/cms.tag/tag_17.xml'],
  })
}

/** The totals its lists come to. */
function counted(whole: Comparison): Comparison {
  const of = (list: readonly { change: keyof Changes }[]): Changes => {
    const sum = { ...zero }
    for (const { change } of list) sum[change]++
    return sum
  }
  const files = { ...zero }
  for (const { changes } of whole.folders) {
    for (const kind of ['added', 'changed', 'removed'] as const) files[kind] += changes[kind]
  }
  return {
    ...whole,
    totals: {
      ...whole.totals,
      libraries: of(whole.libraries),
      objects: of(whole.objects.flatMap((one) => one.objects)),
      content_items: of(whole.content_items),
      settings: of(whole.settings),
      migrations: of(whole.migrations),
      assets: of(whole.assets),
      files,
    },
  }
}

function library(name: string, before: string | null, after: string | null, platform = false): Comparison['libraries'][number] {
  const change = before === null ? 'added' : after === null ? 'removed' : 'changed'
  return { name, change, before, after, platform }
}

function object(
  change: keyof Changes,
  name: string,
  codeName: string,
  before: number | null,
  after: number | null,
  channel: string | null = null,
): ObjectChange {
  return {
    change,
    name,
    code_name: codeName,
    parent: null,
    channel,
    page_path: null,
    entry: `$CDRepository/${channel ?? '@global'}/objects/${codeName.toLowerCase()}.xml`,
    binary: false,
    before,
    after,
  }
}

function group(kind: string, objects: ObjectChange[]): ObjectGroup {
  const changes = { ...zero }
  for (const { change } of objects) changes[change]++
  return { kind, changes, objects }
}

function item(
  change: keyof Changes,
  title: string,
  codeName: string,
  type: string,
  typeName: string,
  language: string,
  pagePath: string | null,
): ContentItemChange {
  const folder = '$CDRepository/@global'
  return {
    change,
    title,
    code_name: codeName,
    content_type: `DancingGoat.${type}`,
    type_name: typeName,
    language,
    page_path: pagePath,
    channel: pagePath ? 'DancingGoatPages' : null,
    entries: [
      `${folder}/contentitemdata.dancinggoat.${type.toLowerCase()}/${codeName.toLowerCase()}_${language}.xml`,
      `${folder}/cms.contentitemlanguagemetadata/${codeName.toLowerCase()}_${language}.xml`,
    ],
  }
}
