/** The present time for "4 minutes ago", moving on twice a minute while somebody looks. */
import { createSubscriber } from 'svelte/reactivity'

const subscribe = createSubscriber((changed) => {
  const timer = setInterval(changed, 30_000)
  return () => clearInterval(timer)
})

export function minute(): number {
  subscribe()
  return Date.now()
}
