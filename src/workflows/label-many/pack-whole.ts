import { createOrderFulfillmentWorkflow } from "@medusajs/medusa/core-flows"
import type { MedusaContainer } from "@medusajs/framework/types"
import type { Packing } from "../ship-many/load-rows"

/** The parcel of an order as it was planned: the one that is packed already, or a new one of all that is left. */
export async function packWhole(
  container: MedusaContainer,
  { order_id, fulfillment_id, items, location_id }: Packing,
  created_by?: string
): Promise<string> {
  if (fulfillment_id !== null) return fulfillment_id
  const { result } = await createOrderFulfillmentWorkflow(container).run({
    input: { order_id, items, created_by, no_notification: true, ...(location_id && { location_id }) },
  })
  return result.id
}
