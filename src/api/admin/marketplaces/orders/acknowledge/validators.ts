import { z } from "@medusajs/framework/zod"
import { id, reason, versions } from "../../helpers"

export const acknowledgeSchema = z.strictObject({
  ids: z.array(id).min(1).max(200),
  versions: versions.optional(),
  reason: reason.optional(),
})
export type AcknowledgeBody = z.infer<typeof acknowledgeSchema>
