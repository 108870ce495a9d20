import type { ItemStatus, MarketplaceAdapter, NormalizedOrder } from "../marketplaces/port"
import type { Refusal } from "./refusals"

/** An action of the order, as far as a cancellation may be in its way. */
export type KnownAction = { type: string; state: string; params: Record<string, unknown> }

const CANCELABLE: readonly ItemStatus[] = ["waiting", "ready", "cancel_requested"]
const NOT_SHIPPED = ["skipped", "needs_attention"]

/** Why no order can be canceled at the marketplace with these settings of the connection; null where it can. */
export function cancelingRefused(
  adapter: Pick<MarketplaceAdapter, "descriptor" | "mayCancel">,
  settings: Record<string, unknown>
): Refusal | null {
  const { name, capabilities } = adapter.descriptor
  if (capabilities.cancels === "none") return { code: "no_cancellation", params: { name } }
  return adapter.mayCancel?.(settings) === false ? { code: "cancellation_off", params: { name } } : null
}

/**
 * The ids of the items that can be canceled as the order stands there, or why there are none.
 * @param known the order's shipments
 * @param wanted some items; left out: everything that can be canceled
 */
export function itemsToCancel(
  order: NormalizedOrder,
  known: KnownAction[],
  wanted?: string[]
): { items: string[] } | { refusal: Refusal } {
  const refused = (code: Refusal["code"], params: Refusal["params"] = {}) => ({ refusal: { code, params } })
  const items = order.lines
    .filter((line) => line.fulfilled_by === "seller")
    .flatMap((line) => line.items)
    .filter((item) => !wanted || wanted.includes(item.external_id))
  const open = items.filter((item) => CANCELABLE.includes(item.status)).map((item) => item.external_id)
  if (items.some((item) => item.status === "to_accept")) return refused("refuse_instead")
  if (!open.length || (wanted && open.length < new Set(wanted).size)) {
    return refused("nothing_to_cancel", { status: order.external_status })
  }
  const shipped = known.filter(({ type, state }) => type === "ship" && !NOT_SHIPPED.includes(state))
  const sent = shipped.flatMap(({ params }) => (params.item_external_ids ?? []) as string[])
  return open.some((id) => sent.includes(id)) ? refused("shipment_on_its_way") : { items: open }
}
