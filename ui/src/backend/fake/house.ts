import type { HousePreview, Questions } from '../interface'
import { fault } from './faults'
import type { World } from './world'

type House = 'actionExportHouse' | 'actionRevealHouse' | 'actionChooseHouse' | 'queryHouse' | 'actionImportHouse'

/** Moving to another computer: one file that is always the same, and taken in once. */
export function houseQuestions(world: World): Pick<Questions, House> {
  let taken = false
  const preview = (): HousePreview => ({
    file_name: 'slipway.slipway-house',
    made_at: '2026-11-19T16:40:00Z',
    slipway: '0.1.0',
    projects: [
      {
        name: 'Contoso',
        portal: 'https://xperience-portal.com',
        environments: 4,
        known: taken,
        differs: false,
        twin: null,
      },
    ],
    history: { entries: 312, new: taken ? 0 : 312, becomes_whole: world.entries.length === 0 },
    parts: [
      { part: 'projects', new: taken ? 0 : 1, same: taken ? 1 : 0, differs: 0 },
      { part: 'preferences', new: 0, same: 0, differs: 1 },
      { part: 'releases', new: taken ? 0 : 6, same: taken ? 6 : 0, differs: 0 },
      { part: 'entries', new: taken ? 0 : 312, same: taken ? 312 : 0, differs: 0 },
    ],
    adds_something: !taken,
    print: 'print',
  })
  return {
    actionExportHouse: async () => {
      if (world.plot.savesAt === null) return null
      world.write('house-exported')
      return {
        handle: 'house',
        file_name: 'slipway.slipway-house',
        size: 148_000,
        projects: world.projects.length,
        releases: 6,
        entries: world.entries.length,
      }
    },
    actionRevealHouse: async () => null,
    actionChooseHouse: async () => ({ handle: 'house', file_name: 'slipway.slipway-house', size: 148_000 }),
    queryHouse: async () => preview(),
    actionImportHouse: async (_, print) => {
      if (print !== 'print') throw fault('house-changed')
      const { parts, projects } = preview()
      world.write('house-imported')
      taken = true
      return { parts, without_token: projects.map((project) => project.name) }
    },
  }
}
