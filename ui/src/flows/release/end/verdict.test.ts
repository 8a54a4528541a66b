import { describe, expect, it } from 'vitest'
import type { MonitorView, Release } from '../../../backend/interface'
import { kinds, needsRemarks, notYet } from './verdict'

const release = { rolled_back: null } as Release
const back = (restored_at: string | null) => ({ rolled_back: { restored_at } }) as Release
const watched = (phase: MonitorView['phase'], looks = 180) => ({ phase, overall: { looks } }) as MonitorView

describe('a verdict', () => {
  it('is not healthy without a measurement', () => {
    expect(notYet('healthy', release, null)).toBe('not-measured')
    expect(notYet('healthy-with-remarks', release, watched('done', 0))).toBe('not-measured')
  })

  it('is not healthy before the half hour is over', () => {
    expect(notYet('healthy', release, watched('monitoring'))).toBe('half-hour-not-over')
    expect(notYet('healthy', release, watched('done'))).toBeNull()
  })

  it('is not healthy once a rollback was called, and rolled back only once it is done', () => {
    expect(notYet('healthy', back(null), watched('done'))).toBe('rolled-back')
    expect(notYet('rolled-back', release, watched('done'))).toBe('not-rolled-back')
    expect(notYet('rolled-back', back(null), null)).toBe('not-rolled-back')
    expect(notYet('rolled-back', back('2026-11-20T15:00:00Z'), null)).toBeNull()
  })

  it('can always be that the release was given up', () => {
    expect(notYet('given-up', release, null)).toBeNull()
  })

  it('asks for remarks wherever the word alone says too little', () => {
    expect(kinds.filter((kind) => !needsRemarks(kind))).toEqual(['healthy'])
  })
})
