import { MedusaError } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"

const secret = z.string().refine((value) => Buffer.byteLength(value) >= 32, "must be at least 32 bytes long")

const cdiscountSchema = z.strictObject({
  api_url: z.string().optional(),
  auth_url: z.string().optional(),
  client_id: z.string().optional(),
  client_secret: z.string().optional(),
  seller_ids: z.array(z.string()).optional(),
})

const optionsSchema = z.strictObject({
  encryption_key: secret.optional(),
  previous_encryption_keys: z.array(secret).default([]),
  instance: z.string().optional(),
  connections_at_once: z.number().int().min(1).max(64).default(4),
  cdiscount: cdiscountSchema.default({}),
  rakuten: z.strictObject({ api_url: z.string().optional() }).default({}),
  sendcloud: z.strictObject({ api_url: z.string().optional() }).default({}),
  /** Where browsers and services reach the store; for the links of documents and for messages. */
  backend_url: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/+$/, ""))
    .optional(),
  marketplaces: z
    .array(z.strictObject({ resolve: z.string(), options: z.record(z.string(), z.unknown()).default({}) }))
    .default([]),
})

/** The plugin's options after reading the environment; see README.md. */
export type MarketplaceOptions = z.infer<typeof optionsSchema>

const filled = (value: unknown): unknown => (value === "" || value === null ? undefined : value)

const withoutBlanks = (value: unknown): Record<string, unknown> =>
  value && typeof value === "object"
    ? Object.fromEntries(Object.entries(value).filter(([, entry]) => filled(entry) !== undefined))
    : {}

/**
 * Reads the plugin's options, an option before its environment variable.
 * Throws a sentence that names the wrong option and never its value.
 */
export function readOptions(given: unknown, env: NodeJS.ProcessEnv): MarketplaceOptions {
  // Medusa puts the store's database settings among the options of every module.
  const { database: _database, ...options } = withoutBlanks(given)
  const cdiscount = withoutBlanks(options.cdiscount)
  const rakuten = withoutBlanks(options.rakuten)
  const sendcloud = withoutBlanks(options.sendcloud)
  const result = optionsSchema.safeParse({
    ...options,
    encryption_key: options.encryption_key ?? filled(env.MARKETPLACE_ENCRYPTION_KEY),
    instance: options.instance ?? filled(env.MARKETPLACE_INSTANCE),
    cdiscount: {
      ...cdiscount,
      api_url: cdiscount.api_url ?? filled(env.CDISCOUNT_API_URL),
      auth_url: cdiscount.auth_url ?? filled(env.CDISCOUNT_AUTH_URL),
      client_id: cdiscount.client_id ?? filled(env.CDISCOUNT_CLIENT_ID),
      client_secret: cdiscount.client_secret ?? filled(env.CDISCOUNT_CLIENT_SECRET),
    },
    rakuten: { ...rakuten, api_url: rakuten.api_url ?? filled(env.RAKUTEN_API_URL) },
    sendcloud: { ...sendcloud, api_url: sendcloud.api_url ?? filled(env.SENDCLOUD_API_URL) },
    backend_url: options.backend_url ?? filled(env.MEDUSA_BACKEND_URL),
  })
  if (!result.success) {
    const problems = result.error.issues.map(
      (issue) => `${issue.path.join(".") || "options"}: ${issue.message}`
    )
    throw new MedusaError(
      MedusaError.Types.INVALID_ARGUMENT,
      `medusa-plugin-marketplace-connect is configured wrongly: ${problems.join("; ")}`
    )
  }
  return result.data
}
