// What a build ships, checked right after it was made: small enough, with all its words, nothing of
// the scripted backend, nothing the content security policy would refuse.
import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { gzipSync } from 'node:zlib'

const dist = new URL('../dist/', import.meta.url).pathname
// Bytes of JavaScript after gzip (promise 44): what the window loads before it shows anything, and
// everything there is, screens included that are loaded when one first goes there. The whole has room
// for what the settings hold: first aid, the support file, moving, updates and the list of licences.
const startBudget = 120_000
const wholeBudget = 350_000

const files = readdirSync(dist, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
const scripts = files.filter((file) => file.endsWith('.js'))
const styles = files.filter((file) => file.endsWith('.css'))
const text = (file) => readFileSync(file, 'utf8')
const html = text(join(dist, 'index.html'))

/** Scripts that are loaded with one: those it imports, and those they import, but not on demand. */
function loadedWith(file, seen = new Set()) {
  if (seen.has(file)) return seen
  seen.add(file)
  for (const [, path] of text(file).matchAll(/(?:\bfrom|\bimport)\s*["'](\.[^"']+\.js)["']/g)) {
    loadedWith(normalize(join(dirname(file), path)), seen)
  }
  return seen
}

// The page names its first script, and the connection to the window is fetched before anything is
// mounted, although on demand.
const named = [...html.matchAll(/(?:src|href)="([^"]+\.js)"/g)].map(([, path]) => join(dist, path))
const window = scripts.filter((file) => text(file).includes('query_start'))
const start = new Set([...named, ...window].flatMap((file) => [...loadedWith(file)]))
const packed = (some) => [...some].reduce((sum, file) => sum + gzipSync(readFileSync(file), { level: 9 }).length, 0)
const startSize = packed(start)
const wholeSize = packed(scripts)

const lastWords = Object.keys(JSON.parse(text(new URL('../src/copy/messages/ship.en.json', import.meta.url)))).at(-1)
const problems = [
  scripts.length === 0 && 'there is no JavaScript',
  named.length === 0 && 'the page names no script',
  window.length === 0 && 'the real backend is missing',
  startSize > startBudget && `the start loads ${startSize} bytes of JavaScript after gzip, more than ${startBudget}`,
  wholeSize > wholeBudget && `the JavaScript is ${wholeSize} bytes after gzip in all, more than ${wholeBudget}`,
  scripts.some((file) => text(file).includes('slipwayStage')) && 'the scripted backend is inside',
  !scripts.some((file) => text(file).includes(lastWords)) && 'the words are missing',
  /<script(?![^>]*\bsrc=)/.test(html) && 'a script stands inside the page',
  /\sstyle=|<style/.test(html) && 'a style stands inside the page',
  /https?:\/\//.test(html) && 'the page names another host',
  styles.some((file) => /url\(["']?(data|https?):/.test(text(file))) && 'a style loads what is refused',
].filter(Boolean)

for (const problem of problems) console.error(`dist: ${problem}`)
const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`
console.log(
  `JavaScript after gzip: ${kB(startSize)} of ${kB(startBudget)} at the start, ` +
    `${kB(wholeSize)} of ${kB(wholeBudget)} in all (${start.size} of ${scripts.length} files)`,
)
process.exit(problems.length > 0 ? 1 : 0)
