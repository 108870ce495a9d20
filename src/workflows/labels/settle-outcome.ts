import type { PurchaseOutcome } from "../../labels/buy-once"
import type { ServiceFault, ServiceShipment } from "../../labels/label-service"
import type { LabelFault, LabelWarning, NeverReason } from "../../labels/plan-label"
import { hasLabel } from "../../labels/status"
import type { LabelRequestRow, RequestChange } from "../../modules/label/stores/requests"
import { type Problem, problemFacts } from "../../orders/problems"
import { labelsOf } from "../shared/labels"
import { patiently } from "../shared/patiently"
import { accountWorks, pauseAccount } from "./account-health"
import { announceLabel, type ClaimedRequest, isBoughtHere, ofShipment, problem } from "./task"

const MINUTE = 60
/** Longer than a purchase's own deadline with what is written after it. */
export const PURCHASE_SECONDS = 3 * MINUTE
/** How long an unclear purchase is left alone between two looks. */
const LOOKS = [5, 10, 20, 60, 180, 180].concat([10 * MINUTE])
/** How long a refused call waits that may pass. */
const LATER_SECONDS = MINUTE

export const NOTHING_WRONG = { problem_code: null, problem_params: null, faults: [] }

type NoPurchase =
  { kind: "never"; reason: NeverReason } | { kind: "wait"; faults: LabelFault[]; warnings: LabelWarning[] }

/** What waits for an approval, or was refused in a way that only a person judges: who tries again makes it `pending`. */
export const isForPerson = ({ state, problem_code }: LabelRequestRow): boolean =>
  state === "needs_approval" ||
  (state === "failed" && problem_code !== null && problemFacts(problem_code).waits_for_person)

/** A purchase whose outcome was not known, and that the carrier refused meanwhile: whether to buy again, a person says. */
export const hasJustFailed = ({ state }: LabelRequestRow, { failed }: { failed: ServiceShipment | null }) =>
  failed !== null && ["buying", "unclear"].includes(state)

/** Nothing is missing any more where the plan says so; else each field that is. */
export async function notBought(task: ClaimedRequest, plan: NoPurchase): Promise<void> {
  const { settle } = task
  if (plan.kind === "never") {
    await settle({
      ...NOTHING_WRONG,
      state: "canceled",
      never_reason: plan.reason,
      warnings: [],
      next_in_seconds: null,
    })
    return
  }
  await failed(task, plan.faults, plan.warnings)
}

async function failed(
  task: ClaimedRequest,
  faults: LabelFault[],
  warnings: LabelRequestRow["warnings"],
  more: Partial<RequestChange> = {}
): Promise<void> {
  const fields = [...new Set(faults.map(({ field }) => field))]
  await task.settle({
    state: "failed",
    faults,
    warnings,
    ...problem({ code: "label_incomplete", params: { fields } }),
    ...more,
    next_in_seconds: null,
  })
  announceLabel(task, "failed")
}

type Estimate = Pick<RequestChange, "price_estimate" | "warnings">

export const wait = (task: ClaimedRequest, reason: string, estimate: Estimate) =>
  askPerson(task, { code: "label_needs_approval", params: { reason: [reason] } }, estimate)

export const stop = (task: ClaimedRequest, estimate: Estimate) =>
  askPerson(task, { code: "label_parcel_stopped", params: {} }, estimate)

async function askPerson(task: ClaimedRequest, why: Problem, estimate: Estimate): Promise<void> {
  await task.settle({
    ...estimate,
    ...problem(why),
    faults: [],
    state: "needs_approval",
    next_in_seconds: null,
  })
  announceLabel(task, "held")
}

