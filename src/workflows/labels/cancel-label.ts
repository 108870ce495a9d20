import { lookOnly } from "../../labels/buy-once"
import type { CancelResult, ServiceShipment } from "../../labels/label-service"
import type { Found } from "../../labels/reference"
import { shipmentState } from "../../labels/shipment-state"
import { hasLabel } from "../../labels/status"
import type { RequestChange } from "../../modules/label/stores/requests"
import { labelsOf } from "../shared/labels"
import { clearFulfillment } from "./follow-parcels"
import { announceLabel, isBoughtHere, memoryOf, ofShipment, problem, soughtOf, type Task } from "./task"

const MINUTE = 60
/** A label of which nothing is seen may still appear: a purchase is looked for a little longer than it settles. */
const LOOK_SECONDS = 3 * MINUTE
/** What a service promises to cancel later is asked for again. */
const REQUESTED_SECONDS = 6 * 60 * MINUTE

const OVER: Omit<RequestChange, "next_in_seconds"> = {
  state: "canceled",
  cancel_wanted_at: null,
  sent_at: null,
  problem_code: null,
  problem_params: null,
  faults: [],
}

/**
 * Cancels what was bought for a request, or gives it up where nothing was. A purchase whose outcome is not known is looked
 * for first; nothing is bought here.
 */
export async function cancelLabel(task: Task): Promise<void> {
  const { container, request, session, settle } = task
  const labels = labelsOf(container)
  const memory = memoryOf(request)
  const isSeveral = request.problem_code === "label_several"
  if (memory.sent_at === null && memory.shipment_id === null && !isSeveral) {
    await settle({ ...OVER, next_in_seconds: null })
    announceLabel(task, "canceled")
    return
  }
  const shipment_ids = memory.shipment_id === null ? [] : [memory.shipment_id]
  if (memory.sent_at !== null || isSeveral) {
    const found = await lookOnly({ session, sought: await soughtOf(task), memory, now: Date.now })
    if ("state" in found || found.kind === "wait") {
      await settle({ next_in_seconds: MINUTE })
      return
    }
    const shipments = ownOf(found)
    if (shipments.length === 0 && Date.now() - (memory.sent_at ?? 0) < LOOK_SECONDS * 1000) {
      await settle({ next_in_seconds: 30 })
      return
    }
    for (const shipment of shipments) {
      await labels.requests.recordShipment(request, shipment, true)
      await labels.requests.rememberShipment(request.id, ofShipment(shipment))
      shipment_ids.push(shipment.external_id)
    }
  }
  const shipment_id = shipment_ids.at(-1) ?? null
  const { result, message } = await cancelAll(task, new Set(shipment_ids))
  const said = { cancel_result: result, cancel_message: message, sent_at: null }
  switch (result) {
    case null:
      await settle({ ...OVER, next_in_seconds: null })
      announceLabel(task, "canceled")
      return
    case "canceled":
    case "gone":
      await clearFulfillment(task)
      await settle({ ...OVER, ...said, shipment_id, next_in_seconds: null })
      announceLabel(task, "canceled")
      return
    case "requested":
      await settle({
        ...said,
        state: "cancel_requested",
        shipment_id,
        cancel_wanted_at: null,
        ...problem({ code: "label_canceling", params: {} }),
        next_in_seconds: REQUESTED_SECONDS,
      })
      return
    case "refused":
      // The label stays: whoever holds it in hand must know that it is still paid for.
      await settle({
        ...said,
        state: "ready",
        shipment_id,
        cancel_wanted_at: null,
        ...problem({ code: "label_cancel_refused", params: { marketplace_message: message ?? "" } }),
        next_in_seconds: null,
      })
  }
}

/** What was bought here and is paid for; labels that were made in the panel are left to whoever made them. */
function ownOf(found: Found): ServiceShipment[] {
  switch (found.kind) {
    case "ours":
      return [found.shipment]
    case "several":
      return found.shipments.filter(isBoughtHere)
    case "none":
      return found.failed?.parcels.some(({ status }) => hasLabel(status)) ? [found.failed] : []
    default:
      return []
  }
}

type Canceled = { result: CancelResult["result"] | null; message: string | null }

/** From the best to what needs a person most. */
const RANK = ["gone", "canceled", "requested", "refused"]

/** Cancels each; the result is the worst of them, and null where there was none. */
async function cancelAll(
  { container, request, session }: Task,
  shipment_ids: ReadonlySet<string>
): Promise<Canceled> {
  let worst: Canceled = { result: null, message: null }
  for (const id of shipment_ids) {
    const before = await session.byId(id)
    const isGone = before === null || shipmentState(before) === "canceled"
    const said: CancelResult = isGone ? { result: "gone", message: null } : await session.cancel(id)
    if (said.result === "canceled" || said.result === "gone") {
      await labelsOf(container).parcels.markCanceled(request.id, id)
    }
    if (RANK.indexOf(said.result) > RANK.indexOf(worst.result ?? "")) worst = said
  }
  return worst
}
