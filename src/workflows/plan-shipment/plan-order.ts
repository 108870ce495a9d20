import { isDeepStrictEqual } from "node:util"
import type { MedusaContainer } from "@medusajs/framework/types"
import { isUnreadableOrderError } from "../../marketplaces/port"
import { changedMeanwhile } from "../../modules/marketplace/refusal"
import type { ActionRow, VersionedAction } from "../../modules/marketplace/stores/actions"
import type { NewAction } from "../../modules/marketplace/stores/plan-actions"
import { wasSent } from "../../orders/actions"
import { shipmentKey } from "../../orders/intent-keys"
import { planShipment, type ShipmentPlan, type SkipReason } from "../../orders/plan-shipment"
import { announce } from "../shared/events"
import { marketplaceOf } from "../shared/marketplace"
import { followLabels, type Followed } from "./follow-labels"
import { type LoadedOrder, loadOrderForShipping, type Wish } from "./load-shipment"
import { correctionRefused } from "./corrections-refused"

/** A plan that was overtaken by another is made again; so often at most. */
const MAX_PLANS = 5

/**
 * Plans every shipped fulfillment of an order again: one parcel can complete what another waited for. What was sent
 * stays as it is, and what a person closed stays closed until a person declares something else (`wish`), which is refused
 * where another person has declared something meanwhile. Returns whether anything is to be sent now.
 */
export async function planOrderShipments(
  container: MedusaContainer,
  marketplace_order_id: string,
  wish?: Wish
): Promise<boolean> {
  let due = false
  for (let plans = 0; plans < MAX_PLANS; plans++) {
    const loaded = await loadReadable(container, marketplace_order_id, wish)
    if (!loaded) break
    if (wish) refuseOthers(loaded, wish)
    let outdated = false
    for (const fulfillment_id of loaded.fulfillment_ids) {
      const planned = planParcel(loaded, fulfillment_id, wish?.fulfillment_id === fulfillment_id)
      if (planned?.kind === "note")
        await marketplaceOf(container).actions.noteLabels(planned.id, planned.params)
      if (planned?.kind !== "plan") continue
      const { changed, is_outdated } = await writeAction(container, planned.action)
      due ||= changed && planned.action.due_in_seconds === 0
      outdated ||= is_outdated
    }
    if (!outdated) break
  }
  return due
}

/** What was given before is still what the wish was laid over, or this wish is written already. */
function refuseOthers({ storedFor }: LoadedOrder, { fulfillment_id, before, params }: Wish): void {
  const { given } = storedFor(fulfillment_id)
  if (![before, params.given].some((one) => isDeepStrictEqual(one, given))) throw changedMeanwhile()
}

/** What one fulfillment needs now; null when there is nothing to write down. */
function planParcel(loaded: LoadedOrder, fulfillment_id: string, is_wanted_again: boolean): Followed | null {
  const intent_key = shipmentKey(loaded.row.id, fulfillment_id)
  const before = loaded.actions.find((action) => action.intent_key === intent_key)
  if (before && wasSent(before)) return followLabels(loaded, before)
  const action = planAction(loaded, fulfillment_id, before, is_wanted_again)
  return action && { kind: "plan", action }
}

/** The action of a fulfillment that was not sent yet, as it should be now. */
function planAction(
  loaded: LoadedOrder,
  fulfillment_id: string,
  before: VersionedAction | undefined,
  is_wanted_again: boolean
): NewAction | null {
  const { row, connection } = loaded
  if (before?.params.decided_by_hand && !is_wanted_again) return null
  const plan = planShipment(loaded.inputFor(fulfillment_id))
  if (plan.kind === "skip" && plan.reason === "not_shipped" && !before && !is_wanted_again) return null
  const isGone = connection.deleted_at !== null && plan.kind !== "skip"
  const gone: ShipmentPlan = { kind: "problem", problem: { code: "connection_gone", params: {} } }
  return {
    connection_id: row.connection_id,
    marketplace_order_id: row.id,
    type: "ship",
    fulfillment_id,
    intent_key: shipmentKey(row.id, fulfillment_id),
    is_wanted_again,
    over: before?.version ?? "",
    ...outcomeOf(loaded, fulfillment_id, isGone ? gone : plan),
  }
}

