import type { z } from "@medusajs/framework/zod"
import { listQuery, oneOrMany } from "../helpers"

export const listRunsSchema = listQuery({
  connection_id: oneOrMany.optional(),
  state: oneOrMany.optional(),
  trigger: oneOrMany.optional(),
})
export type ListRunsQuery = z.infer<typeof listRunsSchema>
