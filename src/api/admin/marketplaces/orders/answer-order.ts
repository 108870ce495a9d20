import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { marketplaceOf } from "../../../../workflows/shared/marketplace"
import { presentActions } from "../actions/present"
import { localeOf } from "../present-problem"
import { presentOrders } from "./present"
import type { OrderWithActions } from "./types"

/** The order as it is now, with its actions. */
export async function currentOrder(
  req: AuthenticatedMedusaRequest<unknown>
): Promise<{ order: OrderWithActions }> {
  const { id } = req.params
  const marketplace = marketplaceOf(req.scope)
  const locale = localeOf(req)
  const { rows } = await marketplace.orders.listOrders(
    { ids: [id] },
    { take: 1, skip: 0, order: { id: "ASC" } }
  )
  const [order] = await presentOrders(req.scope, rows, locale)
  const actions = await marketplace.actions.listActions(
    { marketplace_order_id: [id] },
    { take: 200, skip: 0, order: { created_at: "ASC", id: "ASC" } }
  )
  return { order: { ...order, actions: await presentActions(marketplace, actions.rows, locale) } }
}

/** The order as it is after what was asked for. */
export async function answerOrder(
  req: AuthenticatedMedusaRequest<unknown>,
  res: MedusaResponse<{ order: OrderWithActions }>
) {
  res.json(await currentOrder(req))
}
