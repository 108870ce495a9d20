import type { NormalizedOrder } from "../marketplaces/port"
import type { ActionType } from "./actions"
import { effectSeen, type EffectSeen, undoneItems } from "./effect-seen"
import { absentItems, correctionSeen, type SentContent, uncorrectedItems } from "./shipment-seen"

export type ActionSeen = {
  effect: EffectSeen
  /** The items that a call, or its repetition, has to speak of. */
  absent: string[]
  /** The marketplace's word for the order. */
  status: string
}

/** Whether a state of the order shows what an action wants, and what of it is missing. */
export function actionSeen(
  { type, is_correction }: { type: ActionType; is_correction: boolean },
  sent: SentContent,
  order: NormalizedOrder
): ActionSeen {
  return {
    effect: is_correction ? correctionSeen(order, sent) : effectSeen(type, order, sent),
    absent: is_correction
      ? uncorrectedItems(order, sent)
      : type === "ship"
        ? absentItems(order, sent)
        : undoneItems(type, order, sent),
    status: order.external_status,
  }
}
