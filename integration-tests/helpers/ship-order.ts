import { createOrderFulfillmentWorkflow, createOrderShipmentWorkflow } from "@medusajs/medusa/core-flows"
import type { App } from "./app"

export type PackedItem = { id: string; quantity: number }

/** All that an order of the store has to be packed. */
export async function itemsOf({ query }: Pick<App, "query">, order_id: string): Promise<PackedItem[]> {
  const { data } = await query.graph({
    entity: "order",
    fields: ["items.*"],
    filters: { id: order_id },
  })
  return (data[0].items ?? []).flatMap((item: PackedItem | null) =>
    item ? [{ id: item.id, quantity: Number(item.quantity) }] : []
  )
}

/** Packs and ships a whole order as the warehouse does; returns the fulfillment's id. */
export async function shipOrder(
  { container, query }: Pick<App, "container" | "query">,
  order_id: string,
  tracking_number: string
): Promise<string> {
  const items = await itemsOf({ query }, order_id)
  const { result: fulfillment } = await createOrderFulfillmentWorkflow(container).run({
    input: { order_id, items },
  })
  await createOrderShipmentWorkflow(container).run({
    input: {
      order_id,
      fulfillment_id: fulfillment.id,
      items,
      labels: [{ tracking_number, tracking_url: "#", label_url: "#" }],
    },
  })
  return fulfillment.id
}

let parcels = 0
/** A new number of the shape that La Poste Colissimo gives its parcels. */
export const colissimoNumber = (): string => `6A${String(10_000_000_000 + ++parcels)}`
