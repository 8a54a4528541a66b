/** What was found in a folder, as lines for people: each part of a package, where it lies or how to get it. */
import type { FolderPicture, WebProject } from '../../backend/interface'
import { say } from '../../copy'

export type FoundState =
  /** It lies there. */
  | 'found'
  /** Slipway can make it with the project's own tools. */
  | 'can-make'
  | 'missing'
  /** Not there and not needed. */
  | 'none'

export type FoundRow = {
  part: 'project' | 'publish' | 'repository' | 'assets' | 'sdk'
  state: FoundState
  /** Where it lies in the folder; empty for the folder itself, null where there is no place to tell. */
  path: string | null
  /** What is known about it. */
  facts: string[]
}

/** A row for each part worth telling, in the order a package is made. */
export function found(picture: FolderPicture, project: WebProject | null): FoundRow[] {
  const rows: (FoundRow | null)[] = [
    projectRow(picture, project),
    sdkRow(picture),
    repositoryRow(picture),
    publishRow(picture),
    assetsRow(picture),
  ]
  return rows.filter((row) => row !== null)
}

const canRun = (picture: FolderPicture) => picture.project !== null && picture.sdk.state === 'found'

function projectRow(picture: FolderPicture, project: WebProject | null): FoundRow | null {
  if (project) {
    const facts = [
      project.assembly,
      project.xperience ? say('build.found.xperience', { version: project.xperience.value }) : null,
      project.framework,
    ]
    return { part: 'project', state: 'found', path: project.path, facts: some(facts) }
  }
  return picture.missing.includes('web-project') || picture.missing.includes('xperience-packages')
    ? { part: 'project', state: 'missing', path: picture.solution, facts: [] }
    : null
}

function sdkRow({ sdk }: FolderPicture): FoundRow | null {
  switch (sdk.state) {
    case 'not-asked':
      return null
    case 'found':
      return { part: 'sdk', state: 'found', path: null, facts: [say('build.found.sdk', { version: sdk.version })] }
    case 'other-version-wanted':
      return {
        part: 'sdk',
        state: 'missing',
        path: null,
        facts: [
          sdk.wanted
            ? say('build.found.sdk.other-version-wanted', { version: sdk.wanted })
            : say('build.found.sdk.other-version'),
        ],
      }
    default:
      return { part: 'sdk', state: 'missing', path: null, facts: [say(`build.found.sdk.${sdk.state}`)] }
  }
}

function repositoryRow(picture: FolderPicture): FoundRow {
  const { repository } = picture
  const state = repository && repository.objects > 0 && !repository.is_seed ? 'found' : canRun(picture) ? 'can-make' : 'missing'
  if (!repository) return { part: 'repository', state, path: null, facts: [] }
  const facts = repository.is_seed
    ? [say('build.found.repository.seed')]
    : [
        say('build.found.objects', { n: repository.objects }),
        repository.stored_at ? say('build.found.stored', { at: repository.stored_at }) : null,
        repository.xperience ? say('build.found.xperience', { version: repository.xperience.value }) : null,
      ]
  return { part: 'repository', state, path: repository.path, facts: some(facts) }
}

function publishRow(picture: FolderPicture): FoundRow {
  const { publish } = picture
  if (!publish) return { part: 'publish', state: canRun(picture) ? 'can-make' : 'missing', path: null, facts: [] }
  const facts = [
    publish.assembly,
    publish.made_at ? say('build.found.made', { at: publish.made_at }) : null,
    publish.xperience ? say('build.found.xperience', { version: publish.xperience.value }) : null,
  ]
  return { part: 'publish', state: 'found', path: publish.path, facts: some(facts) }
}

function assetsRow({ assets }: FolderPicture): FoundRow {
  if (!assets) return { part: 'assets', state: 'none', path: null, facts: [] }
  const facts = [say('build.found.files', { n: assets.files, bytes: assets.bytes })]
  return { part: 'assets', state: 'found', path: assets.path, facts }
}

const some = (facts: (string | null)[]): string[] => facts.filter((fact): fact is string => fact !== null)
