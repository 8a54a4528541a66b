import { describe, expect, it } from 'vitest'
import { folders, type FolderName, folderView } from '../../backend/fake/folders'
import { choicesOf, modeOf, sourceOf, sources, suitingMode, undecided } from './choices'

const view = (name: FolderName) => folderView(folders[name], 'f1', false, [])

describe('where the parts come from', () => {
  it('a project is published anew and its stored repository is taken as it lies there', () => {
    expect(sourceOf(view('project'), {}, 'publish')).toBe('run')
    expect(sourceOf(view('project'), {}, 'repository')).toBe('found')
    expect(sourceOf(view('project'), {}, 'assets')).toBe('found')
  })

  it('a repository without objects is never offered as it is', () => {
    expect(sources(view('not-ready'), 'repository')).toEqual(['run', 'chosen'])
  })

  it('without the SDK nothing is offered that would need it', () => {
    expect(sources(view('no-sdk'), 'publish')).toEqual(['chosen'])
    expect(sources(view('no-sdk'), 'repository')).toEqual(['chosen'])
  })

  it('a publish folder is taken as it is', () => {
    expect(sourceOf(view('publish'), {}, 'publish')).toBe('found')
    expect(undecided(view('publish'), {})).toEqual(['repository'])
  })

  it('what was found belongs to one project and is not offered for another', () => {
    const project = 'src/Contoso.Intranet/Contoso.Intranet.csproj'
    expect(sources(view('several'), 'repository', project)).toEqual(['run', 'chosen'])
    expect(sources(view('several'), 'repository', 'src/DancingGoat/DancingGoat.csproj')).toContain('found')
  })

  it('a choice that is not offered any more falls back to what suits', () => {
    expect(sourceOf(view('no-sdk'), { publish: 'run' }, 'publish')).toBe('chosen')
  })
})

describe('the order', () => {
  it('cannot be given while a folder is missing', () => {
    expect(choicesOf(view('no-sdk'), {})).toBeNull()
    expect(choicesOf(view('no-sdk'), { folders: { publish: { handle: 'p', name: 'publish' } } })).toBeNull()
  })

  it('says for every part where it comes from', () => {
    const part = (handle: string) => ({ handle, name: handle })
    const chosen = { folders: { publish: part('p'), repository: part('r') }, assembly: '  Site ', reuse: 'k1' }
    expect(choicesOf(view('no-sdk'), chosen)).toEqual({
      folder: 'f1',
      project: null,
      assembly: 'Site',
      publish: { from: 'chosen', folder: 'p' },
      repository: { from: 'chosen', folder: 'r' },
      assets: { from: 'found' },
      assets_mode: 'create',
      zero_downtime: false,
      keep_product_version: false,
      reuse: 'k1',
    })
  })

  it('takes the word of the repository for storage assets, unless the user says otherwise', () => {
    expect(modeOf(view('project'), {})).toBe('create-update')
    expect(modeOf(view('project'), { assetsMode: 'create' })).toBe('create')
    expect(modeOf(view('publish'), {})).toBe('create')
    expect(suitingMode('full')).toBe('create')
  })
})
