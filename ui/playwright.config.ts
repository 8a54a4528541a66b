import { defineConfig } from '@playwright/test'
import { chromium } from './chromium.ts'

const port = process.env['PREVIEW_PORT'] ?? '5184'
const address = `http://127.0.0.1:${port}`

export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results',
  workers: 2,
  // Limits, not waits: a computer ten times slower than usual is still no reason to fail.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  forbidOnly: Boolean(process.env['CI']),
  reporter: [['list']],
  use: {
    baseURL: address,
    browserName: 'chromium',
    launchOptions: chromium,
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'Europe/Prague',
    contextOptions: { reducedMotion: 'reduce' },
  },
  projects: [
    { name: 'flows', testMatch: /.*\.spec\.ts/, testIgnore: /.*screens\.spec\.ts/ },
    { name: 'screens', testMatch: /.*screens\.spec\.ts/ },
  ],
  webServer: {
    command: `npm run preview:fake -- --port ${port}`,
    url: address,
    reuseExistingServer: !process.env['CI'],
    timeout: 120_000,
  },
})
