import { describe, expect, it } from 'vitest'
import { Clock } from '../../../backend/fake/clock'
import { calm } from '../../../backend/fake/plot'
import { samples } from '../../../backend/fake/samples'
import { World } from '../../../backend/fake/world'
import { messageForDeveloper } from './for-developer'

const world = new World(new Clock(0), calm)
const message = (name: keyof typeof samples) =>
  messageForDeveloper(world.view(world.keep(samples[name]), null), 'QA')

describe('the message to the developer', () => {
  it('says what was looked at, for where, and how it came out', () => {
    const text = message('will-not-work')
    expect(text).toContain('release.zip')
    expect(text).toContain('Checked for: QA')
    expect(text).toContain(samples['will-not-work'].sha256)
    expect(text.replace(/\u202f/g, ' ')).toContain('2 310 448 902 bytes')
  })

  it('names every finding with its places and how many more there are', () => {
    const text = message('will-not-work')
    expect(text).toContain('$CDRepository/@global/cms.settingskey/cmsdbversion.xml, line 8')
    expect(text).toContain('and 192 more places')
    expect(text.match(/^\d+\. (Blocker|Warning)/gm)).toHaveLength(4)
  })

  it('shows what a hostile name would hide', () => {
    expect(message('hostile')).toContain('⟨U+202E⟩')
    expect(message('hostile')).not.toContain('\u202e')
  })

  it('says so when there is nothing to mend', () => {
    expect(message('ready')).toContain('Nothing was found that needs a change.')
  })
})
