import type { MedusaContainer } from "@medusajs/framework/types"
import { codesClearedBy } from "../../orders/problems"
import { planOrderShipments } from "../plan-shipment/plan-order"
import { beginSending } from "../send-actions/begin-sending"
import { eachAlone } from "../shared/each-alone"
import { marketplaceOf } from "../shared/marketplace"

const AT_ONCE = 50

/** Plans the shipments that waited for a carrier again, and starts sending what is ready. */
export async function replanUnknownCarriers(
  container: MedusaContainer,
  connection_id: string
): Promise<void> {
  const marketplace = marketplaceOf(container)
  let after = ""
  for (;;) {
    const orders = await marketplace.actions.listOrdersToReplan(
      connection_id,
      codesClearedBy("carrier_settings"),
      after,
      AT_ONCE
    )
    await eachAlone(
      container,
      orders,
      ({ id }) => `planning of shipments of ${id}`,
      async ({ id }) => {
        after = id
        if (await planOrderShipments(container, id)) beginSending(container, [connection_id])
      }
    )
    if (orders.length < AT_ONCE) return
  }
}
