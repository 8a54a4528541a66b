import { expect, test } from 'vitest'
import { follow, placeOf, places, type Route } from './routes'

test('going where one already is does not lengthen the way back', () => {
  const trail = follow(follow([], { screen: 'home' }), { screen: 'home' })
  expect(trail).toEqual([{ screen: 'home' }])
})

test('the way back is remembered, but not for ever', () => {
  let trail: Route[] = []
  for (let at = 0; at < 80; at++) trail = follow(trail, { screen: 'package', packageId: `${at}` })
  expect(trail).toHaveLength(50)
  expect(trail.at(-1)).toEqual({ screen: 'package', packageId: '79' })
})

test('every screen belongs to a place of the sidebar', () => {
  const routes: Route[] = [
    { screen: 'first-start' },
    { screen: 'home' },
    { screen: 'packages' },
    { screen: 'package', packageId: 'a' },
    { screen: 'compare', packageId: 'a' },
    { screen: 'ship' },
    { screen: 'build' },
    { screen: 'releases' },
    { screen: 'release', releaseId: 'a' },
    { screen: 'restores' },
    { screen: 'restore', restoreId: 'a' },
    { screen: 'history' },
    { screen: 'settings' },
    { screen: 'connect' },
  ]
  for (const route of routes) expect(places).toContain(placeOf(route))
})
