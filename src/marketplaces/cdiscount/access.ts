import { z } from "zod"

import { MarketplaceError } from "../errors"
import { ONE_LINE } from "../text"

/** A seller's number: digits without a leading zero, so that one account has one spelling. */
const sellerId = z
  .string()
  .trim()
  .regex(/^[1-9]\d{0,18}$/, "The seller id is a number")

const optionsSchema = z.object({
  api_url: z.string().default("https://api.octopia-io.net/seller/v2"),
  auth_url: z.string().default("https://auth.octopia-io.net/auth/realms/maas/protocol/openid-connect/token"),
  client_id: z.string().optional(),
  client_secret: z.string().optional(),
  seller_ids: z.array(z.union([z.string(), z.number()]).transform(String)).default([]),
})
type Options = z.infer<typeof optionsSchema>

/** Everything that opens the seller's account: addresses, client and seller. */
export type Access = {
  api_url: string
  auth_url: string
  client_id: string
  client_secret: string
  seller_id: string
}

const isDelegated = (options: Options): boolean => Boolean(options.client_id && options.client_secret)

function refuse(sentence: string): MarketplaceError {
  return new MarketplaceError("configuration", sentence, { effect: "none" })
}

function readOptions(options: Record<string, unknown>): Options {
  const result = optionsSchema.safeParse(options)
  if (!result.success) {
    const option = result.error.issues[0]?.path.map(String).join(".")
    throw refuse(`The plugin option cdiscount.${option} is wrong.`)
  }
  return result.data
}

/**
 * The form of a connection's credentials: with an aggregator's client in the options (delegation) only a seller id
 * of its list, otherwise the seller's own client too. Empty texts count as left out.
 */
export function credentialsSchema(options: Record<string, unknown>): z.ZodType<Record<string, string>> {
  const { seller_ids, ...client } = readOptions(options)
  const filled = z.string().trim().min(1).max(500).regex(ONE_LINE, "Control characters are not allowed")
  const schema = isDelegated({ seller_ids, ...client })
    ? z.strictObject({
        seller_id: sellerId.refine(
          (id) => seller_ids.includes(id),
          "This seller is not in the option seller_ids"
        ),
      })
    : z.strictObject({ client_id: filled, client_secret: filled, seller_id: sellerId })
  return z.preprocess(
    (value) =>
      typeof value === "object" && value !== null
        ? Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== "" && entry !== undefined))
        : value,
    schema
  )
}

/** Throws `configuration`, without any value, when the credentials and the options do not make an access. */
export function accessOf(credentials: Record<string, string>, options: Record<string, unknown>): Access {
  const read = readOptions(options)
  const result = credentialsSchema(options).safeParse(credentials)
  if (!result.success) {
    const field = result.error.issues[0]?.path.map(String).join(".") || "an unknown field"
    throw refuse(`The credentials are incomplete or wrong at ${field}.`)
  }
  const { api_url, auth_url, client_id = "", client_secret = "" } = read
  return { api_url, auth_url, client_id, client_secret, seller_id: "", ...result.data }
}
