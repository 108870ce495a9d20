import { type Database, idsOf, insertable } from "./database"
import type { OrderLineRecord } from "./orders"
import { bigNumber } from "./store-snapshots"

export type AdoptedOrder = {
  id: string
  order_id: string
  external_id: string
  external_reference: string | null
  channel: string | null
  state: "imported" | "canceled"
  currency_code: string
  created_at: Date
  /** Major units, tax included. */
  total: number | null
  lines: OrderLineRecord[]
  reserved_ids: Record<string, string>
}

/**
 * Writes rows for orders that the store has and we do not know. Its hash is none, so the next snapshot counts as new.
 * An order that has a row by now is left alone. Returns the new rows.
 */
export async function adoptOrders(
  database: Database,
  connection: { id: string; marketplace_id: string; account: string },
  orders: AdoptedOrder[]
): Promise<string[]> {
  if (!orders.length) return []
  const now = new Date()
  const [rows, values] = insertable(
    orders.map((order) => ({
      id: order.id,
      marketplace_id: connection.marketplace_id,
      account: connection.account,
      connection_id: connection.id,
      external_id: order.external_id,
      external_reference: order.external_reference,
      channel: order.channel,
      external_status: "",
      state: order.state,
      order_id: order.order_id,
      reserved_ids: JSON.stringify(order.reserved_ids),
      imported_at: order.created_at,
      total: order.total,
      raw_total: bigNumber(order.total),
      currency_code: order.currency_code,
      purchased_at: order.created_at,
      lines: JSON.stringify(order.lines),
      search: [
        order.external_id,
        order.external_reference ?? "",
        ...order.lines.map(({ sku, title }) => `${sku ?? ""} ${title}`),
      ]
        .join(" ")
        .toLowerCase()
        .slice(0, 4000),
      snapshot_hash: "",
      // Never read yet: every action on it reads the marketplace first.
      seen_at: new Date(0),
      created_at: now,
      updated_at: now,
    }))
  )
  return idsOf(database, `insert into marketplace_order ${rows} on conflict do nothing returning id`, values)
}
