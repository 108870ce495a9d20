import type { ShownProblem } from "../../../api/admin/marketplaces/types"
import type { OrderRemedy } from "./remedies"

/** A destination that begins with what the problem is about. */
const prefilled = (params: ShownProblem["params"] | undefined) => {
  const query = new URLSearchParams()
  if (typeof params?.country === "string") query.set("country", params.country)
  if (typeof params?.order_currency === "string") query.set("currency", params.order_currency)
  const search = query.toString()
  return search && `?${search}`
}

const find = (value: unknown) => (typeof value === "string" ? `?q=${encodeURIComponent(value)}` : "")

/** Where the ways out that are on other pages lead. Without a connection, to all of them. */
export function causeLinks(
  problem: Pick<ShownProblem, "params"> | null,
  connection_id?: string,
  order_id?: string | null
): Partial<Record<OrderRemedy, string>> {
  const sku = problem?.params.sku
  const connection = `/settings/marketplaces${connection_id ? `/${connection_id}` : ""}`
  return {
    open_connection: connection_id && problem?.params.setting_en ? `${connection}?tab=orders` : connection,
    open_destinations: connection_id ? `${connection}/destinations${prefilled(problem?.params)}` : connection,
    open_regions: "/settings/regions",
    open_inventory: `/inventory${find(sku)}`,
    open_products: `/products${find(sku)}`,
    ...(order_id && { open_store_order: `/orders/${order_id}` }),
  }
}
