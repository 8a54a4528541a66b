import { createRawSnippet } from 'svelte'

/** Plain text where a part wants a snippet. */
export function text(words: string) {
  return createRawSnippet(() => ({ render: () => `<span>${words}</span>` }))
}
