import type { ActionRow } from "../../modules/marketplace/stores/actions"
import type { Refusal } from "../../orders/refusals"
import type { LoadedOrder } from "./load-shipment"

/** Why no sent parcel of this order can be corrected at the marketplace; null where it can. */
export function correctionRefused({
  adapter,
  policy,
}: Pick<LoadedOrder, "adapter" | "policy">): Refusal | null {
  const { name, capabilities } = adapter.descriptor
  if (!capabilities.corrects_shipments) return { code: "no_correction", params: { name } }
  return policy.corrections === false ? { code: "correction_off", params: { name } } : null
}

/** Where a call may have gone out, or did: planning does not reach it any more. */
export const wasSent = ({ sent_at, state }: Pick<ActionRow, "sent_at" | "state">) =>
  sent_at !== null || state === "confirmed" || state === "done_elsewhere"
