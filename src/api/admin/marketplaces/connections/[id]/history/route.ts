import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { marketplaceOf } from "../../../../../../workflows/shared/marketplace"
import type { HistoryQuery } from "../../validators"

/** Who did what when, the latest first; of a deleted connection too. */
export const GET = async (req: AuthenticatedMedusaRequest, res: MedusaResponse) => {
  const { limit, offset, about } = req.validatedQuery as HistoryQuery
  const marketplace = marketplaceOf(req.scope)
  const { id } = await marketplace.anyConnection(req.params.id)
  const where = `connection_id = ? and (?::boolean is null or (marketplace_order_id is not null) = ?)`
  const isOrders = about === undefined ? null : about === "orders"
  const [[{ count }], history] = await Promise.all([
    marketplace.query<{ count: number }>(
      `select count(*)::int as count from marketplace_history_entry where ${where}`,
      [id, isOrders, isOrders]
    ),
    marketplace.query(
      `select id, event, actor, data, created_at, marketplace_order_id from marketplace_history_entry
        where ${where} order by created_at desc, id desc limit ? offset ?`,
      [id, isOrders, isOrders, limit, offset]
    ),
  ])
  res.json({ history, count, limit, offset })
}
