import { readFileSync } from 'node:fs'
import { paraglideVitePlugin } from '@inlang/paraglide-js'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { playwright } from '@vitest/browser-playwright'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import { chromium } from './chromium.ts'
import { releaseWords, restoreWords, trustWords, words } from './scripts/words.mjs'

/**
 * The content security policy the window enforces, so that the preview the browser tests run
 * against refuses what the window would refuse (promise 35).
 */
function contentSecurityPolicy(): string {
  const conf = JSON.parse(readFileSync(new URL('../tauri.conf.json', import.meta.url), 'utf8'))
  const csp: Record<string, string> = conf.app.security.csp
  return Object.entries(csp)
    .map(([directive, sources]) => `${directive} ${sources}`)
    .join('; ')
}

/**
 * There is one language: a word is what `en.js` says, without the search for a locale that Paraglide
 * puts around each of them, which would be a tenth of everything the window loads.
 */
function oneLanguage(): Plugin {
  return {
    name: 'one-language',
    transform(code, id) {
      if (!/\/generated[^/]*\/messages\/_index\.js$/.test(id)) return null
      const words = [...code.matchAll(/^export \{ (\w+ as "[^"]+") \}$/gm)].map(([, word]) => word)
      const said = code.match(/\breturn __en\./g)?.length ?? 0
      if (words.length === 0 || words.length !== said) this.error(`${words.length} words of ${said} were found in ${id}`)
      return { code: `export { ${words.join(', ')} } from './en.js'\n`, map: null }
    },
  }
}

export default defineConfig(({ mode }) => {
  const production = mode === 'production'
  return {
    plugins: [...[words, restoreWords, releaseWords, trustWords].map(paraglideVitePlugin), oneLanguage(), svelte()],
    // The scripted backend and the pseudo-locale exist only where this is true.
    define: { __FAKE__: JSON.stringify(!production) },
    clearScreen: false,
    server: { port: 5183, strictPort: true, host: 'localhost' },
    preview: {
      port: 5184,
      strictPort: true,
      host: '127.0.0.1',
      headers: { 'Content-Security-Policy': contentSecurityPolicy() },
    },
    build: {
      target: 'safari16',
      outDir: mode === 'fake' ? 'dist-fake' : 'dist',
      emptyOutDir: true,
      // A data: font or script would be refused by the content security policy.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
    test: {
      projects: [
        {
          extends: true,
          test: {
            name: 'node',
            environment: 'node',
            include: ['src/**/*.test.ts'],
            exclude: ['src/**/*.browser.test.ts'],
          },
        },
        {
          extends: true,
          // Nothing is left to be found in the middle of a test, which would reload it.
          optimizeDeps: {
            include: ['axe-core', 'vitest-browser-svelte'],
            exclude: ['@lucide/svelte'],
          },
          test: {
            name: 'browser',
            include: ['src/**/*.browser.test.ts'],
            setupFiles: ['src/parts/testing/setup.ts'],
            browser: {
              enabled: true,
              headless: true,
              screenshotFailures: false,
              provider: playwright({ launchOptions: chromium }),
              viewport: { width: 1024, height: 768 },
              instances: [{ browser: 'chromium' }],
            },
          },
        },
      ],
    },
  }
})
