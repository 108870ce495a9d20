/// <reference types="vite/client" />

/** Address of the store, put in by Medusa's admin bundler. */
declare const __BACKEND_URL__: string | undefined
