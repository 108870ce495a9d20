import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import type { Store } from "./boot-store"
import type { StoredOrder } from "./figures"

export type MarketplaceOrderRow = StoredOrder & {
  id: string
  order_id: string | null
  problem_params: Record<string, unknown> | null
}

/** What the store has of these marketplace orders. */
export async function readOrders(
  store: Store,
  connection_id: string,
  external_ids: string[]
): Promise<Map<string, MarketplaceOrderRow>> {
  const query = store.container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({
    entity: "marketplace_order",
    fields: [
      "id",
      "external_id",
      "state",
      "problem_code",
      "problem_params",
      "imported_at",
      "order_id",
      "order.total",
    ],
    filters: { connection_id, external_id: external_ids },
  })
  const rows = data as unknown as (MarketplaceOrderRow & {
    imported_at: Date | null
    order?: { total: number }
  })[]
  return new Map(
    rows.map(({ imported_at, order, ...row }) => [
      row.external_id,
      { ...row, is_imported: imported_at !== null, total: order ? Number(order.total) : null },
    ])
  )
}

/** The state of the shipment that was last told, by marketplace order. */
export async function readShipmentStates(store: Store, ids: string[]): Promise<Map<string, string>> {
  const query = store.container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({
    entity: "marketplace_action",
    fields: ["marketplace_order_id", "state", "problem_code"],
    filters: { marketplace_order_id: ids, type: "ship" },
  })
  const rows = data as unknown as {
    marketplace_order_id: string
    state: string
    problem_code: string | null
  }[]
  return new Map(
    rows.map((row) => [
      row.marketplace_order_id,
      row.problem_code ? `${row.state} (${row.problem_code})` : row.state,
    ])
  )
}
