import { cancelOrderWorkflow } from "@medusajs/medusa/core-flows"
import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, MedusaError, Modules } from "@medusajs/framework/utils"
import { type Marks, marksOf } from "../../orders/marks"
import { marketplaceOf } from "../shared/marketplace"
import { writeReservations } from "../shared/write-reservations"

/**
 * Cancels the store's order because the marketplace did: stock is released, the payment record reversed (the buyer's money
 * is the marketplace's business), and no mail is sent. It is recorded first, so that the event of the cancellation is
 * not taken for an operator's. Returns false where Medusa refuses (a completed order, for example).
 *
 * The stock is released before core does it: core's step takes the locks of all items at once.
 */
export async function cancelInStore(
  container: MedusaContainer,
  row: { id: string; connection_id: string; order_id: string | null; marks: Marks | null }
): Promise<boolean> {
  const order_id = row.order_id ?? ""
  const { orders } = marketplaceOf(container)
  const released = [
    ...(marksOf(row.marks).released_reservations ?? []),
    ...(await liveReservations(container, order_id)),
  ]
  await orders.markOrder(row.id, { canceled_by: "marketplace", released_reservations: released })
  try {
    await writeReservations(container, { release: released })
    await cancelOrderWorkflow(container).run({ input: { order_id, no_notification: true } })
  } catch (error) {
    if (!(await isCanceled(container, order_id))) {
      // The engine hands a step's error on as a plain object. After another error the next look decides: an operator may
      // cancel the order at this moment, and its stock must not come back.
      if ((error as { type?: string } | null)?.type !== MedusaError.Types.NOT_ALLOWED) throw error
      await writeReservations(container, { restore: released })
      await orders.markOrder(row.id, { canceled_by: null, released_reservations: null })
      return false
    }
    // Core undoes its own release where its cancellation fails, although another one has canceled the order.
    await writeReservations(container, { release: released })
  }
  await orders.markOrder(row.id, { released_reservations: null })
  await marketplaceOf(container).createMarketplaceHistoryEntries({
    connection_id: row.connection_id,
    marketplace_order_id: row.id,
    event: "order.canceled",
    actor: "marketplace",
    data: { order_id },
  })
  return true
}

/**
 * Ends what an interrupted cancellation left: a canceled order has nothing reserved, and one that is not to be
 * canceled any more has what it had.
 */
export async function endInterruptedCancellation(
  container: MedusaContainer,
  row: { id: string; marks: Marks | null },
  is_canceled: boolean
): Promise<void> {
  const released = marksOf(row.marks).released_reservations
  if (!released) return
  await writeReservations(container, is_canceled ? { release: released } : { restore: released })
  const over = is_canceled ? {} : { canceled_by: null }
  await marketplaceOf(container).orders.markOrder(row.id, { ...over, released_reservations: null })
}

async function liveReservations(
  container: MedusaContainer,
  order_id: string
): Promise<{ id: string; inventory_item_id: string }[]> {
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "order",
    fields: ["items.id"],
    filters: { id: order_id },
  })
  const [order] = data as { items?: { id: string }[] }[]
  const line_item_id = (order?.items ?? []).map(({ id }) => id)
  if (!line_item_id.length) return []
  const reserved = await container
    .resolve(Modules.INVENTORY)
    .listReservationItems({ line_item_id }, { select: ["id", "inventory_item_id"] })
  return reserved.map(({ id, inventory_item_id }) => ({ id, inventory_item_id }))
}

async function isCanceled(container: MedusaContainer, id: string): Promise<boolean> {
  const { data } = await container
    .resolve(ContainerRegistrationKeys.QUERY)
    .graph({ entity: "order", fields: ["id", "status"], filters: { id } })
  return data[0]?.status === "canceled"
}
