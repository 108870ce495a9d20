import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { marketplaceOf } from "../../../../workflows/shared/marketplace"
import { cursorOf, paging } from "../list-query"
import { localeOf } from "../present-problem"
import { filterOf } from "./filter"
import { presentOrders } from "./present"
import type { ListOrdersQuery } from "./validators"
import type { OrdersPage } from "./types"

const ORDER = "-purchased_at"
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
  const { limit, offset, order, after, ...filters } = req.validatedQuery as ListOrdersQuery
  const page = { limit, offset, order, after }
  const { rows, count, next } = await marketplaceOf(req.scope).orders.listOrders(
    await filterOf(req, filters),
    paging(page, ORDERABLE, ORDER)
  )
  const orders = await presentOrders(req.scope, rows, localeOf(req), true)
  res.json({ orders, count, limit, offset, next: cursorOf(page, ORDER, next) })
}
