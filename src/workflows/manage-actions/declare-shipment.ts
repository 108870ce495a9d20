import { isDeepStrictEqual } from "node:util"
import type { MedusaContainer } from "@medusajs/framework/types"
import { MedusaError } from "@medusajs/framework/utils"
import { isUnreadableOrderError } from "../../marketplaces/port"
import {
  changedMeanwhile,
  invalid,
  notAllowed,
  notFound,
  spokenLanguage,
} from "../../modules/marketplace/refusal"
import type { ActionRow } from "../../modules/marketplace/stores/actions"
import { wasSent } from "../../orders/actions"
import { correctionKey, isCorrection, shipmentKey } from "../../orders/intent-keys"
import { leftOut, parcelsWithItems, planShipment, warningOf } from "../../orders/plan-shipment"
import { describeProblem, type Problem } from "../../orders/problems"
import { beginSending } from "../send-actions/begin-sending"
import { type Actor, marketplaceOf } from "../shared/marketplace"
import type { GivenTracking } from "../plan-shipment/labels"
import { type LoadedOrder, loadOrderForShipping, type Wish } from "../plan-shipment/load-shipment"
import { CORRECTIONS, planOrderShipments } from "../plan-shipment/plan-order"
import { correctionRefused } from "../plan-shipment/corrections-refused"
import { parcelVersion } from "../plan-shipment/parcel-version"
import { oneStepWorkflow } from "../shared/one-step-workflow"

export type DeclareShipmentInput = {
  marketplace_order_id: string
  fulfillment_id: string
  given: GivenTracking
  /** Send this parcel for the whole order, without waiting for the rest. */
  send_now?: boolean
  /** Of the parcel that was shown (`parcelVersion`); left out, whatever it is now is declared. */
  version?: string
  actor: Actor
}

/** So many numbers of one fulfillment are kept that go out as they are. */
const MAX_AS_IS = 20

/**
 * Declares a parcel by hand. Before it is sent, the declaration is stored and the shipment planned again; after that it
 * is a correction, where the marketplace takes any. Of two persons who declare different things at once the later is refused.
 * Returns the action's id; sending begins in the background.
 */
export const declareMarketplaceShipmentWorkflow = oneStepWorkflow(
  "declare-marketplace-shipment",
  async (input: DeclareShipmentInput, { container }) => {
    const { marketplace_order_id, fulfillment_id, given, send_now, version } = input
    const loaded = await loadForPerson(container, marketplace_order_id, fulfillment_id)
    if (version !== undefined && version !== parcelVersion(loaded.actions, fulfillment_id))
      throw changedMeanwhile()
    const stored = loaded.storedFor(fulfillment_id).given
    const wished = laidOver(stored, given)
    const wish: Wish = {
      fulfillment_id,
      params: { given: wished, ...(send_now && { send_now }) },
      before: stored,
    }
    const before = loaded.actions.find(
      ({ intent_key }) => intent_key === shipmentKey(loaded.row.id, fulfillment_id)
    )
    refuseWhileOpen(before)
    const mode = before && wasSent(before) ? "correction" : await modeOf(container, loaded, wish)
    const action_id =
      mode === "correction"
        ? await correct(container, loaded, fulfillment_id, given)
        : await renew(container, loaded, wish)
    await marketplaceOf(container).createMarketplaceHistoryEntries({
      connection_id: loaded.row.connection_id,
      marketplace_order_id,
      event: mode === "correction" ? "shipment.corrected" : "shipment.given",
      actor: input.actor,
      data: { fulfillment_id, ...given, ...(send_now && { send_now }) },
    })
    beginSending(container, [loaded.row.connection_id])
    return action_id
  }
)

/** A new number does not keep the link of the one before. */
function laidOver(before: GivenTracking | undefined, given: GivenTracking): GivenTracking {
  const { tracking_url, ...rest } = before ?? {}
  const keepsUrl = tracking_url !== undefined && given.tracking_number === undefined
  const send_as_is = [...new Set([...(rest.send_as_is ?? []), ...(given.send_as_is ?? [])])].slice(-MAX_AS_IS)
  return {
    ...rest,
    ...(keepsUrl && { tracking_url }),
    ...given,
    ...(send_as_is.length > 0 && { send_as_is }),
  }
}

async function loadForPerson(
  container: MedusaContainer,
  marketplace_order_id: string,
  fulfillment_id: string
): Promise<LoadedOrder> {
  const loaded = await loadOrderForShipping(container, marketplace_order_id).catch((error: unknown) => {
    if (!isUnreadableOrderError(error)) throw error
    throw notAllowed("answer_unreadable", { detail: error.message })
  })
  if (!loaded) {
    throw notFound("imported_order_not_found", { id: marketplace_order_id })
  }
  if (!loaded.fulfillment_ids.includes(fulfillment_id)) {
    throw notFound("fulfillment_not_found", { id: fulfillment_id })
  }
  if (loaded.row.is_test) throw notAllowed("test_order")
  if (loaded.connection.deleted_at) {
    throw notAllowed("shipment_connection_deleted", { name: loaded.connection.name })
  }
  return loaded
}

