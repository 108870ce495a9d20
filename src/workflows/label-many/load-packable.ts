import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import type { Refusal } from "../../orders/refusals"
import {
  locationsOf,
  PACKING_FIELDS,
  type Packing,
  planPacking,
  type OrderToPack,
} from "../ship-many/load-rows"

export type Packable = OrderToPack & { sales_channel_id: string | null; created_at: string | Date }

/** Orders of the store with how each would be packed as a whole, or why it cannot be. */
export async function loadPackable(
  container: MedusaContainer,
  filters: Record<string, unknown>,
  take: number
): Promise<{ order: Packable; plan: Packing | Refusal }[]> {
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "order",
    fields: [...PACKING_FIELDS, "sales_channel_id", "created_at"],
    filters: filters as object,
    pagination: { take, skip: 0, order: { created_at: "ASC" } },
  })
  const orders = data as unknown as Packable[]
  const places = await locationsOf(container, orders)
  return orders.map((order) => ({
    order,
    plan:
      order.status === "canceled"
        ? { code: "row_closed_order", params: {} }
        : planPacking(order, places, new Set()),
  }))
}
