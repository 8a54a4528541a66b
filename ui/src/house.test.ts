/** Rules of the tree that a compiler does not know. */
import { expect, test } from 'vitest'

const sources = import.meta.glob<string>(['./**/*.svelte', './**/*.ts'], {
  eager: true,
  query: '?raw',
  import: 'default',
})
const files = Object.entries(sources)

test('promise 34: only the backend imports the window’s own modules', () => {
  const found = files
    .filter(([path]) => !['./backend/tauri.ts', './backend/bindings.ts'].includes(path))
    .filter(([path, text]) => path !== './house.test.ts' && /from ['"]@tauri-apps|import\(['"]@tauri-apps/.test(text))
  expect(found.map(([path]) => path)).toEqual([])
  expect(sources['./backend/bindings.ts']).toContain('@tauri-apps')
})

test('no screen makes a request of its own', () => {
  const found = files.filter(
    ([path, text]) => path !== './house.test.ts' && /\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon/.test(text),
  )
  expect(found.map(([path]) => path)).toEqual([])
})

test('promise 35: no markup is made from strings and no style is written inline', () => {
  const found = files.filter(
    ([path, text]) =>
      path !== './house.test.ts' &&
      !path.includes('.test.') &&
      !path.includes('/testing/') &&
      /\{@html|innerHTML|\sstyle="|\beval\(|new Function\(/.test(text),
  )
  expect(found.map(([path]) => path)).toEqual([])
})

test('the engine’s doors are called through the backend, never the bindings', () => {
  const found = files.filter(
    ([path, text]) => !path.startsWith('./backend/') && /import \{[^}]*commands[^}]*\} from .*bindings/.test(text),
  )
  expect(found.map(([path]) => path)).toEqual([])
})

test('promise 45: every word in a component comes from the catalog', () => {
  const found = files
    .filter(([path]) => path.endsWith('.svelte'))
    .flatMap(([path, text]) => wordsIn(text).map((words) => `${path}: ${words}`))
  expect(found).toEqual([])
})

test('files stay small enough to be read', () => {
  const long = files
    .filter(([path]) => path !== './backend/bindings.ts')
    .map(([path, text]) => ({ path, lines: text.split('\n').length }))
    .filter(({ lines }) => lines > 450)
  expect(long).toEqual([])
})

/** Text between tags, and label-like attributes, that were written instead of looked up. */
function wordsIn(component: string): string[] {
  const markup = component
    .replace(/<script[\s\S]*?<\/script>/g, '')
    .replace(/<style[\s\S]*?<\/style>/g, '')
    .replace(/<!--[\s\S]*?-->/g, '')
  const bare = withoutBraces(markup)
  const text = [...bare.matchAll(/>([^<>]+)</g)].map((found) => found[1]!.trim())
  const labels = [...bare.matchAll(/\b(?:aria-label|title|placeholder|alt|label)="([^"]*)"/g)].map(
    (found) => found[1]!.trim(),
  )
  return [...text, ...labels].filter((words) => /\p{L}{2,}/u.test(words))
}

/** What is in braces is code: expressions, blocks and snippets. */
function withoutBraces(markup: string): string {
  let depth = 0
  let kept = ''
  for (const char of markup) {
    if (char === '{') depth++
    if (depth === 0) kept += char
    if (char === '}') depth--
  }
  // An arrow function's `>` inside braces is gone now; so every `>` left ends a tag.
  return kept
}
