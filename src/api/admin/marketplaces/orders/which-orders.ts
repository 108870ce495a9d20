import { marketplaceOf } from "../../../../workflows/shared/marketplace"
import type { MedusaContainer } from "@medusajs/framework/types"
import { BULK_LIMIT } from "./validators"

/** The orders that a bulk request means: by id, or all with one problem, the oldest first. `remaining` were too many. */
export async function whichOrders(
  container: MedusaContainer,
  { ids, problem, connection_id }: { ids?: string[]; problem?: string; connection_id?: string }
): Promise<{ ids: string[]; remaining: number }> {
  if (ids) return { ids, remaining: 0 }
  const { rows, count } = await marketplaceOf(container).orders.listOrders(
    { problem: [problem ?? ""], ...(connection_id && { connection_id: [connection_id] }) },
    { take: BULK_LIMIT, skip: 0, order: { purchased_at: "ASC", id: "ASC" } }
  )
  return { ids: rows.map(({ id }) => id), remaining: count - rows.length }
}
