import type { MedusaContainer } from "@medusajs/framework/types"
import { settingsOf } from "../shared/connection-settings"
import { eachAlone } from "../shared/each-alone"
import { marketplaceOf } from "../shared/marketplace"
import { planOrderShipments } from "./plan-order"

const AT_ONCE = 50

/**
 * Plans what missed events left unplanned: shipped fulfillments of imported orders without an action, waits that are
 * over, new labels, canceled fulfillments, sending that was off, answers that can be read again. Disabled connections
 * are included, so that their deadlines still raise alarms. Returns the marketplace's numbers of the planned orders; the
 * job sends what is due.
 * @param states only orders in these; without it all, however old, as the daily comparison needs
 */
export async function planMissingShipments(
  container: MedusaContainer,
  connection_id: string,
  states: string[] | null = null
): Promise<string[]> {
  const marketplace = marketplaceOf(container)
  const connection = await marketplace.connection(connection_id)
  const adapter = marketplace.adapter(connection.marketplace_id)
  const { send } = settingsOf(adapter, connection.settings, {}).shipping
  let after = ""
  const planned: string[] = []
  for (;;) {
    const orders = await marketplace.medusaTables.listShipmentsToPlan({
      connection_id,
      after,
      states,
      send,
      limit: AT_ONCE,
    })
    await eachAlone(
      container,
      orders,
      ({ external_id }) => `planning of shipments of ${external_id}`,
      async ({ id, external_id }) => {
        after = id
        await planOrderShipments(container, id)
        planned.push(external_id)
      }
    )
    if (orders.length < AT_ONCE) return planned
  }
}
