import type { MedusaContainer } from "@medusajs/framework/types"
import type { ProblemCode } from "../../orders/problems"
import { marketplaceOf } from "../shared/marketplace"
import { wakeUp } from "../shared/wake-up"

export type Released = {
  connection_id?: string
  problem_codes?: ProblemCode[]
  /** The marketplace's SKUs; orders with one of them in any line. */
  skus?: string[]
  /** Beside `skus`: EANs that the marketplace gave. */
  eans?: string[]
}

/**
 * Makes held orders due, since their cause may be fixed, and lets them be imported where their connection works. Those
 * whose cause is still there stay held. Returns how many there are.
 */
export async function releaseHeld(container: MedusaContainer, filter: Released): Promise<number> {
  const rows = await marketplaceOf(container).orders.releaseHeld(filter)
  const connections = new Set(rows.map(({ connection_id }) => connection_id))
  wakeUp(
    container,
    [...connections].map((id) => ({ id, kind: "import" }))
  )
  return rows.length
}
