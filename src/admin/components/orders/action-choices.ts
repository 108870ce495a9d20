import type { MarketplaceAction } from "../../../api/admin/marketplaces/actions/types"
import type { Marketplace } from "../../../api/admin/marketplaces/types"
import { wasSent } from "../../../orders/actions"
import type { Interruption } from "../../lib/interruption"

export type ActionRemedy = "correct" | "send_now" | "send_as_is" | "resend" | "look" | "mark_done" | "skip"

/** What a person can still do about an action, in the order in which it is offered. */
export function actionRemedies(
  action: MarketplaceAction,
  capabilities: Pick<Marketplace["capabilities"], "corrects_shipments"> | undefined,
  interruption: Interruption | null = null
): ActionRemedy[] {
  const { state, type, fulfillment_id, params, problem, sent_at } = action
  const isOpen = ["pending", "retrying", "needs_attention"].includes(state)
  const isUnseen = state === "sent"
  const isOverdue = problem?.remedy === "mark_done"
  const isParcel = type === "ship" && fulfillment_id !== null && state !== "sending"
  const isGivenUp = state === "skipped" && !params.skipped
  // Nothing goes out then, or the rule that it waits by would only be asked again.
  const canCall = interruption === null || interruption === "down"
  const isWaiting = state === "pending" && Boolean(params.waiting)
  const offered: [ActionRemedy, boolean][] = [
    [
      "correct",
      isParcel &&
        (wasSent(action)
          ? (capabilities?.corrects_shipments ?? false)
          : isOpen || Boolean(params.is_correction_offered)),
    ],
    [
      "send_now",
      canCall && isParcel && isOpen && (params.waiting === "split" || problem?.remedy === "send_now"),
    ],
    ["send_as_is", canCall && isParcel && isOpen && problem?.remedy === "send_as_is"],
    ["resend", canCall && ((isOpen && !isWaiting) || isGivenUp || (isUnseen && isOverdue))],
    ["look", canCall && isUnseen && !isOverdue],
    ["mark_done", isOpen || isUnseen],
    ["skip", isOpen && !sent_at],
  ]
  return offered.filter(([, isOffered]) => isOffered).map(([remedy]) => remedy)
}
