import { z } from "@medusajs/framework/zod"
import { id, listQuery, oneOrMany, text } from "../helpers"

export const listListingsSchema = listQuery({
  connection_id: oneOrMany.optional(),
  variant_id: oneOrMany.optional(),
  external_sku: oneOrMany.optional(),
})

export const suggestSchema = z.strictObject({ connection_id: id, external_sku: text.max(500) })

export const saveListingSchema = z.strictObject({
  connection_id: id,
  external_sku: text.max(500),
  variant_id: id,
  replaces: id.nullish(),
})

export const deleteListingSchema = z.strictObject({ variant_id: id.optional() })

export type DeleteListingQuery = z.infer<typeof deleteListingSchema>
export type ListListingsQuery = z.infer<typeof listListingsSchema>
export type SuggestQuery = z.infer<typeof suggestSchema>
export type SaveListingBody = z.infer<typeof saveListingSchema>
