import type { AuthenticatedMedusaRequest } from "@medusajs/framework/http"
import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import type { OrderFilter } from "../../../../modules/marketplace/stores/order-list"
import { findByBuyer, findInStoreOnly } from "../../../../workflows/manage-orders/find-by-buyer"
import { marketplaceOf } from "../../../../workflows/shared/marketplace"
import { isPermitted } from "../permissions"
import type { ExportOrdersQuery } from "./validators"

/** What is asked for, with what its search means beside the texts of our own rows. */
export async function filterOf(
  req: AuthenticatedMedusaRequest<unknown, unknown>,
  { q, id: ids, unkept = false, ...filters }: ExportOrdersQuery
): Promise<OrderFilter> {
  // A search that finds a buyer says who bought.
  const seesBuyers = await isPermitted(req as AuthenticatedMedusaRequest, "marketplace_personal_data:read")
  return { ...filters, ids, ...(q && { q, ...(await namedBy(req.scope, q, { seesBuyers, unkept })) }) }
}

async function namedBy(
  container: MedusaContainer,
  q: string,
  { seesBuyers, unkept }: { seesBuyers: boolean; unkept: boolean }
) {
  const { orders } = marketplaceOf(container)
  // A whole number means its order, and no buyer.
  if (await orders.isNumber(q)) return {}
  const [order_ids_of_q, bought, sent] = await Promise.all([
    ordersNumbered(container, q),
    seesBuyers ? findByBuyer(container, q) : [],
    ordersTracked(container, q),
  ])
  const ids_of_q = [...bought, ...sent]
  if (!seesBuyers) return { order_ids_of_q, ids_of_q }
  if (unkept)
    return { order_ids_of_q, ids_of_q: [...ids_of_q, ...(await findInStoreOnly(container, q, "unkept"))] }
  const isFound = ids_of_q.length || order_ids_of_q.length || (await orders.hasText(q))
  return {
    order_ids_of_q,
    ids_of_q: isFound ? ids_of_q : await findInStoreOnly(container, q, "lately_unkept"),
  }
}

/** The number of a parcel, in groups or not. */
const TRACKING = /^(?=.*\d)[A-Za-z0-9 -]{8,50}$/

async function ordersTracked(container: MedusaContainer, q: string): Promise<string[]> {
  if (!TRACKING.test(q)) return []
  const number = q.replace(/[ -]/g, "").toUpperCase()
  const found = await marketplaceOf(container).actions.findDeclared([number])
  return found.map(({ marketplace_order_id }) => marketplace_order_id)
}

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
