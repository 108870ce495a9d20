import { type Database, rowsOf } from "./database"

export type HistoryRow = {
  id: string
  event: string
  actor: string
  data: Record<string, unknown> | null
  created_at: Date
}

/** Returns who did what on a connection, the latest first, and how much of it there is. */
export async function listConnectionHistory(
  database: Database,
  connection_id: string,
  { about, limit, offset }: { about?: "orders" | "connection"; limit: number; offset: number }
): Promise<{ history: (HistoryRow & { marketplace_order_id: string | null })[]; count: number }> {
  const where = `connection_id = :connection_id
    and (:is_order::boolean is null or (marketplace_order_id is not null) = :is_order)`
  const bindings = { connection_id, is_order: about === undefined ? null : about === "orders", limit, offset }
  const [[{ count }], history] = await Promise.all([
    rowsOf<{ count: number }>(
      database,
      `select count(*)::int as count from marketplace_history_entry where ${where}`,
      bindings
    ),
    rowsOf<HistoryRow & { marketplace_order_id: string | null }>(
      database,
      `select id, event, actor, data, created_at, marketplace_order_id from marketplace_history_entry
        where ${where} order by created_at desc, id desc limit :limit offset :offset`,
      bindings
    ),
  ])
  return { history, count }
}

/** Returns who did what to an order, the latest first. */
export const listOrderHistory = (
  database: Database,
  marketplace_order_id: string,
  limit: number
): Promise<HistoryRow[]> =>
  rowsOf(
    database,
    `select id, event, actor, data, created_at from marketplace_history_entry
      where marketplace_order_id = ? order by created_at desc, id desc limit ?`,
    [marketplace_order_id, limit]
  )

/** Returns what persons took note of on these orders: `data` names the problem. Since 0.2 the order's marks say it. */
export const listAcknowledged = (
  database: Database,
  marketplace_order_ids: string[]
): Promise<{ id: string; data: Record<string, unknown> }[]> =>
  rowsOf(
    database,
    `select marketplace_order_id as id, data from marketplace_history_entry
      where marketplace_order_id = any(?) and event = 'order.acknowledged'`,
    [marketplace_order_ids]
  )
