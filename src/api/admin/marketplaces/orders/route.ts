import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { marketplaceOf } from "../../../../workflows/shared/marketplace"
import { paging } from "../list-query"
import { localeOf } from "../present-problem"
import { filterOf } from "./filter"
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
  const { limit, offset, order, ...filters } = req.validatedQuery as ListOrdersQuery
  const { rows, count } = await marketplaceOf(req.scope).orders.listOrders(
    await filterOf(req, filters),
    paging({ limit, offset, order }, ORDERABLE, "-purchased_at")
  )
  res.json({ orders: await presentOrders(req.scope, rows, localeOf(req), true), count, limit, offset })
}