/** Writes how an attempt ended, of whatever kind of label. */
export async function outcome(
  task: ClaimedRequest,
  result: PurchaseOutcome,
  known: Partial<RequestChange> = {}
): Promise<void> {
  const { container, request, account, settle } = task
  const labels = labelsOf(container)
  switch (result.state) {
    case "ready": {
      const { shipment, how } = result
      await patiently(() => labels.requests.recordShipment(request, shipment, how !== "panel"))
      await accountWorks(container, account)
      await settle({
        ...known,
        ...NOTHING_WRONG,
        ...ofShipment(shipment),
        state: "ready",
        how,
        sent_at: null,
        next_in_seconds: 0,
      })
      return
    }
    case "unclear": {
      const { shipment, retry_after_ms } = result
      if (shipment) await labels.requests.recordShipment(request, shipment, true)
      const look = LOOKS[Math.min(request.attempts, LOOKS.length - 1)]
      await settle({
        ...known,
        ...(shipment && ofShipment(shipment)),
        state: "unclear",
        attempts: request.attempts + 1,
        ...problem({ code: "label_unclear", params: {} }),
        next_in_seconds: Math.max(look, Math.min(Math.ceil((retry_after_ms ?? 0) / 1000), 10 * MINUTE)),
      })
      return
    }
    case "later":
      await settle({
        ...known,
        state: "pending",
        // Nothing was bought by this attempt; what an earlier one left is still to be looked for.
        sent_at: request.sent_at,
        attempts: request.attempts + 1,
        next_in_seconds: Math.max(Math.ceil((result.retry_after_ms ?? 0) / 1000), LATER_SECONDS),
      })
      return
    case "account": {
      const pause = await pauseAccount(container, account, result.code, {
        marketplace_message: task.hide(result.message),
      })
      const isClash = result.code === "reference_clash"
      await settle({
        ...known,
        state: request.sent_at === null || isClash ? "pending" : "unclear",
        sent_at: request.sent_at,
        next_in_seconds: pause,
      })
      return
    }
    case "failed": {
      const { shipment, faults } = result
      if (shipment) await labels.requests.recordShipment(request, shipment, true)
      await accountWorks(container, account)
      const left = shipment && (await giveUp(task, shipment))
      await failed(task, faults.map(ofService), known.warnings ?? request.warnings, {
        ...known,
        ...(left ?? problem({ code: "label_refused", params: { marketplace_message: said(faults) } })),
        // The service's own word: nothing of this attempt can appear any more.
        sent_at: shipment ? null : request.sent_at,
        // The reference is used up: the next attempt finds it so, and takes another.
        ...(shipment && { shipment_id: shipment.external_id }),
      })
      return
    }
    case "next_generation": {
      const { failed: shipment } = result
      if (shipment && hasJustFailed(request, result)) {
        return outcome(task, { state: "failed", faults: shipment.faults, shipment }, known)
      }
      const left = shipment && (await giveUp(task, shipment))
      if (left) {
        await failed(task, [], request.warnings, { ...left, shipment_id: shipment.external_id })
        return
      }
      await settle({
        ...known,
        state: "pending",
        generation: result.generation,
        shipment_id: null,
        sent_at: null,
        next_in_seconds: 0,
      })
      return
    }
    case "several":
      for (const shipment of result.shipments) {
        await labels.requests.recordShipment(request, shipment, isBoughtHere(shipment))
      }
      await failed(task, [], [], {
        ...problem({ code: "label_several", params: { count: result.shipments.length } }),
      })
      return
    case "ask":
      await failed(task, [], [], { ...problem({ code: "label_of_panel", params: {} }) })
  }
}

/**
 * Cancels what is paid of a shipment that was made in part. Null: nothing of it is paid any more, or will not be for long.
 * Else the service keeps it, and a person says whether to buy again.
 */
async function giveUp(
  { container, request, session }: ClaimedRequest,
  shipment: ServiceShipment
): Promise<Partial<RequestChange> | null> {
  if (!shipment.parcels.some(({ status }) => hasLabel(status))) return null
  const { result, message } = await session.cancel(shipment.external_id)
  if (result === "refused") {
    return {
      ...problem({ code: "label_left_paid", params: { marketplace_message: message ?? "" } }),
      cancel_result: result,
      cancel_message: message,
    }
  }
  if (result !== "requested") {
    await labelsOf(container).parcels.markCanceled(request.id, shipment.external_id)
  }
  return null
}

const said = (faults: readonly ServiceFault[]) =>
  faults
    .map(({ message }) => message)
    .filter(Boolean)
    .join(" ")
    .slice(0, 500)

const ofService = ({ code, message, field }: ServiceFault): LabelFault => ({
  field: field ?? "",
  code,
  ...(message && { params: { message } }),
})
