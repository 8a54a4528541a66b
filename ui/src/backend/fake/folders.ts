import type { FolderPicture, FolderView, Readiness, SdkState, WebProject } from '../interface'
import { finding, place, worstFirst } from './findings'
import { verdictOf } from './samples'

/** A folder somebody may choose or drop. */
export type FolderSample = {
  name: string
  picture: FolderPicture
  /** What the readiness check says; none where there is no source code. */
  readiness: ((zeroDowntime: boolean) => Readiness) | null
  /** What the developer would run for what is missing. */
  commands?: string[]
}

export type FolderName = keyof typeof folders

const MB = 1_000_000
const sdk: SdkState = { state: 'found', version: '10.0.100', program: 'dotnet' }

const web: WebProject = {
  path: 'src/DancingGoat/DancingGoat.csproj',
  assembly: 'DancingGoat',
  framework: 'net10.0',
  xperience: { value: '31.6.2', source: 'Directory.Packages.props' },
  fixed_version: null,
}

const project: FolderPicture = {
  kind: 'project',
  name: 'dancing-goat',
  place: '/home/jana/projects/dancing-goat',
  project: web,
  other_projects: [],
  solution: 'DancingGoat.sln',
  publish: null,
  repository: {
    path: 'src/DancingGoat/$CDRepository',
    is_seed: false,
    configured: true,
    restore_mode: 'create-update',
    config_version: 2,
    objects: 9_057,
    migrations: 4,
    xperience: { value: '31.6.2', source: '@global/cms.settingskey/cmsdbversion.xml' },
    stored_at: '2026-11-19T16:41:00Z',
  },
  assets: {
    path: 'src/DancingGoat/$StorageAssets',
    files: 812,
    bytes: 96 * MB,
    containers: [{ name: 'default', count: 812, bytes: 96 * MB }],
  },
  packages: [],
  sdk,
  missing: ['publish'],
  steps: [
    { step: 'build-project', by: 'slipway' },
    { step: 'store-repository', by: 'done-or-slipway' },
    { step: 'publish', by: 'slipway' },
    { step: 'pack', by: 'slipway' },
    { step: 'prove', by: 'slipway' },
  ],
  cut_short: false,
}

const nothing: FolderPicture = {
  ...project,
  kind: 'other',
  name: 'Documents',
  place: '/home/jana/Documents',
  project: null,
  solution: null,
  repository: null,
  assets: null,
  sdk: { state: 'not-asked' },
  missing: ['web-project', 'publish', 'repository'],
  steps: [],
}

const published = {
  path: '',
  assembly: 'DancingGoat',
  other_assemblies: [],
  xperience: { value: '31.6.2', source: 'DancingGoat.deps.json' },
  made_at: '2026-11-20T08:12:00Z',
}

const ready = (zeroDowntime: boolean): Readiness =>
  report([
    finding('project-offline-page-absent', 'note', 'developer'),
    ...(zeroDowntime
      ? [
          finding('project-read-only-unsupported', 'warning', 'developer', {}, [
            place('src/DancingGoat/Controllers/CartController.cs', 48),
          ]),
        ]
      : []),
  ])

const notReady = (): Readiness =>
  report([
    finding('project-reference-missing', 'blocker', 'developer', { package: 'Kentico.Xperience.Cloud' }, [
      place('src/DancingGoat/DancingGoat.csproj', 14),
    ]),
    finding('project-cloud-services-missing', 'blocker', 'developer', {}, [place('src/DancingGoat/Program.cs', 23)]),
    finding('project-cloud-middleware-late', 'warning', 'developer', {}, [
      place('src/DancingGoat/Program.cs', 61, 'app.UseKenticoCloud();'),
    ]),
    finding('project-storage-not-mapped', 'warning', 'developer'),
    finding('project-versions-mixed', 'warning', 'developer', {}, [
      place('Directory.Packages.props', 9, '<PackageVersion Include="Kentico.Xperience.WebApp" Version="31.6.2" />'),
      place('Directory.Packages.props', 12, '<PackageVersion Include="Kentico.Xperience.Admin" Version="31.5.0" />'),
    ]),
    finding('project-offline-page-absent', 'note', 'developer'),
  ])

function report(some: Readiness['findings']): Readiness {
  const findings = worstFirst(some)
  return { findings, verdict: verdictOf(findings), files: 214, cut_short: false }
}

