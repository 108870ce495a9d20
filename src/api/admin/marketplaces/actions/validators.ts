import { z } from "@medusajs/framework/zod"
import { id, keysetQuery, oneOrMany, reason, text, version, versions } from "../helpers"

export const listActionsSchema = keysetQuery({
  connection_id: oneOrMany.optional(),
  marketplace_order_id: oneOrMany.optional(),
  fulfillment_id: oneOrMany.optional(),
  type: oneOrMany.optional(),
  state: oneOrMany.optional(),
  /** Codes of problems. */
  problem: oneOrMany.optional(),
})

export const retryActionSchema = z.strictObject({ reason: reason.nullish(), version: version.optional() })
export const closeActionSchema = z.strictObject({ reason, version: version.optional() })

/** So many actions at once; the answer says how many are left. */
export const BULK_LIMIT = 500

export const closeActionsSchema = z.strictObject({
  ids: z.array(id).min(1).max(BULK_LIMIT),
  versions: versions.optional(),
  reason,
})

export const retryActionsSchema = z
  .strictObject({
    ids: z.array(id).min(1).max(BULK_LIMIT).optional(),
    versions: versions.optional(),
    problem: text.max(100).optional(),
    /** With `problem`: only of this connection. */
    connection_id: id.optional(),
    reason: reason.nullish(),
  })
  .refine(
    ({ ids, problem }) => (ids === undefined) !== (problem === undefined),
    "Name the actions by ids or by problem, one of the two."
  )

export type ListActionsQuery = z.infer<typeof listActionsSchema>
export type RetryActionBody = z.infer<typeof retryActionSchema>
export type CloseActionBody = z.infer<typeof closeActionSchema>
export type CloseActionsBody = z.infer<typeof closeActionsSchema>
export type RetryActionsBody = z.infer<typeof retryActionsSchema>
