/**
 * How the tests start the system's Chromium: a browser download is never needed, and the browser
 * makes no request of its own.
 */
export const chromium = {
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-domain-reliability',
    '--disable-sync',
    '--no-first-run',
    '--font-render-hinting=none',
  ],
}
