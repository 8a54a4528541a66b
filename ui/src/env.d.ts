/// <reference types="svelte" />
/// <reference types="vite/client" />

/** True in development, in tests and in the `fake` build; false in what is shipped. */
declare const __FAKE__: boolean
