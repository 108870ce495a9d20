import { cancelOrderWorkflow } from "@medusajs/medusa/core-flows"
import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, MedusaError } from "@medusajs/framework/utils"
import { marketplaceOf } from "../shared/marketplace"

/**
 * Cancels the store's order because the marketplace did: stock is released, the payment record reversed (the buyer's money
 * is the marketplace's business), and no mail is sent. It is recorded first, so that the event of the cancellation is
 * not taken for an operator's. Returns false where Medusa refuses (a completed order, for example).
 */
export async function cancelInStore(
  container: MedusaContainer,
  row: { id: string; connection_id: string; order_id: string | null }
): Promise<boolean> {
  const order_id = row.order_id ?? ""
  await marketplaceOf(container).orders.markOrder(row.id, { canceled_by: "marketplace" })
  try {
    await cancelOrderWorkflow(container).run({ input: { order_id, no_notification: true } })
  } catch (error) {
    if (!(await isCanceled(container, order_id))) {
      await marketplaceOf(container).orders.markOrder(row.id, { canceled_by: null })
      // The engine hands a step's error on as a plain object.
      if ((error as { type?: string } | null)?.type === MedusaError.Types.NOT_ALLOWED) return false
      throw error
    }
  }
  await marketplaceOf(container).createMarketplaceHistoryEntries({
    connection_id: row.connection_id,
    marketplace_order_id: row.id,
    event: "order.canceled",
    actor: "marketplace",
    data: { order_id },
  })
  return true
}

async function isCanceled(container: MedusaContainer, id: string): Promise<boolean> {
  const { data } = await container
    .resolve(ContainerRegistrationKeys.QUERY)
    .graph({ entity: "order", fields: ["id", "status"], filters: { id } })
  return data[0]?.status === "canceled"
}
