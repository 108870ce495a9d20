import { lookOnly } from "../../labels/buy-once"
import { shipmentState } from "../../labels/shipment-state"
import type { RequestChange } from "../../modules/label/stores/requests"
import { labelsOf } from "../shared/labels"
import { clearFulfillment } from "./follow-parcels"
import { memoryOf, ofShipment, problem, soughtOf, announceLabel, type Task } from "./task"

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
  if (memory.sent_at === null && memory.shipment_id === null) {
    await settle({ ...OVER, next_in_seconds: null })
    announceLabel(task, "canceled")
    return
  }
  let shipment_id = memory.shipment_id
  if (memory.sent_at !== null) {
    const found = await lookOnly({ session, sought: await soughtOf(task), memory, now: Date.now })
    if ("state" in found || found.kind === "wait") {
      await settle({ next_in_seconds: MINUTE })
      return
    }
    const shipment = "shipment" in found && found.kind === "ours" ? found.shipment : null
    if (!shipment && Date.now() - memory.sent_at < LOOK_SECONDS * 1000) {
      await settle({ next_in_seconds: 30 })
      return
    }
    if (!shipment && shipment_id === null) {
      await settle({ ...OVER, next_in_seconds: null })
      announceLabel(task, "canceled")
      return
    }
    if (shipment) {
      await labels.requests.recordShipment(request, shipment, true)
      await labels.requests.rememberShipment(request.id, ofShipment(shipment))
      shipment_id = shipment.external_id
    }
  }
  if (shipment_id === null) return
  const before = await session.byId(shipment_id)
  const state = before && shipmentState(before)
  const { result, message } =
    before === null || state === "canceled"
      ? { result: "gone" as const, message: null }
      : await session.cancel(shipment_id)
  const said = { cancel_result: result, cancel_message: message, sent_at: null }
  switch (result) {
    case "canceled":
    case "gone":
      await labels.parcels.markCanceled(request.id, shipment_id)
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
