// What a build ships, checked right after it was made: small enough, with all its words, nothing of
// the scripted backend, nothing the content security policy would refuse.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const dist = new URL('../dist/', import.meta.url).pathname
const budget = 120_000 // bytes of JavaScript after gzip (promise 44)

const files = readdirSync(dist, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
const scripts = files.filter((file) => file.endsWith('.js'))
const styles = files.filter((file) => file.endsWith('.css'))
const text = (file) => readFileSync(file, 'utf8')

const size = scripts.reduce((sum, file) => sum + gzipSync(readFileSync(file), { level: 9 }).length, 0)
const lastWords = Object.keys(JSON.parse(text(new URL('../src/copy/messages/ship.en.json', import.meta.url)))).at(-1)
const html = text(join(dist, 'index.html'))
const problems = [
  scripts.length === 0 && 'there is no JavaScript',
  size > budget && `the JavaScript is ${size} bytes after gzip, more than ${budget}`,
  scripts.some((file) => text(file).includes('slipwayStage')) && 'the scripted backend is inside',
  !scripts.some((file) => text(file).includes('query_start')) && 'the real backend is missing',
  !scripts.some((file) => text(file).includes(lastWords)) && 'the words are missing',
  /<script(?![^>]*\bsrc=)/.test(html) && 'a script stands inside the page',
  /\sstyle=|<style/.test(html) && 'a style stands inside the page',
  /https?:\/\//.test(html) && 'the page names another host',
  styles.some((file) => /url\(["']?(data|https?):/.test(text(file))) && 'a style loads what is refused',
].filter(Boolean)

for (const problem of problems) console.error(`dist: ${problem}`)
console.log(`JavaScript after gzip: ${(size / 1000).toFixed(1)} kB of ${budget / 1000} kB`)
process.exit(problems.length > 0 ? 1 : 0)
