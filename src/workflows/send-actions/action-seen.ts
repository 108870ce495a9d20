import type { NormalisedOrder, ShipmentRequest } from "../../marketplaces/port"
import type { ActionRow } from "../../modules/marketplace/stores/actions"
import { effectSeen, type EffectSeen } from "../../orders/effect-seen"
import { correctionSeen, type SentShipment } from "../../orders/shipment-seen"
import { isCorrection } from "../plan-shipment/intent-keys"

/** What an action tells the marketplace. */
export const toldBy = ({ params }: Pick<ActionRow, "params">) => ({
  item_external_ids: (params.item_external_ids ?? []) as string[],
  parcels: ((params.parcels ?? []) as ShipmentRequest["parcels"]).map(
    ({ tracking_number, carrier_name, tracking_url }) => ({ tracking_number, carrier_name, tracking_url })
  ),
  is_untracked: params.is_untracked === true,
})

/** What of it the marketplace shows once it has it. */
export function sentBy(action: Pick<ActionRow, "params">): SentShipment {
  const { item_external_ids, parcels } = toldBy(action)
  return { item_external_ids, tracking_numbers: parcels.map(({ tracking_number }) => tracking_number) }
}

/** Whether a later state of the order shows the effect of an action. */
export const actionSeen = (
  action: Pick<ActionRow, "type" | "intent_key" | "params">,
  order: NormalisedOrder
): EffectSeen =>
  isCorrection(action)
    ? correctionSeen(order, sentBy(action))
    : effectSeen(action.type, order, sentBy(action))
