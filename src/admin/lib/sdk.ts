import Medusa from "@medusajs/js-sdk"

/** Where the store answers; Medusa's bundler puts the address in. */
export const backendUrl = __BACKEND_URL__ ?? "/"

export const sdk = new Medusa({ baseUrl: backendUrl, auth: { type: "session" } })
