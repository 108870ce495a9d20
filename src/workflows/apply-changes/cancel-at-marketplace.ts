import type { MedusaContainer } from "@medusajs/framework/types"
import type { ItemStatus } from "../../marketplaces/port"
import { marketplaceOf } from "../shared/marketplace"
import type { LoadedImport } from "./load-imported"

const OPEN: readonly ItemStatus[] = ["to_accept", "waiting", "ready", "cancel_requested", "unknown"]

/** One intent per order, whoever asks for it. */
export const cancellationKey = (marketplace_order_id: string) => `cancel:${marketplace_order_id}`

/**
 * By setting, what an operator cancelled in the store is cancelled at the marketplace too, where it can be: an intent,
 * sent like every other. Answers whether there is one.
 */
export async function cancelAtMarketplace(
  container: MedusaContainer,
  { row, order, settings }: LoadedImport
): Promise<boolean> {
  const marketplace = marketplaceOf(container)
  const { cancels } = marketplace.adapter(row.marketplace_id).descriptor.capabilities
  const item_external_ids = order.lines
    .filter((line) => line.fulfilled_by === "seller")
    .flatMap((line) => line.items)
    .filter((item) => OPEN.includes(item.status))
    .map((item) => item.external_id)
  if (
    settings.changes.cancel_at_marketplace !== "automatic" ||
    cancels === "none" ||
    !item_external_ids.length
  ) {
    return false
  }
  await marketplace.planAction({
    connection_id: row.connection_id,
    marketplace_order_id: row.id,
    type: "cancel",
    fulfillment_id: null,
    intent_key: cancellationKey(row.id),
    state: "pending",
    params: { item_external_ids, reason: "Commande annulée par le vendeur" },
    problem: null,
    due_in_seconds: 0,
  })
  return true
}
