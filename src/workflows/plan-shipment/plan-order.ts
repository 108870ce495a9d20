import type { MedusaContainer } from "@medusajs/framework/types"
import type { NewAction } from "../../modules/marketplace/stores/actions"
import { planShipment, type ShipmentPlan } from "../../orders/plan-shipment"
import { announce } from "../shared/events"
import { marketplaceOf } from "../shared/marketplace"
import { type LoadedOrder, loadOrderForShipping } from "./load-shipment"

/** One intent per order and fulfilment. */
export const shipmentKey = (marketplace_order_id: string, fulfillment_id: string) =>
  `ship:${marketplace_order_id}:${fulfillment_id}`

/**
 * Plans every shipped fulfilment of an order anew: one parcel can complete what another waited for. What was sent is
 * left alone. Answers whether anything is to be sent now.
 */
export async function planOrderShipments(
  container: MedusaContainer,
  marketplace_order_id: string
): Promise<boolean> {
  const loaded = await loadOrderForShipping(container, marketplace_order_id)
  if (!loaded) return false
  let due = false
  for (const fulfillment_id of loaded.fulfillment_ids) {
    const plan = planShipment(loaded.inputFor(fulfillment_id))
    if (plan.kind === "skip" && plan.reason === "not_shipped") continue
    const planned = await writePlan(container, loaded, fulfillment_id, plan)
    due ||= planned && plan.kind === "send"
  }
  return due
}

async function writePlan(
  container: MedusaContainer,
  { row, actions }: LoadedOrder,
  fulfillment_id: string,
  plan: ShipmentPlan
): Promise<boolean> {
  const intent_key = shipmentKey(row.id, fulfillment_id)
  const before = actions.find((action) => action.intent_key === intent_key)
  const kept = handGiven(before?.params)
  const action: NewAction = {
    connection_id: row.connection_id,
    marketplace_order_id: row.id,
    type: "ship",
    fulfillment_id,
    intent_key,
    ...outcomeOf(plan, kept),
  }
  // An operator's "skip" or "mark done" is not planned away.
  if (before?.params.decided_by_hand) return false
  const { row: written, changed, problem_is_new } = await marketplaceOf(container).planAction(action)
  if (problem_is_new && written.state === "needs_attention") {
    const data = { id: written.id, marketplace_order_id: row.id, fulfillment_id }
    await announce(container, [{ name: "marketplace-shipment.failed", data }])
  }
  return changed
}

/** What a person gave stays when the shipment is planned anew. */
export const handGiven = (params: Record<string, unknown> = {}): Record<string, unknown> =>
  Object.fromEntries(
    ["given", "send_now"].flatMap((key) => (params[key] === undefined ? [] : [[key, params[key]]]))
  )

/** What a plan means for its action. A wait is a pending action that is due when the wait ends, and is then planned anew. */
export function outcomeOf(
  plan: ShipmentPlan,
  kept: Record<string, unknown>
): Pick<NewAction, "state" | "params" | "problem" | "due_in_seconds"> {
  switch (plan.kind) {
    case "send":
      return {
        state: "pending",
        params: {
          ...kept,
          item_external_ids: plan.item_external_ids,
          parcels: plan.parcels,
          is_untracked: plan.is_untracked,
        },
        problem: null,
        due_in_seconds: 0,
      }
    case "wait":
      return {
        state: "pending",
        params: { ...kept, waiting: plan.reason, until: plan.until },
        problem: plan.problem,
        due_in_seconds: Math.max(60, (Date.parse(plan.until) - Date.now()) / 1000),
      }
    case "problem":
      return { state: "needs_attention", params: kept, problem: plan.problem, due_in_seconds: null }
    case "skip":
      return {
        state: "skipped",
        params: { ...kept, skipped: plan.reason },
        problem: null,
        due_in_seconds: null,
      }
  }
}
