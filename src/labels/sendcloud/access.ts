import { z } from "zod"

import { MarketplaceError } from "../../marketplaces/errors"
import { checkAddress } from "../../marketplaces/http"
import { ONE_LINE } from "../../marketplaces/text"

const key = z.string().trim().min(1).max(200).regex(ONE_LINE, "Control characters are not allowed")

export const credentialsSchema = z.strictObject({
  /** A colon would end it in the header. */
  public_key: key.regex(/^[^:]*$/, "A colon is not allowed"),
  secret_key: key,
  /** Signs messages where the integration has one; the secret key does otherwise. */
  webhook_key: z.string().trim().max(200).regex(ONE_LINE, "Control characters are not allowed").default(""),
})
export type Credentials = z.infer<typeof credentialsSchema>

const optionsSchema = z.object({ api_url: z.string().default("https://panel.sendcloud.sc/api/v3") })

const refuse = (sentence: string) => new MarketplaceError("configuration", sentence, { effect: "none" })

/** Throws `configuration`, without any value, where the keys are incomplete. */
export function credentialsOf(credentials: Record<string, string>): Credentials {
  const result = credentialsSchema.safeParse(credentials)
  if (!result.success) {
    throw refuse(`The keys are incomplete or wrong at ${result.error.issues[0]?.path.map(String).join(".")}.`)
  }
  return result.data
}

/** Where the API is, without a slash at its end. */
export function apiUrl(options: Record<string, unknown>): string {
  const result = optionsSchema.safeParse(options)
  if (!result.success) {
    throw refuse("The plugin option sendcloud.api_url is wrong.")
  }
  const url = checkAddress(result.data.api_url)
  return `${url.origin}${url.pathname.replace(/\/$/, "")}`
}
