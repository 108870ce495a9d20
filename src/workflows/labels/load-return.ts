import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import type { LabelLine } from "../../labels/plan-label"
import type { LabelReturn } from "../../labels/plan-return"
import { labelOrder, lineOf, type LoadedLabel, marketplaceFacts, readStored } from "./load-label"

export type StoredReturn = {
  id: string
  order_id: string
  location_id: string | null
  created_at: string | Date
  canceled_at: string | Date | null
  /** open | requested | received | partially_received | canceled */
  status: string
  items?: { item_id: string; quantity: number }[]
}

/** Returns of the store, whoever asked for them. */
export async function readReturns(container: MedusaContainer, ids: string[]): Promise<StoredReturn[]> {
  if (ids.length === 0) return []
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "return",
    fields: [
      "id",
      "order_id",
      "location_id",
      "created_at",
      "canceled_at",
      "status",
      "items.item_id",
      "items.quantity",
    ],
    filters: { id: ids },
  })
  return data as unknown as StoredReturn[]
}

/** Everything of the store and the marketplace that decides about the label of one return. */
export type LoadedReturn = Pick<LoadedLabel, "order_id" | "order" | "to" | "is_purged"> & {
  returned: LabelReturn
}

/** Null when the return, or its order, is gone. */
export async function loadReturn(
  container: MedusaContainer,
  order_id: string,
  return_id: string
): Promise<LoadedReturn | null> {
  const [found] = await readReturns(container, [return_id])
  const stored = found && (await readStored(container, order_id))
  if (!found || !stored || found.order_id !== order_id) return null
  const { order } = stored
  const marketplace = await marketplaceFacts(container, order_id, null)
  const lines = (order.items ?? []).flatMap((item): LabelLine[] => {
    const quantity = (found.items ?? [])
      .filter(({ item_id }) => item_id === item.id)
      .reduce((sum, one) => sum + Number(one.quantity), 0)
    return quantity > 0 ? [lineOf(item, quantity, [])] : []
  })
  const { shipping_address } = order
  return {
    order_id,
    order: labelOrder(order, marketplace),
    is_purged: marketplace.is_purged,
    to: {
      postal_code: shipping_address?.postal_code ?? "",
      country_code: (shipping_address?.country_code ?? "").toUpperCase(),
    },
    returned: {
      stock_location_id: found.location_id,
      is_canceled: found.canceled_at !== null,
      is_received: found.status === "received",
      lines,
    },
  }
}
