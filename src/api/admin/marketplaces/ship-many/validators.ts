import { z } from "@medusajs/framework/zod"
import { MOST_ROWS } from "../../../../orders/shipping-list"
import { version } from "../helpers"

const row = {
  order_number: z.string().trim().max(200),
  tracking_number: z.string().trim().max(500),
  carrier: z.string().trim().max(200).nullable().default(null),
}

export const checkRowsSchema = z.strictObject({
  rows: z.array(z.strictObject(row)).min(1).max(MOST_ROWS),
})
export const shipRowsSchema = z.strictObject({
  rows: z
    .array(z.strictObject({ ...row, version }))
    .min(1)
    .max(MOST_ROWS),
})

export type CheckRowsBody = z.infer<typeof checkRowsSchema>
export type ShipRowsBody = z.infer<typeof shipRowsSchema>
