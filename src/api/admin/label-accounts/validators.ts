import { z } from "@medusajs/framework/zod"
import { id, listQuery, text, version } from "../marketplaces/helpers"

/** Judged as a whole: the message for a wrong type repeats the value, and here that is a secret. */
const credentials = z.custom<Record<string, string>>(
  (value) =>
    typeof value === "object" &&
    value !== null &&
    Object.entries(value).every(
      ([name, given]) => name.length <= 50 && typeof given === "string" && given.length <= 1000
    ),
  "credentials: an object of texts of at most 1000 characters is needed"
)
const option = z.strictObject({ option_code: text.max(500), contract_id: id.nullable().default(null) })

const fields = {
  name: text.max(200).optional(),
  is_enabled: z.boolean().optional(),
  settings: z.record(z.string(), z.unknown()).optional(),
  senders: z.record(id, id).optional(),
  default_sender_id: id.nullable().optional(),
  fallback: option.nullable().optional(),
  return_option: option.nullable().optional(),
  brand_id: id.nullable().optional(),
  sales_channel_ids: z.array(id).max(200).optional(),
}

export const createLabelAccountSchema = z.strictObject({ ...fields, service_id: text.max(50), credentials })
export const updateLabelAccountSchema = z.strictObject({
  ...fields,
  credentials: credentials.optional(),
  version: version.optional(),
  confirm_instance: z.literal(true).optional(),
  accept_integration_id: id.optional(),
  webhook: z.boolean().optional(),
})
/** Keys that are tried, or the stored ones of an account; both: secrets that are left out are the stored ones. */
export const checkLabelAccountSchema = z
  .strictObject({
    service_id: text.max(50).optional(),
    credentials: credentials.optional(),
    account_id: id.optional(),
  })
  .refine(
    (given) => given.account_id !== undefined || (given.service_id !== undefined && given.credentials),
    "Give an account_id, or a service_id with credentials."
  )
export const listLabelAccountsSchema = listQuery({})

const country = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z]{2}$/, "A country is its two-letter ISO code")
const postcode = z.string().trim().min(1).max(20)

export const optionsQuerySchema = z.strictObject({
  sender_id: id.optional(),
  country_code: country,
  postal_code: postcode.optional(),
  weight_grams: z.coerce.number().int().min(1).max(100_000),
  is_return: z
    .enum(["true", "false"])
    .transform((value) => value === "true")
    .optional(),
})
export const servicePointsQuerySchema = z.strictObject({
  country_code: country,
  carrier_code: text.max(100).optional(),
  carrier_point_id: text.max(100).optional(),
  postal_code: postcode.optional(),
  city: text.max(100).optional(),
})
export const ruleBodySchema = z.looseObject({ version: version.optional() })
export const ruleOrderSchema = z.strictObject({ ids: z.array(id).min(1).max(200) })
export const resolveOptionSchema = z.strictObject({
  delivery_mode: text.nullable().default(null),
  country_code: country,
  postal_code: postcode,
  grams: z.number().positive().nullable().default(null),
  value: z.number().min(0).default(0),
  stock_location_id: id.nullable().default(null),
  skus: z.array(text).max(100).default([]),
  shipping_profile_ids: z.array(id).max(100).default([]),
  has_pickup_point: z.boolean().default(false),
})

export type CreateLabelAccountBody = z.infer<typeof createLabelAccountSchema>
export type UpdateLabelAccountBody = z.infer<typeof updateLabelAccountSchema>
export type CheckLabelAccountBody = z.infer<typeof checkLabelAccountSchema>
export type ListLabelAccountsQuery = z.infer<typeof listLabelAccountsSchema>
export type OptionsQuery = z.infer<typeof optionsQuerySchema>
export type ServicePointsQuery = z.infer<typeof servicePointsQuerySchema>
export type LabelRuleBody = z.infer<typeof ruleBodySchema>
export type LabelRuleOrderBody = z.infer<typeof ruleOrderSchema>
export type ResolveOptionBody = z.infer<typeof resolveOptionSchema>
