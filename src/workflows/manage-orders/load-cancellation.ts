import type { MedusaContainer } from "@medusajs/framework/types"
import { notAllowed } from "../../modules/marketplace/refusal"
import type { ActionRow } from "../../modules/marketplace/stores/actions"
import type { OrderRowWithPayload } from "../../modules/marketplace/stores/orders"
import { cancelingRefused, itemsToCancel } from "../../orders/cancellation"
import type { Refusal } from "../../orders/refusals"
import { whyInactive } from "../shared/active-connection"
import { marketplaceOf } from "../shared/marketplace"
import { readOrder } from "../../orders/read-order"

/** Why no order of this connection can be canceled at its marketplace now; null where they can. */
export async function cancelingRefusedFor(
  container: MedusaContainer,
  connection_id: string
): Promise<Refusal | null> {
  const marketplace = marketplaceOf(container)
  const connection = await marketplace.anyConnection(connection_id)
  const adapter = marketplace
    .listAdapters()
    .find(({ descriptor }) => descriptor.id === connection.marketplace_id)
  const own = adapter?.settings_schema.safeParse(connection.settings[connection.marketplace_id] ?? {})
  const forbidden = adapter && own?.success ? cancelingRefused(adapter, own.data) : null
  return forbidden ?? whyInactive(container, connection)
}

/** What a cancellation of this order would speak of, with its actions, or why it is refused now. */
export async function loadCancellation(
  container: MedusaContainer,
  row: OrderRowWithPayload,
  wanted?: string[]
): Promise<
  { items: string[]; known: ActionRow[]; judge: (actions: ActionRow[]) => void } | { refusal: Refusal }
> {
  const marketplace = marketplaceOf(container)
  if (row.is_test) return { refusal: { code: "test_order", params: {} } }
  const refusal = await cancelingRefusedFor(container, row.connection_id)
  if (refusal) return { refusal }
  const adapter = marketplace.adapter(row.marketplace_id)
  const order = readOrder(adapter, await marketplace.anyConnection(row.connection_id), row).order
  if (!order) return { refusal: { code: "order_unreadable", params: {} } }
  const known = await marketplace.actions.listActionsOf([row.id], ["ship", "cancel"])
  const open = itemsToCancel(order, known, wanted)
  if ("refusal" in open) return open
  /** A parcel can be sent meanwhile. */
  const judge = (actions: ActionRow[]) => {
    const still = itemsToCancel(order, actions, wanted)
    if ("refusal" in still) throw notAllowed(still.refusal.code, still.refusal.params)
  }
  const { name, capabilities } = adapter.descriptor
  return wanted && capabilities.cancels === "order"
    ? { refusal: { code: "one_cancellation", params: { name } } }
    : { ...open, known, judge }
}