function refuseWhileOpen(action: ActionRow | undefined): void {
  if (!action || wasSent(action)) return
  if (action.state === "sending") throw notAllowed("shipment_being_sent")
  if (action.unsettled_since) throw notAllowed("shipment_unsettled")
}

/** A parcel that is not sent automatically can correct one that was sent. */
async function modeOf(
  container: MedusaContainer,
  { row }: LoadedOrder,
  wish: Wish
): Promise<"intent" | "correction"> {
  const wished = await loadOrderForShipping(container, row.id, wish)
  const input = wished?.inputFor(wish.fulfillment_id)
  const plan = input ? planShipment(input) : null
  if (plan?.kind === "problem" && plan.problem.code === "untracked_not_allowed") {
    throw inTheWay(plan.problem)
  }
  if (plan?.kind === "skip" && plan.reason === "fulfilled_by_marketplace") {
    throw notAllowed("shipped_by_marketplace")
  }
  return plan?.kind === "skip" && CORRECTIONS.includes(plan.reason) ? "correction" : "intent"
}

async function renew(container: MedusaContainer, { row }: LoadedOrder, wish: Wish): Promise<string> {
  await planOrderShipments(container, row.id, wish)
  const action = await marketplaceOf(container).actions.loadIntended(shipmentKey(row.id, wish.fulfillment_id))
  if (!isDeepStrictEqual(action.params.given, wish.params.given)) throw changedMeanwhile()
  return action.id
}

/** Creates a correction beside the shipment that was sent; a correction that is not sent yet gets the new content instead. */
async function correct(
  container: MedusaContainer,
  loaded: LoadedOrder,
  fulfillment_id: string,
  wanted: GivenTracking
): Promise<string> {
  const { row, actions } = loaded
  const refusal = correctionRefused(loaded)
  if (refusal) throw notAllowed(refusal.code, refusal.params)
  const corrected = sentParcel(loaded, fulfillment_id)
  const earlier = actions.filter((action) => isCorrection(action) && action.fulfillment_id === fulfillment_id)
  const last = earlier.at(-1)
  refuseWhileOpen(last)
  const renewed = last && !wasSent(last) ? last : undefined
  const number = renewed ? earlier.length : earlier.length + 1
  const before = (last?.params.given as GivenTracking | undefined) ?? loaded.givenFor(fulfillment_id).given
  const given = laidOver(before, wanted)
  const labels = loaded.resolve(fulfillment_id, given)
  if (!labels.length) throw invalid("correction_without_number")
  const item_external_ids = (corrected.params.item_external_ids ?? []) as string[]
  const sent = labels
    .slice(0, loaded.policy.parcels === "one" ? 1 : item_external_ids.length)
    .map((label) => ({ ...label, fulfillment_id }))
  const problem = sent.find((label) => label.problem)?.problem
  if (problem) throw inTheWay(problem)
  const left_out = labels.slice(sent.length).map((label) => leftOut(label, "no_item_left"))
  const warning = warningOf(loaded.inputFor(fulfillment_id), sent)
  const { row: action, changed } = await marketplaceOf(container).actions.writeIntent({
    connection_id: row.connection_id,
    marketplace_order_id: row.id,
    type: "ship",
    fulfillment_id,
    intent_key: correctionKey(row.id, fulfillment_id, number),
    state: "pending",
    params: {
      given,
      ...loaded.labelsOf(fulfillment_id, []),
      item_external_ids,
      parcels: parcelsWithItems(item_external_ids, sent, loaded.policy),
      is_untracked: false,
      ...(left_out.length > 0 && { left_out }),
      ...(warning && { warning }),
      corrects: corrected.id,
    },
    problem: null,
    due_in_seconds: 0,
    is_wanted_again: true,
    over: renewed?.version ?? "",
  })
  // Whoever came in between may be sent by now: what was shown is not what is there, either way.
  if (!changed) throw changedMeanwhile()
  return action.id
}

/** What was sent for this fulfillment, or else the only parcel of the order that was sent. */
function sentParcel({ actions }: LoadedOrder, fulfillment_id: string): ActionRow {
  const sent = actions.filter(
    (action) =>
      action.type === "ship" &&
      !isCorrection(action) &&
      wasSent(action) &&
      ((action.params.item_external_ids ?? []) as string[]).length > 0
  )
  const own = sent.find((action) => action.fulfillment_id === fulfillment_id)
  if (own ?? sent.length === 1) return own ?? sent[0]
  throw sent.length
    ? notAllowed("correction_ambiguous", { ids: sent.map(({ fulfillment_id }) => fulfillment_id ?? "–") })
    : notAllowed("nothing_to_correct")
}

/** What would be shown as a problem of the shipment is said at once to who gives the parcel. */
function inTheWay({ code, params }: Problem): MedusaError {
  const { message, hint } = describeProblem(code, params, spokenLanguage())
  return new MedusaError(MedusaError.Types.INVALID_DATA, `${message} ${hint}`, code)
}
