import {
  createOrderShipmentWorkflow,
  markOrderFulfillmentAsDeliveredWorkflow,
  updateFulfillmentWorkflow,
} from "@medusajs/medusa/core-flows"
import type { FulfillmentWorkflow } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { findCarrier } from "../../carriers"
import { newsOf } from "../../labels/news"
import { quietParcel } from "../../labels/quiet"
import { shipmentState } from "../../labels/shipment-state"
import { type LabelParcelRow, presentParcels } from "../../modules/label/stores/parcels"
import { BY_PANEL, type RequestChange } from "../../modules/label/stores/requests"
import type { Problem } from "../../orders/problems"
import { labelsOf } from "../shared/labels"
import { loadLabel } from "./load-label"
import { problem, announceLabel, isStopped, type Task } from "./task"

const MINUTE = 60
/** A number that is not there yet is asked for again; later, the poll brings it. */
const NUMBER_PAUSES = [5, 15, 60, 5 * MINUTE, 15 * MINUTE]
/** A parcel that may have to stay is looked at again: what is decided of its order wakes it too. */
const STOPPED_PAUSE = 20 * MINUTE

/**
 * Brings the store to where the labels are: number, link and document on the fulfillment, shipped and delivered as the
 * settings say, trouble shown. Each part is done once, and whoever comes after a crash does the rest.
 */
export async function followParcels(task: Task): Promise<void> {
  const { container, request, account, loaded, settle, session } = task
  const labels = labelsOf(container)
  const settings = labels.settingsOf(account)
  let parcels = presentParcels(request, task.parcels)
  const isIncomplete = () =>
    parcels.length === 0 || parcels.some(({ tracking_number }) => tracking_number === null)
  if (isIncomplete() && request.shipment_id) {
    const shipment = await session.byId(request.shipment_id)
    if (shipment) {
      await labels.parcels.storeNews(account.id, newsOf(shipment, new Date().toISOString()))
      await labels.requests.recordShipment(request, shipment, request.how !== "panel")
      await labels.parcels.applyNews(account.id)
      parcels = presentParcels(request, await labels.parcels.parcelsOf([request.id]))
      if (shipmentState(shipment) === "canceled") {
        await settle({ ...canceledThere, next_in_seconds: 0 })
        return
      }
    }
  }
  if (parcels.length > 0 && parcels.every(({ status }) => status === "canceled")) {
    await clearFulfillment(task)
    await settle({ ...canceledThere, next_in_seconds: null })
    announceLabel(task, "canceled")
    return
  }
  if (isIncomplete()) {
    const attempts = request.attempts + 1
    const pause = NUMBER_PAUSES[Math.min(attempts, NUMBER_PAUSES.length) - 1]
    // A label without a parcel is none: nothing is shipped or delivered by it.
    const lacks = parcels.length === 0 ? problem({ code: "label_store_failed", params: {} }) : {}
    await settle({ ...lacks, attempts, next_in_seconds: pause })
    return
  }
  const change: Partial<RequestChange> = {}
  if (loaded.packed.canceled_at !== null) {
    // Its cancellation was refused: the label is still paid for, and says so.
    await settle({ next_in_seconds: null })
    return
  }
  const isShown = await showOnFulfillment(task, parcels)
  if (isShown) change.shown_at = request.shown_at ?? new Date()
  const isScanned = parcels.some(({ scanned_at }) => scanned_at !== null)
  const { ship } = settings.labels
  // Whoever made it in the panel has packed and labeled it there: nothing is left to be said here.
  const isOfPanel = request.requested_by === BY_PANEL
  const isWanted = isOfPanel || ship === "at_once" || (ship === "first_scan" && isScanned)
  const isOpen = loaded.packed.shipped_at === null && !loaded.order.is_canceled && !request.is_test
  const isToShip = isWanted && isOpen
  // What a carrier has is on its way, whatever is decided here.
  const stop = isToShip && !isScanned ? await stopNow(task) : null
  if (stop === "changed") {
    await settle({ ...change, next_in_seconds: 0 })
    return
  }
  if (isToShip && stop === null) {
    await createOrderShipmentWorkflow(container).run({
      input: {
        order_id: request.order_id,
        fulfillment_id: request.fulfillment_id,
        items: loaded.items,
        labels: labelRows(task, parcels),
        no_notification: true,
      },
    })
    change.shipped_at = new Date()
  }
  const isDelivered = parcels.every(({ delivered_at }) => delivered_at !== null)
  if (isDelivered && loaded.packed.delivered_at === null && !loaded.order.is_canceled) {
    await markOrderFulfillmentAsDeliveredWorkflow(container).run({
      input: { orderId: request.order_id, fulfillmentId: request.fulfillment_id },
    })
  }
  await settle({
    ...change,
    ...(stop ? problem({ code: "label_not_shipped", params: {} }) : troubleOf(task, parcels)),
    faults: [],
    next_in_seconds: stop ? STOPPED_PAUSE : null,
  })
  if (request.shown_at === null) announceLabel(task, "ready")
}

/** Judges the order as it is now: what was read before the service was asked may be over. */
async function stopNow({ container, request }: Task): Promise<"stopped" | "changed" | null> {
  const current = await loadLabel(container, request.order_id, request.fulfillment_id)
  if (!current || current.order.is_canceled || current.packed.canceled_at !== null) return "changed"
  return isStopped(request, current) ? "stopped" : null
}

