import { z } from "@medusajs/framework/zod"
import { isCountry } from "../../../../marketplaces/countries"
import { BRAKED } from "../../../../modules/marketplace/stores/offers-by-hand"
import type { Leave } from "./[id]/offers/types"
import { deleteSchema, id, listQuery, oneOrMany, page, refreshQuery, text, version } from "../helpers"

const ids = z.array(id).min(1).max(50)
const codes = z.array(z.string().trim().min(1).max(50)).max(300).nullish()

const countries = z
  .array(z.string().trim().toUpperCase().refine(isCountry, "A country is its two-letter ISO code"))
  .max(300)

const destination = z.strictObject({
  channels: codes,
  countries: countries.nullish(),
  currency_code: z.string().length(3).toLowerCase().nullish(),
  region_id: id.nullish(),
  sales_channel_id: id.nullish(),
  stock_location_ids: ids.nullish(),
})

const leave: z.ZodType<Leave> = z.enum(["quantities", "zero"])

const fields = {
  name: text.max(200).optional(),
  sales_channel_id: id.optional(),
  region_id: id.optional(),
  stock_location_ids: ids.optional(),
  shipping_option_ids: ids.optional(),
  destinations: z.array(destination).max(100).optional(),
  settings: z.record(z.string(), z.unknown()).optional(),
}
/** Judged as a whole: the message for a wrong type repeats the value, and here that is a secret. */
const credentials = z.custom<Record<string, string>>(
  (value) =>
    typeof value === "object" &&
    value !== null &&
    Object.entries(value).every(
      ([name, text]) => name.length <= 50 && typeof text === "string" && text.length <= 1000
    ),
  "credentials: an object of texts of at most 1000 characters is needed"
)

/** `is_enabled` is accepted and must be false: activation is a step of its own. */
export const createConnectionSchema = z
  .strictObject({
    ...fields,
    /** A sales channel of this name is made for the connection. */
    new_sales_channel: text.max(200).optional(),
    marketplace_id: text.max(50),
    credentials,
    is_enabled: z
      .literal(false, "A connection is made inactive; activate it with a step of its own.")
      .default(false),
  })
  .refine(({ sales_channel_id, new_sales_channel }) => !sales_channel_id || !new_sales_channel, {
    path: ["new_sales_channel"],
    message: "Name a sales channel of the store or a new one, not both.",
  })

export const updateConnectionSchema = z.strictObject({
  ...fields,
  credentials: credentials.optional(),
  is_enabled: z.boolean().optional(),
  leave: leave.optional(),
  version: version.optional(),
})
export const deleteConnectionSchema = deleteSchema.extend({ leave: leave.optional() })

export const checkSchema = z.strictObject({
  marketplace_id: text.max(50),
  credentials,
  connection_id: id.optional(),
})
export const activateSchema = z.strictObject({
  older_open_orders: z.enum(["import", "handled_elsewhere"]).optional(),
  version: version.optional(),
})
export const importSchema = z.strictObject({
  since: z.union([z.iso.datetime({ offset: true }), z.iso.date()]).optional(),
  external_ids: z.array(text.max(200)).min(1).max(50).optional(),
  dry_run: z.boolean().default(false),
})

export const testOrderSchema = z
  .strictObject({
    sku: text.max(200).optional(),
    variant_id: id.optional(),
    country_code: z.string().regex(/^[A-Za-z]{2}$/, "A country is its two-letter ISO code"),
    quantity: z.number().int().min(1).max(100).default(1),
  })
  .refine(
    ({ sku, variant_id }) => (sku === undefined) !== (variant_id === undefined),
    "Give a sku or a variant_id."
  )

/** `about`: what was done to the connection itself, or to its orders; left out, both. */
export const historySchema = z.strictObject({ ...page, about: z.enum(["connection", "orders"]).optional() })

export const listConnectionsSchema = listQuery({ marketplace_id: oneOrMany.optional() })

/** `confirmed`: the preview was looked at. `leave`: what becomes of the quantities when stock is switched off. */
export const activateOffersSchema = z.strictObject({
  stock: z.boolean().optional(),
  price: z.boolean().optional(),
  delivery: z.boolean().optional(),
  confirmed: z.boolean().optional(),
  leave: leave.optional(),
  previous_tool: text.max(200).nullish(),
  version: version.optional(),
})

export const decideBrakeSchema = z.strictObject({
  decision: z.enum(["release", "keep"]),
  ids: z.array(id).min(1).max(1000).optional(),
  problem: z.enum(BRAKED).optional(),
  held_until: z.iso.datetime({ offset: true }).optional(),
})

export const stopOffersSchema = z.strictObject({
  until: z.union([z.iso.datetime({ offset: true }), z.iso.date()]).nullish(),
})

export const compareOffersSchema = z.strictObject({ other_tool_is_off: z.boolean().default(false) })

export const noBodySchema = z.strictObject({})

export const completenessSchema = refreshQuery

export type CreateConnectionBody = z.infer<typeof createConnectionSchema>
export type DeleteConnectionQuery = z.infer<typeof deleteConnectionSchema>
export type UpdateConnectionBody = z.infer<typeof updateConnectionSchema>
export type CheckBody = z.infer<typeof checkSchema>
export type ActivateBody = z.infer<typeof activateSchema>
export type ImportBody = z.infer<typeof importSchema>
export type TestOrderBody = z.infer<typeof testOrderSchema>
export type ActivateOffersBody = z.infer<typeof activateOffersSchema>
export type DecideBrakeBody = z.infer<typeof decideBrakeSchema>
export type CompareOffersBody = z.infer<typeof compareOffersSchema>
export type StopOffersBody = z.infer<typeof stopOffersSchema>
export type HistoryQuery = z.infer<typeof historySchema>
export type ListConnectionsQuery = z.infer<typeof listConnectionsSchema>
export type CompletenessQuery = z.infer<typeof completenessSchema>
