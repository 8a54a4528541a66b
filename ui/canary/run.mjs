// A type check that reports nothing looks like one that found nothing. This runs it on a
// component that is wrong and insists that it says so.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))
const run = spawnSync(
  'npx',
  ['svelte-check', '--workspace', here, '--tsconfig', `${here}tsconfig.json`, '--output', 'machine'],
  { encoding: 'utf8', cwd: here },
)
const seen = ['not assignable to type', "'missing' does not exist"].filter((text) =>
  run.stdout.includes(text),
)
if (run.status === 0 || seen.length < 2) {
  console.error(run.stdout, run.stderr)
  console.error('The type check let a wrong component pass.')
  process.exit(1)
}
console.log('The type check still finds a wrong component.')
