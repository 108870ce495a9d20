import { withItems } from "../../marketplaces/parcels"
import type { NormalisedOrder, ShipmentRequest } from "../../marketplaces/port"
import type { ActionRow } from "../../modules/marketplace/stores/actions"
import { effectSeen, type EffectSeen } from "../../orders/effect-seen"
import { correctionSeen, type SentShipment } from "../../orders/shipment-seen"
import { isCorrection } from "../plan-shipment/intent-keys"

/** What an action sends to the marketplace. */
export const toldBy = ({ params }: Pick<ActionRow, "params">) => {
  const item_external_ids = (params.item_external_ids ?? []) as string[]
  const parcels = withItems(item_external_ids, (params.parcels ?? []) as ShipmentRequest["parcels"])
  return {
    item_external_ids,
    parcels: parcels.map(({ tracking_number, carrier_name, tracking_url, item_external_ids: items }) => ({
      tracking_number,
      carrier_name,
      tracking_url,
      item_external_ids: items,
    })),
    is_untracked: params.is_untracked === true,
  }
}

/** The same for some of its items: a parcel that has none of them is not sent. */
export function toldOf(action: Pick<ActionRow, "params">, item_external_ids: string[]) {
  const { parcels, is_untracked } = toldBy(action)
  const kept = parcels.map((parcel) => ({
    ...parcel,
    item_external_ids: parcel.item_external_ids.filter((id) => item_external_ids.includes(id)),
  }))
  return {
    item_external_ids,
    parcels: kept.filter((parcel) => parcel.item_external_ids.length > 0),
    is_untracked,
  }
}

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
