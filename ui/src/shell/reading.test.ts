import { expect, it } from 'vitest'
import { useBackend, type Backend } from '../backend'
import { Reading } from './reading'

it('a reading nobody waits for is stopped once, and one that ended never', () => {
  const stopped: string[] = []
  useBackend({
    actionStopReading: (name: string) => {
      stopped.push(name)
      return Promise.resolve(null)
    },
  } as unknown as Backend)
  const [left, read] = [new Reading(), new Reading()]
  left.stop()
  left.stop()
  read.ended()
  read.stop()
  expect(stopped).toEqual([left.name])
  expect(left.name).not.toBe(read.name)
})
