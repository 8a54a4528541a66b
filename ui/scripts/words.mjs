// Compiles the catalog in src/copy/messages to functions in src/copy/generated. Vite does so by
// itself with the same options; run as a script this does it for the type check, which has no Vite.
import { fileURLToPath } from 'node:url'
import { compile } from '@inlang/paraglide-js'

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url))

/** @type {import('@inlang/paraglide-js').CompilerOptions} */
export const words = {
  project: at('project.inlang'),
  outdir: at('src/copy/generated'),
  // One language and no server: what chooses a locale at run time is left out of the bundle.
  strategy: ['baseLocale'],
  experimentalStaticLocale: '"en"',
  isServer: 'false',
  // The same files from every command, so that none compiles again what another one did.
  outputStructure: 'locale-modules',
  emitGitIgnore: false,
  emitPrettierIgnore: false,
  emitReadme: false,
}

/** Words that are loaded with the flow that needs them: first of all the window opens. */
export const restoreWords = {
  ...words,
  project: at('restore.inlang'),
  outdir: at('src/copy/generated-restore'),
}

export const releaseWords = {
  ...words,
  project: at('release.inlang'),
  outdir: at('src/copy/generated-release'),
}

export const trustWords = {
  ...words,
  project: at('trust.inlang'),
  outdir: at('src/copy/generated-trust'),
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await compile(words)
  await compile(restoreWords)
  await compile(releaseWords)
  await compile(trustWords)
}
