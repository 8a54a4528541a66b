import type { EnvironmentKind, Finding, PackageFacts, Verdict } from '../interface'
import { config } from './config'
import { facts, tally, unread } from './facts'
import { finding, place, worstFirst } from './findings'

/** A file somebody may choose or drop. */
export type Sample = {
  fileName: string
  folder: string
  sha256: string
  facts: PackageFacts
  /** What the checks say, for an environment or for none in particular. */
  findings: (target: EnvironmentKind | null) => Finding[]
}

export type SampleName = keyof typeof samples

const MB = 1_000_000

export const samples = {
  ready: {
    fileName: 'DancingGoat-1.0.0-202611200812.zip',
    folder: '/home/jana/builds/dancing-goat',
    sha256: '9f2c41d0b6a94dd2a1c27f5b9e03d8d4c2d7719b0f5be2d86f1a90c3e47ba07e',
    facts: facts(),
    findings: () => [],
  },

  warnings: {
    fileName: 'Kentico.Community.Portal.Web-31.6.2.3-202611191957.zip',
    folder: '/home/jana/Downloads',
    sha256: '51b8d2f7735c4a1c9d08e6f20b1f7c3a84e5d9610b2c7f83a4d16e95c0b7d312',
    facts: facts({
      assembly: 'Kentico.Community.Portal.Web',
      build_number: '31.6.2.3-202611191957+1d20c7be5741be89162eaf04f1895f8d33e26a12',
      built_at: '2026-11-19T19:57:00Z',
      code_version: { value: '31.6.2', source: 'Kentico.Community.Portal.Web.deps.json' },
      target_framework: {
        value: 'net10.0',
        source: 'Kentico.Community.Portal.Web.runtimeconfig.json',
      },
      zero_downtime: true,
      size: 412_771_034,
      uncompressed: 1_038_220_417,
      entries: 9_057,
      migrations: 4,
    }),
    findings: (target) =>
      worstFirst([
        finding('include-all', target === null ? 'note' : 'warning', 'developer', {}, [
          place('$CDRepository/repository.config', 6, '<IncludeAll />'),
        ]),
        finding('connection-string', 'warning', 'developer', {}, [
          place('appsettings.json', 14, '"CMSConnectionString": "Data Source=••••••"'),
        ]),
        finding('secret-setting', 'warning', 'developer', {}, [
          place('appsettings.json', 31, '"ApiKey": "••••••"'),
          place('appsettings.Production.json', 3, '"ClientSecret": "••••••"'),
        ]),
        finding('migration-removes-data', 'note', 'developer', {}, [
          place('$CDRepository/@migrations/2026-11-DropLegacyForms.sql', 12, 'DROP TABLE Form_Legacy'),
        ]),
        finding('zero-downtime-not-yet', 'note', 'you', {}, [
          place('cloud-metadata.json', null, 'EnableZeroDowntime'),
        ]),
      ]),
  },

  'will-not-work': {
    fileName: 'release.zip',
    folder: '/home/jana/Desktop',
    sha256: 'c07be3a1158f4e0c8d77125a9e36fb4240b1c8d37a52f6e9d0841b7c93ae5f66',
    facts: facts({
      assembly: 'DancingGoat.Web',
      code_version: { value: '31.6.2', source: 'DancingGoat.deps.json' },
      repository_version: {
        value: '31.4.1',
        source: '$CDRepository/@global/cms.settingskey/cmsdbversion.xml',
      },
      size: 2_310_448_902,
      uncompressed: 3_904_118_226,
      entries: 18_204,
      storage_assets: {
        directory: '$StorageAssets',
        mode: 'create',
        files: 6_912,
        bytes: 2_004 * MB,
        containers: [tally('default', 6_100, 1_791), tally('archive', 812, 213)],
      },
      folders: [
        tally('$StorageAssets/default', 6_100, 1_742),
        tally('$StorageAssets/archive', 812, 209),
        tally('$CDRepository/@global', 8_402, 131.8),
        tally('wwwroot/dist', 388, 92.7),
        tally('runtimes/linux-x64', 12, 14.9),
      ],
    }),
    findings: () =>
      worstFirst([
        finding('package-too-large', 'blocker', 'developer', {
          size_gb: '2.31',
          limit_gb: '2.15',
        }, [
          place('$StorageAssets/default', null, '1.74 GB'),
          place('$StorageAssets/archive', null, '0.21 GB'),
          place('$CDRepository/@global', null, '0.13 GB'),
        ]),
        finding(
          'assembly-missing',
          'blocker',
          'developer',
          { assembly: 'DancingGoat.Web' },
          [place('cloud-metadata.json', 2, '"AssemblyName": "DancingGoat.Web"')],
        ),
        finding(
          'version-mismatch',
          'blocker',
          'developer',
          { code_version: '31.6.2', repository_version: '31.4.1' },
          [
            place('DancingGoat.deps.json', 41, '"Kentico.Xperience.WebApp/31.6.2"'),
            place('$CDRepository/@global/cms.settingskey/cmsdbversion.xml', 8, '<KeyValue>31.4.1</KeyValue>'),
          ],
        ),
        finding(
          'asset-name-uppercase',
          'warning',
          'developer',
          {},
          Array.from({ length: 20 }, (_, at) =>
            place(`$StorageAssets/default/assets/Banners/Autumn-${at + 1}/Hero Image ${at + 1}.JPG`),
          ),
          192,
        ),
      ]),
  },

  full: {
    fileName: 'DancingGoat-1.1.0-202611201015.zip',
    folder: '/home/jana/builds/dancing-goat',
    sha256: 'e5a17c20d4b94f0c8d7e6f1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e',
    facts: facts({
      build_number: '1.1.0-202611201015+0c9df2a15741be89162eaf04f1895f8d33e26a12',
      restore_mode: 'full',
      config: config('full'),
    }),
    findings: () => [
      finding('restore-mode-full', 'warning', 'you', {}, [
        place('$CDRepository/repository.config', 3, '<RestoreMode>Full</RestoreMode>'),
      ]),
    ],
  },

  hostile: {
    fileName: 'invoice_2026-11-18_final (1).zip',
    folder: '/home/jana/Downloads',
    sha256: '00e1a4c97d2f4a63b0d9c55ef117b82a66d3095ccf0e47b81d25a9f3e6b4c8d1',
    facts: unread(8_114_002, 214),
    findings: () => [
      finding('entry-unsafe', 'blocker', 'developer', {}, [
        place('../../../home/jana/.config/autostart/update.desktop'),
        place('C:\\Windows\\System32\\drivers\\etc\\hosts'),
        place('wwwroot/‮gpj.exe'),
      ]),
      finding('entry-ratio', 'blocker', 'developer', { ratio: '100' }, [
        place('wwwroot/0.dat'),
      ]),
      finding('metadata-missing', 'blocker', 'developer', {}),
    ],
  },

  'long-name': {
    fileName:
      'Contoso.International.Corporate.Website.And.Customer.Self.Service.Portal.Web-4.12.0-preview.7-202611201131-branch-feature-checkout-redesign.zip',
    folder:
      '/home/jana/Projects/contoso/international-corporate-website/artifacts/deployment-packages/2026/11/20',
    sha256: 'ab19c07e55d24e8fb3d10c92a7f6e4810d3c5b62f19e7a0845bd6c31f2e9d740',
    facts: facts({
      assembly: 'Contoso.International.Corporate.Website.And.Customer.Self.Service.Portal.Web',
      build_number:
        '4.12.0-preview.7-202611201131+77aa0cfe5741be89162eaf04f1895f8d33e26a12',
      built_at: '2026-11-20T11:31:00Z',
    }),
    findings: () => [
      finding('platform-specific', 'note', 'developer', { platform: 'win-x64' }, [
        place(
          'Contoso.International.Corporate.Website.And.Customer.Self.Service.Portal.Web.deps.json',
          3,
          '.NETCoreApp,Version=v10.0/win-x64',
        ),
      ]),
    ],
  },
} satisfies Record<string, Sample>

/** The answer to "will it work?" for findings sorted worst first. */
export function verdictOf(findings: Finding[]): Verdict {
  const worst = findings[0]?.severity
  if (worst === 'blocker') return 'will-not-work'
  return worst === 'warning' ? 'ready-with-warnings' : 'ready'
}
