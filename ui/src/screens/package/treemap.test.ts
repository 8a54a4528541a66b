import { describe, expect, it } from 'vitest'
import type { FolderNode } from '../../backend/interface'
import { partsOf, share, wayTo } from './folder'
import { type Box, neighbour, squarify } from './treemap'

const frame: Box = { x: 0, y: 0, width: 640, height: 360 }
const area = (box: Box) => box.width * box.height

describe('the treemap', () => {
  const weights = [600, 300, 200, 120, 60, 40, 20, 9, 3, 1, 1, 0.2]

  it('gives every part the area of its weight', () => {
    const boxes = squarify(weights, frame)
    const all = weights.reduce((sum, weight) => sum + weight, 0)
    boxes.forEach((box, at) => expect(area(box)).toBeCloseTo((weights[at]! / all) * area(frame), 3))
  })

  it('stays in its frame and lets no two parts overlap', () => {
    const boxes = squarify(weights, frame)
    for (const [at, a] of boxes.entries()) {
      expect(a.x).toBeGreaterThanOrEqual(-1e-6)
      expect(a.x + a.width).toBeLessThanOrEqual(frame.width + 1e-6)
      expect(a.y + a.height).toBeLessThanOrEqual(frame.height + 1e-6)
      for (const b of boxes.slice(at + 1)) {
        const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
        const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
        expect(across > 1e-6 && down > 1e-6).toBe(false)
      }
    }
  })

  it('keeps equal parts close to squares', () => {
    for (const box of squarify(Array(12).fill(1), frame)) {
      expect(Math.max(box.width / box.height, box.height / box.width)).toBeLessThan(2)
    }
  })

  it('draws nothing for nothing', () => {
    expect(squarify([], frame)).toEqual([])
    expect(squarify([0, 0], frame).every((box) => area(box) === 0)).toBe(true)
    expect(squarify([5, 0], frame).map(area)).toEqual([area(frame), 0])
    expect(squarify([1], { ...frame, width: 0 }).map(area)).toEqual([0])
  })

  it('leads every part to every other with the arrow keys', () => {
    const boxes = squarify(weights.slice(0, 10), frame)
    const reached = new Set([0])
    const open = [0]
    while (open.length > 0) {
      const at = open.pop()!
      for (const way of ['left', 'right', 'up', 'down'] as const) {
        const next = neighbour(boxes, at, way)
        if (!reached.has(next)) open.push(next)
        reached.add(next)
      }
    }
    expect(reached.size).toBe(boxes.length)
  })
})

const node = (name: string, compressed: number, children: FolderNode[] = [], more = 0): FolderNode => ({
  name,
  files: children.length || 1,
  compressed,
  uncompressed: compressed * 2,
  file: children.length === 0,
  children,
  more_files: more,
  more_compressed: more * 10,
  more_uncompressed: more * 20,
})

describe('what a folder is shown as', () => {
  it('is its parts, the heaviest first, and one for what is left', () => {
    const folder = node('', 1000, [node('a', 600, [node('x', 600)]), node('b', 300)], 10)
    expect(partsOf(folder).map((part) => [part.name, part.compressed, part.opens])).toEqual([
      ['a', 600, true],
      ['b', 300, false],
      ['', 100, false],
    ])
  })

  it('is no more than can be told apart, and loses nothing', () => {
    const folder = node('', 5050, Array.from({ length: 100 }, (_, at) => node(`f${at}`, 100 - at)))
    const parts = partsOf(folder)
    expect(parts.length).toBeLessThanOrEqual(32)
    expect(parts.reduce((sum, part) => sum + part.compressed, 0)).toBe(5050)
    expect(parts.reduce((sum, part) => sum + part.files, 0)).toBe(100)
  })

  it('tells a folder that holds nothing but another one together with it', () => {
    const inner = node('b', 10, [node('x', 6), node('y', 4)])
    expect(partsOf(node('', 10, [node('a', 10, [inner])])).map((part) => [part.name, part.path])).toEqual([
      ['a/b', ['a', 'b']],
    ])
    expect(partsOf(node('', 20, [node('a', 20, [inner], 1)])).map((part) => part.name)).toEqual(['a'])
  })

  it('is found by its path, as far as that leads', () => {
    const root = node('', 10, [node('a', 10, [node('b', 10, [node('c', 10)])])])
    expect(wayTo(root, ['a', 'b']).map((folder) => folder.name)).toEqual(['', 'a', 'b'])
    expect(wayTo(root, ['a', 'nowhere', 'b']).map((folder) => folder.name)).toEqual(['', 'a'])
  })

  it('is never told as nothing while something is in it', () => {
    expect(share(1, 1000)).toBe('<1')
    expect(share(0, 1000)).toBe('0')
    expect(share(500, 1000)).toBe('50')
  })
})
