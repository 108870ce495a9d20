import { z } from "@medusajs/framework/zod"
import { id, keysetQuery, oneOrMany, text } from "../helpers"

export const listListingsSchema = keysetQuery({
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

export const exportListingsSchema = z.strictObject({ connection_id: id })

/** 3 MB, as base64. */
const LONGEST_FILE = 4_000_000
export const importListingsSchema = z.strictObject({
  connection_id: id,
  /** The bytes of a CSV file as base64: it may be UTF-8, or as Windows writes it. */
  file: z.base64().min(1).max(LONGEST_FILE),
  dry_run: z.boolean().default(false),
  /** Of the look before. */
  version: z.base64url().max(100_000).optional(),
})

export const deleteListingSchema = z.strictObject({ variant_id: id.optional() })

export type ExportListingsQuery = z.infer<typeof exportListingsSchema>
export type ImportListingsBody = z.infer<typeof importListingsSchema>
export type DeleteListingQuery = z.infer<typeof deleteListingSchema>
export type ListListingsQuery = z.infer<typeof listListingsSchema>
export type SuggestQuery = z.infer<typeof suggestSchema>
export type SaveListingBody = z.infer<typeof saveListingSchema>
