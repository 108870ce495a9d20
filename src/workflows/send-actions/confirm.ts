import type { MedusaContainer } from "@medusajs/framework/types"
import type { NormalizedOrder } from "../../marketplaces/port"
import type { ActionRow } from "../../modules/marketplace/stores/actions"
import { keepReservationsRight } from "../plan-import/reserve-accepted"
import { isOwed } from "../../orders/left-there"
import { readOrder } from "../../orders/read-order"
import { offerCorrections } from "../plan-shipment/plan-order"
import { announce } from "../shared/events"
import { marketplaceOf } from "../shared/marketplace"
import { seenOf } from "./in-hand"
import { showOnFulfillment } from "./show-on-fulfillment"

const AT_ONCE = 100

/**
 * Confirms actions that were sent, or may have been, from the snapshots that the last pull brought, without one call per
 * parcel, and ends acceptances whose order ended.
 * One that no list has shown is looked for alone later (`performAction`).
 */
export async function confirmFromSnapshots(
  container: MedusaContainer,
  connection_id: string
): Promise<number> {
  const marketplace = marketplaceOf(container)
  let count = 0
  let after = ""
  for (;;) {
    const actions = await marketplace.actions.listUnconfirmed(connection_id, after, AT_ONCE)
    for (const action of actions) {
      after = action.id
      if (await confirmFromSnapshot(container, action)) count += 1
    }
    if (actions.length < AT_ONCE) return count
  }
}

/**
 * Confirms an action from what was stored of its order last, which may have come before the answer to its call. Returns
 * whether this did it.
 */
export async function confirmFromSnapshot(container: MedusaContainer, action: ActionRow): Promise<boolean> {
  const marketplace = marketplaceOf(container)
  const order = await storedOrder(container, action.marketplace_order_id)
  // An answer that cannot be read confirms nothing, and holds up no neighbor.
  const effect = order && seenOf(action, order).effect
  if (effect === "over" && (await marketplace.actions.endAction(action.id, "order_ended"))) {
    await afterEnded(container, action)
  }
  if (effect !== "present") return false
  if (!(await marketplace.actions.confirmAction(action.id))) return false
  await marketplace.actions.recordAttempt(action.id, {
    outcome: "confirmed",
    status: null,
    message: null,
    sent: null,
    duration_ms: 0,
  })
  await afterConfirmed(container, action)
  return true
}

/** Updates the order's state from its confirmed parcels, emits the event, and offers what can correct the parcel. */
export async function afterConfirmed(container: MedusaContainer, action: ActionRow): Promise<void> {
  const { id, marketplace_order_id, fulfillment_id } = action
  if (action.type !== "ship") {
    if (action.type === "accept") await announceAccepted(container, marketplace_order_id)
    return
  }
  const order = await storedOrder(container, marketplace_order_id)
  const items = (order?.lines ?? [])
    .filter((line) => line.fulfilled_by === "seller")
    .flatMap((line) => line.items)
  await marketplaceOf(container).orders.markShipped(
    marketplace_order_id,
    items.some(isOwed) ? "partly_shipped" : "shipped"
  )
  await showOnFulfillment(container, action)
  announce(container, [
    { name: "marketplace-shipment.confirmed", data: { id, marketplace_order_id, fulfillment_id } },
  ])
  await offerCorrections(container, action)
}

/** What ended without having been done holds no stock any more. */
export async function afterEnded(
  container: MedusaContainer,
  { marketplace_order_id }: Pick<ActionRow, "marketplace_order_id">
): Promise<void> {
  await keepReservationsRight(container, { ids: [marketplace_order_id] })
  await announceAccepted(container, marketplace_order_id)
}

/** Once an order, although some marketplaces decide by item: when one is confirmed and none is on its way any more. */
async function announceAccepted(container: MedusaContainer, id: string): Promise<void> {
  if (await marketplaceOf(container).orders.markAcceptanceAnnounced(id)) {
    announce(container, [{ name: "marketplace-order.accepted", data: { id } }])
  }
}

async function storedOrder(
  container: MedusaContainer,
  marketplace_order_id: string
): Promise<NormalizedOrder | null> {
  const marketplace = marketplaceOf(container)
  const [row] = await marketplace.orders.loadOrders([marketplace_order_id])
  if (!row) return null
  const connection = await marketplace.anyConnection(row.connection_id)
  return readOrder(marketplace.adapter(row.marketplace_id), connection, row).order
}