export const folders = {
  project: { name: 'dancing-goat', picture: project, readiness: ready },

  'not-ready': {
    name: 'dancing-goat',
    picture: { ...project, assets: null, repository: { ...project.repository!, is_seed: true, objects: 0, stored_at: null, xperience: null, path: 'src/DancingGoat/App_Data/CDRepository' }, missing: ['publish', 'repository-objects'] },
    readiness: notReady,
  },

  'no-sdk': {
    name: 'dancing-goat',
    picture: {
      ...project,
      sdk: { state: 'not-found' },
      repository: null,
      missing: ['sdk', 'publish', 'repository'],
      steps: project.steps.map(({ step }) => ({ step, by: step === 'pack' || step === 'prove' ? 'slipway' : 'developer' })),
    },
    readiness: ready,
    commands: [
      'dotnet build',
      'dotnet run --no-build -- --kxp-cd-store --repository-path ".\\`$CDRepository"',
      'dotnet publish --nologo -c Release -o ./publish',
    ],
  },

  several: {
    name: 'contoso-sites',
    picture: {
      ...project,
      name: 'contoso-sites',
      place: '/home/jana/projects/contoso-sites',
      solution: 'Contoso.Sites.slnx',
      other_projects: [
        { ...web, path: 'src/Contoso.Intranet/Contoso.Intranet.csproj', assembly: 'Contoso.Intranet' },
        { ...web, path: 'tools/Contoso.Mocks/Contoso.Mocks.csproj', assembly: 'Contoso.Mocks', xperience: null },
      ],
    },
    readiness: ready,
  },

  publish: {
    name: 'publish',
    picture: {
      ...nothing,
      kind: 'publish',
      name: 'publish',
      place: '/home/jana/Downloads/publish',
      publish: published,
      missing: ['repository'],
    },
    readiness: null,
    commands: ['dotnet run --no-build -- --kxp-cd-store --repository-path ".\\`$CDRepository"'],
  },

  content: {
    name: 'release-31-6',
    picture: {
      ...nothing,
      kind: 'package-content',
      name: 'release-31-6',
      place: '/home/jana/Downloads/release-31-6',
      publish: { ...published, other_assemblies: ['DancingGoat.Tools'] },
      repository: { ...project.repository!, path: '$CDRepository' },
      assets: { ...project.assets!, path: '$StorageAssets' },
      missing: [],
    },
    readiness: null,
  },

  repository: {
    name: '$CDRepository',
    picture: {
      ...nothing,
      kind: 'repository',
      name: '$CDRepository',
      place: '/home/jana/projects/dancing-goat/src/DancingGoat/$CDRepository',
      repository: { ...project.repository!, path: '' },
      missing: ['publish'],
    },
    readiness: null,
    commands: ['dotnet publish --nologo -c Release -o ./publish'],
  },

  packages: {
    name: 'builds',
    picture: {
      ...nothing,
      kind: 'packages',
      name: 'builds',
      place: '/home/jana/builds',
      packages: ['DancingGoat-1.0.0-202611200812.zip', 'release.zip'],
    },
    readiness: null,
  },

  other: { name: 'Documents', picture: nothing, readiness: null },

  'long-names': {
    name: 'Contoso International Corporate Website and Customer Self-Service Portal \u202egpj (EMEA, APAC)',
    picture: {
      ...project,
      name: 'Contoso International Corporate Website and Customer Self-Service Portal \u202egpj (EMEA, APAC)',
      place:
        '/home/jana/projects/2026/customers/contoso-international/websites/corporate-website-and-customer-self-service-portal/checkout-of-main',
      project: {
        ...web,
        path: 'src/Web/Contoso.International.Corporate.Website.And.Customer.SelfService.Portal/Contoso.International.Corporate.Website.And.Customer.SelfService.Portal.csproj',
        assembly: 'Contoso.International.Corporate.Website.And.Customer.SelfService.Portal',
        fixed_version: '4.12.0',
      },
      cut_short: true,
    },
    readiness: ready,
  },
} satisfies Record<string, FolderSample>

/** The folder with another of its web projects in the first place; only the first has its parts. */
export function meant(sample: FolderSample, path: string | null): FolderSample {
  const { picture } = sample
  const other = picture.other_projects.find((one) => one.path === path)
  if (!other || !picture.project) return sample
  const rest = picture.other_projects.filter((one) => one !== other)
  return {
    ...sample,
    picture: {
      ...picture,
      project: other,
      other_projects: [picture.project, ...rest],
      repository: null,
      assets: null,
      missing: ['publish', 'repository'],
    },
  }
}

/** What is told about a folder. */
export function folderView(
  sample: FolderSample,
  handle: string,
  zeroDowntime: boolean,
  packages: FolderView['packages'],
): FolderView {
  const needs = sample.picture.missing.filter((part) => part !== 'sdk')
  return {
    handle,
    picture: sample.picture,
    readiness: sample.readiness?.(zeroDowntime) ?? null,
    packages,
    ask: { assembly: sample.picture.project?.assembly ?? null, needs, commands: sample.commands ?? [] },
  }
}