const canceledThere: Omit<RequestChange, "next_in_seconds"> = {
  state: "canceled",
  cancel_result: "gone",
  cancel_wanted_at: null,
  problem_code: null,
  problem_params: null,
}

/** Medusa's labels of a request. Its links are absolute or "#": a relative one breaks the button "Mark as shipped". */
function labelRows({ container, request, loaded }: Task, parcels: readonly LabelParcelRow[]) {
  const { backend_url } = labelsOf(container).options
  const shown = loaded.packed.labels ?? []
  const label_url = backend_url ? `${backend_url}/admin/labels/${request.id}/documents/label` : "#"
  return parcels.map(({ tracking_number, tracking_url }) => ({
    tracking_number: tracking_number ?? "",
    // The parcel forgets its link with the buyer, the store's own label keeps it.
    tracking_url:
      tracking_url ?? shown.find((one) => one.tracking_number === tracking_number)?.tracking_url ?? "#",
    label_url,
  }))
}

/** False where the fulfillment already shows them. The store's own updates replace all labels at once. */
async function showOnFulfillment(task: Task, parcels: readonly LabelParcelRow[]): Promise<boolean> {
  const { request, loaded } = task
  const rows = labelRows(task, parcels)
  const shown = loaded.packed.labels ?? []
  const isSame =
    shown.length === rows.length &&
    rows.every((row) => shown.some(({ tracking_number }) => tracking_number === row.tracking_number))
  if (isSame) return request.shown_at === null
  const { carrier } = request
  const known = carrier && (findCarrier(carrier.name) ?? findCarrier(carrier.code.replaceAll("_", " ")))
  // Whoever hears of the label reads the carrier with it.
  await setCarrier(task, known?.key ?? null)
  await writeLabels(task, rows)
  return true
}

type StoreLabel = { tracking_number: string; tracking_url: string; label_url: string }

/** Replaces all labels of the fulfillment. */
const writeLabels = async ({ container, request }: Task, labels: StoreLabel[]) =>
  // The workflow's type lacks what it does.
  updateFulfillmentWorkflow(container).run({
    input: { id: request.fulfillment_id, labels } as FulfillmentWorkflow.UpdateFulfillmentWorkflowInput,
  })

/** What the label's carrier is, for the marketplace. Data of a fulfillment is merged: a key is cleared with null. */
const setCarrier = async ({ container, request, loaded }: Task, label_carrier: string | null) =>
  // Medusa's own workflow takes `data` for a relation.
  container.resolve(Modules.FULFILLMENT).updateFulfillment(request.fulfillment_id, {
    data: { ...loaded.packed.data, label_carrier },
  })

/** The number of a canceled label is not shown any more. */
export async function clearFulfillment(task: Task): Promise<void> {
  const { loaded, parcels } = task
  const own = new Set(parcels.map(({ tracking_number }) => tracking_number))
  const shown = loaded.packed.labels ?? []
  const kept = shown.filter(({ tracking_number }) => !own.has(tracking_number))
  if (kept.length === shown.length || loaded.packed.canceled_at !== null) return
  await writeLabels(
    task,
    kept.map(({ tracking_number, tracking_url, label_url }) => ({ tracking_number, tracking_url, label_url }))
  )
  await setCarrier(task, null)
}

const cancelDays = (container: Task["container"], { service_id }: Task["account"]): number =>
  labelsOf(container).labelService(service_id).descriptor.limits.cancel_days

/** What is not heard of a parcel, with the last day for a refund. */
function quietProblem(
  { kind, parcel }: NonNullable<ReturnType<typeof quietParcel<LabelParcelRow>>>,
  cancel_days: number
): Problem {
  const { tracking_number } = parcel
  const iso = (time: Date | string, days = 0) => {
    const at = new Date(time)
    at.setUTCDate(at.getUTCDate() + days)
    return at.toISOString()
  }
  return kind === "not_scanned"
    ? {
        code: "label_not_scanned",
        params: { tracking_number, last_day: iso(parcel.created_at, cancel_days) },
      }
    : {
        code: "label_silent",
        params: { tracking_number, since: iso(parcel.status_at ?? parcel.created_at) },
      }
}

/** What needs a person although the label is good. It clears itself with the next word of the carrier. */
function troubleOf(
  { container, account, loaded, parcels: all, request }: Task,
  parcels: readonly LabelParcelRow[]
) {
  const troubled = parcels.find(({ status }) => status === "trouble")
  if (troubled) {
    return problem({
      code: "label_trouble",
      params: { status: troubled.external_status, tracking_number: troubled.tracking_number },
    })
  }
  if (loaded.order.is_canceled && parcels.some(({ delivered_at }) => delivered_at === null)) {
    const isScanned = parcels.some(({ scanned_at }) => scanned_at !== null)
    const tracking_number = parcels[0]?.tracking_number ?? ""
    return problem({
      code: isScanned ? "label_stop_parcel" : "label_order_canceled",
      params: { tracking_number },
    })
  }
  const quiet = request.is_test ? null : quietParcel(parcels, Date.now())
  if (quiet) return problem(quietProblem(quiet, cancelDays(container, account)))
  const others = all.some(
    ({ generation, status }) => generation < request.generation && status === "canceling"
  )
  return others
    ? problem({ code: "label_canceling", params: {} })
    : { problem_code: null, problem_params: null }
}
