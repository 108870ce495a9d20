import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { notFound } from "../../../../../modules/marketplace/refusal"
import { readMarketplaceOrder } from "../../../../../workflows/manage-orders/read-order"
import { marketplaceOf } from "../../../../../workflows/shared/marketplace"
import { removeMarketplaceTestOrderWorkflow } from "../../../../../workflows/test-orders/remove-test-order"
import { presentActions } from "../../actions/present"
import { actorOf } from "../../helpers"
import { demand } from "../../permissions"
import { localeOf, presentRefusal } from "../../present-problem"
import { presentOrders, storeOrders } from "../present"
import { presentAmounts } from "../present-amounts"
import type { ReadOrderQuery } from "../validators"
import { presentEntry } from "../../present-entry"
import type { Deleted } from "../../types"
import type { OrderDetails } from "../types"

const LATEST = 200

/** One order with everything that is known of it. Looking at the buyer's data is written into the history. */
export const GET = async (req: AuthenticatedMedusaRequest, res: MedusaResponse<{ order: OrderDetails }>) => {
  const { id } = req.params
  const { personal_data = false } = (req.validatedQuery ?? {}) as Partial<ReadOrderQuery>
  if (personal_data) await demand(req, "marketplace_personal_data:read")
  const marketplace = marketplaceOf(req.scope)
  const { rows } = await marketplace.orders.listOrders(
    { ids: [id] },
    { take: 1, skip: 0, order: { id: "ASC" } }
  )
  if (!rows.length) throw notFound("order_not_found", { id })
  const locale = localeOf(req)
  const read = await readMarketplaceOrder(req.scope, { id, personal_data, actor: actorOf(req) })
  const [[order], orders, actions, history] = await Promise.all([
    presentOrders(req.scope, rows, locale, true),
    storeOrders(req.scope, rows),
    marketplace.actions.listActions(
      { marketplace_order_id: [id] },
      { take: LATEST, skip: 0, order: { created_at: "ASC", id: "ASC" } }
    ),
    marketplace.history.listOrderHistory(id, LATEST),
  ])
  res.json({
    order: {
      ...order,
      unavailable: { cancel: presentRefusal(read.canceling_refused, locale) },
      open_items: read.open_items,
      portal_url: read.portal_url,
      delivery_mode: read.delivery_mode ?? order.delivery_mode,
      prepaid_label: read.prepaid_label,
      amounts: presentAmounts(rows[0], read, orders.get(order.order_id ?? "")),
      after_sales: rows[0].after_sales ?? [],
      actions: await presentActions(marketplace, actions.rows, locale),
      history: history.map(presentEntry),
      addresses: read.addresses,
      snapshot: read.snapshot,
    },
  })
}

/** Removes a test order; any other is refused. */
export const DELETE = async (req: AuthenticatedMedusaRequest, res: MedusaResponse<Deleted>) => {
  const { id } = req.params
  await removeMarketplaceTestOrderWorkflow(req.scope).run({ input: { id } })
  res.json({ id, object: "marketplace_order", deleted: true })
}