async function writeAction(
  container: MedusaContainer,
  action: NewAction
): Promise<{ changed: boolean; is_outdated: boolean }> {
  const { row, changed, problem_is_new, is_outdated } =
    await marketplaceOf(container).actions.writeIntent(action)
  if (problem_is_new && row.state === "needs_attention") {
    const { marketplace_order_id, fulfillment_id } = action
    const data = { id: row.id, marketplace_order_id, fulfillment_id }
    announce(container, [{ name: "marketplace-shipment.failed", data }])
  }
  return { changed, is_outdated }
}

/** Fulfillments of an order whose latest answer cannot be read are not silently left: they say so. */
async function loadReadable(
  container: MedusaContainer,
  marketplace_order_id: string,
  wish?: Wish
): Promise<LoadedOrder | null> {
  try {
    return await loadOrderForShipping(container, marketplace_order_id, wish)
  } catch (error) {
    if (!isUnreadableOrderError(error)) throw error
    const shipped = await marketplaceOf(container).medusaTables.listShippedFulfillments(marketplace_order_id)
    for (const { fulfillment_id, connection_id, params } of shipped) {
      await writeAction(container, {
        connection_id,
        marketplace_order_id,
        type: "ship",
        fulfillment_id,
        intent_key: shipmentKey(marketplace_order_id, fulfillment_id),
        state: "needs_attention",
        params: { ...params, ...(wish?.fulfillment_id === fulfillment_id && wish.params) },
        problem: { code: "unreadable_order", params: { detail: error.message } },
        due_in_seconds: null,
      })
    }
    return null
  }
}

/** Reasons for which a parcel is not sent; a person can turn such a parcel into a correction of an earlier one. */
export const CORRECTIONS: readonly SkipReason[] = [
  "not_marketplace_lines",
  "already_shipped_there",
  "sent_with_another_parcel",
]

/** What a plan means for its action. A wait is a pending action that is due when the wait ends, and is then planned again. */
export function outcomeOf(
  loaded: LoadedOrder,
  fulfillment_id: string,
  plan: ShipmentPlan
): Pick<NewAction, "state" | "params" | "problem" | "due_in_seconds"> {
  const sources = plan.kind === "send" ? plan.parcels.map((parcel) => parcel.fulfillment_id) : []
  const given = { ...loaded.givenFor(fulfillment_id), ...loaded.labelsOf(fulfillment_id, sources) }
  switch (plan.kind) {
    case "send": {
      const { kind: _, ...params } = plan
      return { state: "pending", params: { ...given, ...params }, problem: null, due_in_seconds: 0 }
    }
    case "wait":
      return {
        state: "pending",
        params: { ...given, waiting: plan.reason, until: plan.until },
        problem: plan.problem,
        due_in_seconds: Math.max(60, (Date.parse(plan.until) - loaded.now.getTime()) / 1000),
      }
    case "problem":
      return { state: "needs_attention", params: given, problem: plan.problem, due_in_seconds: null }
    case "skip": {
      const isOffered =
        CORRECTIONS.includes(plan.reason) && !correctionRefused(loaded) && hasSentParcel(loaded)
      return {
        state: "skipped",
        params: {
          ...given,
          skipped: plan.reason,
          ...(plan.left_out && { left_out: plan.left_out }),
          ...(isOffered && { is_correction_offered: true }),
        },
        problem:
          plan.reason === "not_marketplace_lines"
            ? { code: "fulfillment_not_marketplace_lines", params: {} }
            : null,
        due_in_seconds: null,
      }
    }
  }
}

const hasSentParcel = ({ actions }: LoadedOrder) =>
  actions.some((action) => action.type === "ship" && wasSent(action))

/** Once a parcel of an order was sent, those that are not sent can be offered as its correction. */
export async function offerCorrections(
  container: MedusaContainer,
  { type, marketplace_order_id }: Pick<ActionRow, "type" | "marketplace_order_id">
): Promise<void> {
  if (type !== "ship") return
  const ships = await marketplaceOf(container).actions.listActionsOf([marketplace_order_id], ["ship"])
  const isWaiting = ships.some(
    ({ state, params }) =>
      state === "skipped" &&
      CORRECTIONS.some((reason) => reason === params.skipped) &&
      (params.is_correction_offered ?? null) === null
  )
  if (isWaiting) await planOrderShipments(container, marketplace_order_id)
}
