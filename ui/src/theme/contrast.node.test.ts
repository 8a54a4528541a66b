import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')

function tokens(theme: 'light' | 'dark'): Record<string, string> {
  const block = css.split(`:root[data-theme='${theme}'] {`)[1]!.split('}')[0]!
  return Object.fromEntries(
    [...block.matchAll(/--([a-z-]+):\s*(#[0-9a-f]{6})/g)].map((pair) => [pair[1]!, pair[2]!]),
  )
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
}

function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (light! + 0.05) / (dark! + 0.05)
}

const grounds = ['bg', 'surface', 'raised', 'sunken', 'hover']
const hues = ['env-qa', 'env-uat', 'env-stg', 'env-prod', 'env-custom', 'ready', 'warning', 'blocked']

const text: [string, string][] = [
  ...grounds.flatMap((ground): [string, string][] => [
    ['ink', ground],
    ['muted', ground],
    ['accent', ground],
    ['danger', ground],
  ]),
  ...hues.flatMap((hue): [string, string][] => [
    [hue, `${hue}-soft`],
    [hue, 'surface'],
    ['ink', `${hue}-soft`],
    ['muted', `${hue}-soft`],
  ]),
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['on-danger', 'danger'],
  ['on-danger', 'danger-hover'],
  ['accent', 'accent-soft'],
  ['ink', 'accent-soft'],
  ['muted', 'accent-soft'],
  ['practice-ink', 'practice'],
]

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  const colour = tokens(theme)

  it.each(text)('%s can be read on %s', (ink, ground) => {
    expect(contrast(colour[ink]!, colour[ground]!)).toBeGreaterThanOrEqual(4.5)
  })

  it.each(['bg', 'surface', 'raised'])('the edge of a field can be seen on %s', (ground) => {
    expect(contrast(colour['line']!, colour[ground]!)).toBeGreaterThanOrEqual(3)
  })
})
