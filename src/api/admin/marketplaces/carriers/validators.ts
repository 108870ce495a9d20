import { z } from "@medusajs/framework/zod"
import { id, listQuery, refreshQuery } from "../helpers"

/** A choice of carriers is shown whole. */
const limit = z.coerce.number().int().min(1).max(200).default(200)

export const listCarriersSchema = listQuery({ limit })

export const connectionCarriersSchema = refreshQuery

export const listRulesSchema = listQuery({ limit })

/** What a rule may hold is said by the rule's own schema, with the reason for every field. */
export const ruleSchema = z.record(z.string(), z.unknown())

const ids = z.array(id).max(200)
export const orderRulesSchema = z.strictObject({ ids, shown_ids: ids.optional() })

export const resolveSchema = z.strictObject({
  tracking_number: z.string().max(500).nullish(),
  tracking_url: z.string().max(2000).nullish(),
  /** As if it were given by hand. */
  carrier: z.string().max(200).nullish(),
  shipping_option_id: id.nullish(),
  provider_id: id.nullish(),
  country_code: z
    .string()
    .regex(/^[A-Za-z]{2}$/, "A country is written as two letters (ISO 3166-1).")
    .transform((code) => code.toUpperCase())
    .nullish(),
  delivery_mode: z.string().trim().max(200).nullish(),
  weight: z.number().min(0).max(1_000_000_000).nullish(),
  postal_code: z.string().trim().max(20).nullish(),
})

export type ListCarriersQuery = z.infer<typeof listCarriersSchema>
export type ConnectionCarriersQuery = z.infer<typeof connectionCarriersSchema>
export type ListRulesQuery = z.infer<typeof listRulesSchema>
export type RuleBody = z.infer<typeof ruleSchema>
export type OrderRulesBody = z.infer<typeof orderRulesSchema>
export type ResolveBody = z.infer<typeof resolveSchema>
