import { z } from "@medusajs/framework/zod"
import { overridesSchema } from "../../../../offers/overrides"
import { id, listQuery, oneOrMany, text } from "../helpers"

const flag = z.enum(["true", "false"]).transform((value) => value === "true")

export const listOffersSchema = listQuery({
  connection_id: oneOrMany.optional(),
  variant_id: oneOrMany.optional(),
  product_id: oneOrMany.optional(),
  state: z
    .union([z.string(), z.array(z.string()).max(10)])
    .transform((value) => [value].flat())
    .pipe(z.array(z.enum(["active", "unmatched", "excluded", "needs_product", "gone", "new"])))
    .optional(),
  /** A code, or `any`. */
  problem: text.max(100).optional(),
  differs: flag.optional(),
})

export const offerProblemsSchema = z.strictObject({ connection_id: oneOrMany.optional() })

type Shape = typeof overridesSchema.shape
/** Null takes an override away, so that the connection's setting counts again. */
const orNull = Object.fromEntries(
  Object.entries(overridesSchema.shape).map(([name, schema]) => [name, schema.nullish()])
) as unknown as { [Name in keyof Shape]: z.ZodOptional<z.ZodNullable<Shape[Name]>> }

export const overrideOfferSchema = z.strictObject({
  overrides: z.strictObject(orNull),
  version: text.max(100).optional(),
})

/** So many offers by their ids at once; a connection may have any number. */
const BULK_LIMIT = 1000

export const changeOffersSchema = z
  .strictObject({
    ids: z.array(id).min(1).max(BULK_LIMIT).optional(),
    connection_id: id.optional(),
  })
  .refine(
    ({ ids, connection_id }) => (ids === undefined) !== (connection_id === undefined),
    "Name the offers by ids or by connection_id, one of the two."
  )

/** Left out: every variant of the connection's sales channel that has an EAN and no offer. */
export const createOffersSchema = z.strictObject({
  connection_id: id,
  variant_ids: z.array(id).min(1).max(BULK_LIMIT).optional(),
  after: id.optional(),
  dry_run: z.boolean().default(false),
})

/** The list's filters, without its pages. */
export const exportOffersSchema = listOffersSchema.omit({ limit: true, offset: true, order: true })

/** 8 MB, as base64. */
const LONGEST_FILE = 11_000_000
export const importOffersSchema = z.strictObject({
  connection_id: id,
  /** The bytes of a CSV file as base64: it may be UTF-8, or as Windows writes it. */
  file: z.base64().min(1).max(LONGEST_FILE),
  dry_run: z.boolean().default(false),
  /** Of the look before. */
  version: z.base64url().max(100_000).optional(),
})

export const listOfferBatchesSchema = listQuery({
  connection_id: id.optional(),
  state: oneOrMany.pipe(z.array(z.enum(["sending", "sent", "done", "failed", "gone"]))).optional(),
})

export type ListOffersQuery = z.infer<typeof listOffersSchema>
export type CreateOffersBody = z.infer<typeof createOffersSchema>
export type ExportOffersQuery = z.infer<typeof exportOffersSchema>
export type ImportOffersBody = z.infer<typeof importOffersSchema>
export type OfferProblemsQuery = z.infer<typeof offerProblemsSchema>
export type OverrideOfferBody = z.infer<typeof overrideOfferSchema>
export type ChangeOffersBody = z.infer<typeof changeOffersSchema>
export type ListOfferBatchesQuery = z.infer<typeof listOfferBatchesSchema>
