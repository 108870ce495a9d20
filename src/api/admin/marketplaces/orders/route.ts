import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { findByBuyer } from "../../../../workflows/manage-orders/find-by-buyer"
import { marketplaceOf } from "../../../../workflows/shared/marketplace"
import { paging } from "../list-query"
import { isPermitted } from "../permissions"
import { localeOf } from "../present-problem"
import { presentOrders } from "./present"
import type { ListOrdersQuery } from "./validators"
import type { OrdersPage } from "./types"

const ORDERABLE = [
  "purchased_at",
  "created_at",
  "accept_by",
  "ship_by",
  "total",
  "external_id",
  "state",
  "problem_since",
]

export const GET = async (
  req: AuthenticatedMedusaRequest<unknown, ListOrdersQuery>,
  res: MedusaResponse<OrdersPage>
) => {
  const { limit, offset, order, q, id: ids, ...filters } = req.validatedQuery as ListOrdersQuery
  // A search that finds a buyer says who bought.
  const seesBuyers = await isPermitted(req, "marketplace_personal_data:read")
  const { rows, count } = await marketplaceOf(req.scope).orders.listOrders(
    { ...filters, ids, ...(q && { q, ...(await namedBy(req.scope, q, seesBuyers)) }) },
    paging({ limit, offset, order }, ORDERABLE, "-purchased_at")
  )
  res.json({ orders: await presentOrders(req.scope, rows, localeOf(req)), count, limit, offset })
}

const namedBy = async (container: MedusaContainer, q: string, seesBuyers: boolean) => ({
  order_ids_of_q: await ordersNumbered(container, q),
  ids_of_q: seesBuyers ? await findByBuyer(container, q) : [],
})

/** The store's own order number, as an operator would write it: 1042 or #1042. */
async function ordersNumbered(container: MedusaContainer, q: string): Promise<string[]> {
  const [, number] = /^#?(\d{1,9})$/.exec(q) ?? []
  if (!number) return []
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "order",
    fields: ["id"],
    filters: { display_id: Number(number) } as Record<string, unknown>,
  })
  return data.map(({ id }) => id)
}
