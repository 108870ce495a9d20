import { createOrderFulfillmentWorkflow, createOrderShipmentWorkflow } from "@medusajs/medusa/core-flows"
import type { App } from "./app"

/** Packs and ships a whole order as the warehouse does; answers the fulfilment's id. */
export async function shipOrder(
  { container, query }: Pick<App, "container" | "query">,
  order_id: string,
  tracking_number: string
): Promise<string> {
  const { data } = await query.graph({
    entity: "order",
    fields: ["items.*"],
    filters: { id: order_id },
  })
  const items = (data[0].items ?? []).flatMap((item: { id: string; quantity: number } | null) =>
    item ? [{ id: item.id, quantity: Number(item.quantity) }] : []
  )
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
