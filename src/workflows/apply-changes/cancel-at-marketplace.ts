import type { MedusaContainer } from "@medusajs/framework/types"
import type { ItemStatus } from "../../marketplaces/port"
import { itemIdsOf } from "../../modules/marketplace/stores/actions"
import { cancelingRefused } from "../../orders/cancellation"
import type { ActionState } from "../../orders/actions"
import { cancellationKey } from "../../orders/intent-keys"
import { isActive } from "../shared/active-connection"
import { marketplaceOf } from "../shared/marketplace"
import type { LoadedImport } from "./load-imported"

const OPEN: readonly ItemStatus[] = ["waiting", "ready", "cancel_requested", "unknown"]

/** States of a cancellation that is on its way no more, and was not made. */
export const GIVEN_UP: readonly ActionState[] = ["skipped", "needs_attention"]

/**
 * By setting, what an operator canceled in the store is canceled at the marketplace too, where it can be: an intent,
 * sent like every other, with the reason that the adapter or its settings give. Items whose cancellation a person has
 * requested are left out. Returns whether there is an intent.
 */
export async function cancelAtMarketplace(
  container: MedusaContainer,
  loaded: LoadedImport
): Promise<boolean> {
  const { row, order, settings } = loaded
  const marketplace = marketplaceOf(container)
  const adapter = marketplace.adapter(row.marketplace_id)
  const item_external_ids = order.lines
    .filter((line) => line.fulfilled_by === "seller")
    .flatMap((line) => line.items)
    .filter((item) => OPEN.includes(item.status))
    .map((item) => item.external_id)
  const own = (settings as Record<string, unknown>)[row.marketplace_id] as Record<string, unknown>
  if (
    settings.changes.cancel_at_marketplace !== "automatic" ||
    cancelingRefused(adapter, own) ||
    !item_external_ids.length
  ) {
    return false
  }
  const connection = await marketplace.anyConnection(row.connection_id)
  const reason = adapter.cancellationReason?.(own)
  if (!reason || connection.deleted_at || !(await isActive(container, connection))) return false
  const intent_key = cancellationKey(row.id)
  let isWanted = true
  await marketplace.actions.decideOn([row.id], (actions) => {
    const known = actions.filter(({ type }) => type === "cancel")
    const whole = known.find((one) => one.intent_key === intent_key)
    // A person decided that it shall not be canceled there.
    isWanted = whole?.params.decided_by_hand === undefined || whole.state === "done_elsewhere"
    const asked = known.filter((one) => one !== whole && !GIVEN_UP.includes(one.state)).flatMap(itemIdsOf)
    const items = item_external_ids.filter((id) => !asked.includes(id))
    if (!isWanted || !items.length) return []
    return [
      {
        connection_id: row.connection_id,
        marketplace_order_id: row.id,
        type: "cancel",
        fulfillment_id: null,
        intent_key,
        state: "pending",
        params: { item_external_ids: items, reason },
        problem: null,
        due_in_seconds: 0,
      },
    ]
  })
  return isWanted
}
