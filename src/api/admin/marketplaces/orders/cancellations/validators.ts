import { z } from "@medusajs/framework/zod"
import { id, reason, versions } from "../../helpers"

export const cancellationsSchema = z
  .strictObject({
    connection_id: id.optional(),
    ids: z.array(id).min(1).max(1000).optional(),
    versions: versions.optional(),
    decision: z.enum(["confirm", "discard"]),
    reason: reason.optional(),
  })
  .refine(
    ({ connection_id, ids }) => connection_id || ids,
    "Name the orders (ids) or the connection (connection_id)."
  )
export type CancellationsBody = z.infer<typeof cancellationsSchema>
