import type { MedusaContainer } from "@medusajs/framework/types"
import type { ProblemCode } from "../../orders/problems"
import { beginImport } from "../import-orders/begin-import"
import { isActive } from "../shared/active-connection"
import { marketplaceOf } from "../shared/marketplace"

export type Released = {
  connection_id?: string
  problem_codes?: ProblemCode[]
  /** The marketplace's SKUs; orders with one of them in any line. */
  skus?: string[]
  /** Beside `skus`: EANs that the marketplace gave. */
  eans?: string[]
}

/**
 * Makes held orders due, since their cause may be fixed, and begins to import them where their connection works. Those
 * whose cause is still there stay held. Returns how many there are.
 */
export async function releaseHeld(container: MedusaContainer, filter: Released): Promise<number> {
  const marketplace = marketplaceOf(container)
  const rows = await marketplace.orders.releaseHeld(filter)
  for (const connection_id of new Set(rows.map((row) => row.connection_id))) {
    const connection = await marketplace.anyConnection(connection_id)
    const isHere = marketplace.hasAdapter(connection.marketplace_id)
    if (connection.deleted_at || !isHere || !(await isActive(container, connection))) continue
    const own = rows.filter((row) => row.connection_id === connection_id)
    beginImport(
      container,
      connection_id,
      own.map(({ id }) => id)
    )
  }
  return rows.length
}
