import type { z } from "@medusajs/framework/zod"
import { keysetQuery, oneOrMany } from "../helpers"

export const listRunsSchema = keysetQuery({
  connection_id: oneOrMany.optional(),
  state: oneOrMany.optional(),
  trigger: oneOrMany.optional(),
})
export type ListRunsQuery = z.infer<typeof listRunsSchema>
