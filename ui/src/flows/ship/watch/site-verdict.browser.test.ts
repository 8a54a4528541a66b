import { expect, test } from 'vitest'
import { render } from 'vitest-browser-svelte'
import type { WatchView } from '../../../backend'
import SiteVerdict from './SiteVerdict.svelte'

const view = (downtime_ms: number | null) =>
  ({
    samples: [],
    offline_from: '2026-11-20T13:20:00Z',
    back_at: '2026-11-20T13:29:00Z',
    downtime_ms,
    verdict: 'looks-live',
  }) as unknown as WatchView

test('a downtime is told where all of it was watched', async () => {
  const screen = await render(SiteVerdict, { seen: 'looks-live', env: 'QA', now: 0, view: view(540_000) })
  await expect.element(screen.getByText(/9 min.* of downtime, measured from here/)).toBeVisible()
})

test('a downtime nobody watched to its end is called unknown', async () => {
  const screen = await render(SiteVerdict, { seen: 'looks-live', env: 'QA', now: 0, view: view(null) })
  await expect.element(screen.getByText(/the downtime is not known/)).toBeVisible()
})
