import { withItems } from "../../marketplaces/parcels"
import type { NormalizedOrder, ShipmentRequest } from "../../marketplaces/port"
import { type ActionRow, decidedIdsOf, refusedIdsOf } from "../../modules/marketplace/stores/actions"
import { actionSeen, type ActionSeen } from "../../orders/action-seen"
import type { ActionInHand } from "../../orders/next-step"
import type { ProblemParams } from "../../orders/problems"
import type { SentContent } from "../../orders/shipment-seen"
import { isCorrection } from "../../orders/intent-keys"

/** What an action sends to the marketplace. */
export const contentOf = ({ params }: Pick<ActionRow, "params">) => {
  const item_external_ids = (params.item_external_ids ?? []) as string[]
  const parcels = withItems(item_external_ids, (params.parcels ?? []) as ShipmentRequest["parcels"])
  return {
    item_external_ids,
    ...(params.quantities !== undefined && { quantities: params.quantities as Record<string, number> }),
    ...(refusedIdsOf({ params }).length && { refused_item_external_ids: refusedIdsOf({ params }) }),
    parcels: parcels.map((parcel) => ({
      tracking_number: parcel.tracking_number,
      carrier_name: parcel.carrier_name,
      ...(parcel.carrier_code && { carrier_code: parcel.carrier_code }),
      tracking_url: parcel.tracking_url,
      item_external_ids: parcel.item_external_ids,
    })),
    is_untracked: params.is_untracked === true,
  }
}

/** The same for some of its items: a parcel that has none of them is not sent. */
export function contentFor(action: Pick<ActionRow, "params">, item_external_ids: string[]) {
  const { parcels, quantities, is_untracked } = contentOf(action)
  const kept = parcels.map((parcel) => ({
    ...parcel,
    item_external_ids: parcel.item_external_ids.filter((id) => item_external_ids.includes(id)),
  }))
  return {
    item_external_ids,
    ...(quantities && {
      quantities: Object.fromEntries(
        Object.entries(quantities).filter(([id]) => item_external_ids.includes(id))
      ),
    }),
    parcels: kept.filter((parcel) => parcel.item_external_ids.length > 0),
    is_untracked,
  }
}

/** What of it the marketplace shows once it has it. */
function sentBy(action: Pick<ActionRow, "params">): SentContent {
  const { item_external_ids, parcels, quantities } = contentOf(action)
  const refused_item_external_ids = refusedIdsOf(action)
  return {
    item_external_ids,
    refused_item_external_ids,
    tracking_numbers: parcels.map(({ tracking_number }) => tracking_number),
    is_partial: quantities !== undefined,
  }
}

/** Whether a later state of the order shows the effect of an action. */
export const seenOf = (
  action: Pick<ActionRow, "type" | "intent_key" | "params">,
  order: NormalizedOrder
): ActionSeen => actionSeen({ type: action.type, is_correction: isCorrection(action) }, sentBy(action), order)

/** A row as the next step is decided on. */
export const inHand = (
  action: ActionRow,
  { is_shown_there, may_have_acted }: Pick<ActionInHand, "is_shown_there" | "may_have_acted">
): ActionInHand => ({
  type: action.type,
  is_correction: isCorrection(action),
  item_external_ids: decidedIdsOf(action),
  attempts: action.attempts,
  is_sent: action.state === "sent",
  is_open: action.unsettled_since !== null,
  called_at: lastOf(action.sent_at, action.unsettled_since),
  may_have_acted,
  refused: refusalOf(action),
  is_shown_there,
})

const refusalOf = ({ problem_code, problem_params }: ActionRow) =>
  problem_code === "refusal_being_checked" ? ((problem_params ?? {}) as ProblemParams) : null

function lastOf(...times: (Date | null)[]): number | null {
  const known = times.flatMap((time) => (time ? [new Date(time).getTime()] : []))
  return known.length ? Math.max(...known) : null
}
