import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { adoptOnly, buyOnce, type PurchaseOutcome } from "../../labels/buy-once"
import type { ServiceFault, ServiceShipment } from "../../labels/label-service"
import { type LabelFault, type LabelPlan, planLabel } from "../../labels/plan-label"
import { approvalNeeded } from "../../labels/spending"
import { hasLabel } from "../../labels/status"
import type { LabelRequestRow, RequestChange } from "../../modules/label/stores/requests"
import { type Problem, type ProblemCode, problemFacts } from "../../orders/problems"
import { errorKind } from "../shared/error-kind"
import { labelsOf } from "../shared/labels"
import { marketplaceOf } from "../shared/marketplace"
import { patiently } from "../shared/patiently"
import { accountWorks, failureOf, pauseAccount, pauseFor, restOf } from "./account-health"
import { cancelLabel } from "./cancel-label"
import { loadLabel } from "./load-label"
import { askService } from "./ask-service"
import { followParcels } from "./follow-parcels"
import { changeWithoutBuyer, type Hide, labelHider } from "./without-buyer"
import {
  announceLabel,
  isBoughtHere,
  isStopped,
  memoryOf,
  ofShipment,
  problem,
  soughtOf,
  type Task,
} from "./task"

const MINUTE = 60
/** Longer than everything that is read before a purchase takes. */
export const CLAIM_SECONDS = 5 * MINUTE
/** Longer than a purchase's own deadline with what is written after it. */
const PURCHASE_SECONDS = 3 * MINUTE
/** How long an unclear purchase is left alone between two looks. */
const LOOKS = [5, 10, 20, 60, 180, 180].concat([10 * MINUTE])
/** How long a refused call waits that may pass. */
const LATER_SECONDS = MINUTE

const NOTHING_WRONG = { problem_code: null, problem_params: null, faults: [] }

/**
 * Does what a claimed request needs next, and gives it back with what became of it. Whoever finds the row after a crash
 * reads the service first. Never throws for one request's sake.
 */
export async function performRequest(
  container: MedusaContainer,
  request: LabelRequestRow,
  owner: string
): Promise<void> {
  const labels = labelsOf(container)
  let hide: Hide = (text) => text
  const settle = async (change: RequestChange) => {
    const written = changeWithoutBuyer(change, hide)
    const isSettled = await patiently(() => labels.requests.settleRequest(request.id, owner, written))
    const { problem_code = null } = change
    if (isSettled && problem_code !== null && problem_code !== request.problem_code) {
      announceLabel({ container, request }, "flagged")
    }
    return isSettled
  }
  // What waits for a person goes on to say so: the problem is what keeps it from being bought.
  const because = (code: ProblemCode, params: Record<string, string> = {}) =>
    isForPerson(request) ? {} : problem({ code, params })
  const account = await labels.accounts.loadAccount(request.account_id)
  try {
    if (!account || account.deleted_at || !account.is_enabled) {
      await settle({ ...because("label_account_off"), next_in_seconds: null })
      return
    }
    const rest = await restOf(container, account)
    if (rest !== null) {
      await settle({ next_in_seconds: rest })
      return
    }
    const loaded = await loadLabel(container, request.order_id, request.fulfillment_id)
    if (!loaded) {
      await settle({ ...because("label_fulfillment_gone"), next_in_seconds: null })
      return
    }
    hide = labelHider(loaded, request.overrides)
    const session = await labels.openSession(account, marketplaceOf(container).ongoing.signal)
    const parcels = await labels.parcels.parcelsOf([request.id])
    await perform({ container, owner, request, account, session, loaded, parcels, settle, hide })
    // What a label leaves after its buyer is forgotten goes with the next thing that is done for it.
    if (loaded.is_purged) await labels.requests.purgeLabelsOf([request.order_id])
  } catch (error) {
    const failure = failureOf(error)
    if (failure.of === "stop") {
      // Another process, or the next start, goes on with it at once.
      await settle({ next_in_seconds: 0 })
      return
    }
    container
      .resolve(ContainerRegistrationKeys.LOGGER)
      .error(`marketplace-connect: the label ${request.id} waits (${errorKind(error)})`)
    if (failure.of === "account" && account) {
      await settle({ next_in_seconds: await pauseFor(container, account, failure) })
      return
    }
    // Nothing is wrong with the account.
    const attempts = request.attempts + 1
    await settle({
      ...(failure.of === "call"
        ? because("label_call_refused", { marketplace_message: failure.message })
        : because("label_store_failed")),
      attempts,
      next_in_seconds: Math.min(attempts, 10) * MINUTE,
    })
  }
}

async function perform(task: Task): Promise<void> {
  const { request, loaded, settle } = task
  const isRefused = request.cancel_result === "refused"
  const isOver = loaded.packed.canceled_at !== null || shouldEnd(task)
  if (request.cancel_wanted_at !== null || (isOver && !isRefused)) return cancelLabel(task)
  switch (request.state) {
    case "ready":
      return followParcels(task)
    case "cancel_requested":
      return cancelLabel(task)
    case "canceled":
      await settle({ next_in_seconds: null })
      return
    default:
      return buy(task)
  }
}

/** What was not bought yet is dropped with its order. */
const shouldEnd = ({ request, loaded, account, container, parcels }: Task): boolean =>
  loaded.order.is_canceled &&
  (request.sent_at === null && request.shipment_id === null
    ? true
    : labelsOf(container).settingsOf(account).labels.cancel_with_order === "automatic" &&
      parcels.every(({ scanned_at }) => scanned_at === null))

async function buy(task: Task): Promise<void> {
  const { container, request, owner, account, session, loaded, settle, parcels } = task
  const labels = labelsOf(container)
  const settings = labels.settingsOf(account)
  const memory = memoryOf(request)
  const now = () => Date.now()
  if (request.problem_code === "label_parcel_stopped" && !isStopped(request, loaded)) {
    await settle({ ...NOTHING_WRONG, state: "pending", next_in_seconds: 0 })
    return
  }
  if (isForPerson(request)) {
    return lookAgain(task, await adoptOnly({ session, sought: await soughtOf(task), memory, now }))
  }
  const asked = await askService(task)
  const plan = planLabel(
    {
      ...loaded.order,
      order_number: request.order_number,
      is_test: request.is_test,
      is_declared: isDeclared(task),
    },
    loaded.fulfillment,
    asked,
    request.overrides ?? {}
  )
  const sought = await soughtOf(task)
  const mustStay = isStopped(request, loaded)
  if (plan.kind !== "buy" || mustStay) {
    // An earlier attempt may have left a label, or one was made in the panel meanwhile.
    const wasTried = memory.sent_at !== null || memory.shipment_id !== null || request.attempts > 0
    const found = wasTried ? await adoptOnly({ session, sought, memory, now }) : null
    return found && (found.state !== "next_generation" || hasJustFailed(request, found))
      ? outcome(task, found)
      : plan.kind === "buy"
        ? stop(task, { price_estimate: plan.estimate, warnings: plan.warnings })
        : notBought(task, plan)
  }
  const estimate = { price_estimate: plan.estimate, warnings: plan.warnings }
  const needed = approvalNeeded(settings.labels, {
    labels: plan.request.parcels.length,
    estimate: plan.estimate,
    // The count is judged with the purchase itself, for all processes at once.
    bought_today: 0,
    // What was sent already was within them.
    is_approved: request.approved_by !== null || ["buying", "unclear"].includes(request.state),
  })
  if (needed) return wait(task, needed, estimate)
  let refused: "lost" | "limit" | null = null
  const result = await buyOnce({
    session,
    sought,
    request: plan.request,
    memory,
    look_first: request.attempts > 0 || parcels.length > 0 || (await standsInPanel(task)),
    now,
    async onSending() {
      const current = await loadLabel(container, request.order_id, request.fulfillment_id)
      const isOver = !current || current.packed.canceled_at !== null || current.order.is_canceled
      if (isOver || isStopped(request, current)) {
        refused = "lost"
        return false
      }
      const begun = await labels.requests.beginPurchase(request, owner, {
        daily_count: settings.labels.daily_count,
        labels: plan.request.parcels.length,
        seconds: PURCHASE_SECONDS,
      })
      refused = begun === "sent" ? null : begun
      return begun === "sent"
    },
  })
  if (refused === "limit") return wait(task, "daily_count", estimate)
  if (refused === "lost") {
    await settle({ next_in_seconds: 0 })
    return
  }
  const option = {
    code: plan.request.option_code,
    name: plan.option?.name ?? plan.request.option_code,
    contract_id: plan.request.contract_id,
  }
  return outcome(task, result, { ...estimate, option })
}

/** Whoever works in the panel may make its label at any moment. */
const standsInPanel = async ({ container, request }: Task): Promise<boolean> =>
  (await labelsOf(container).panel.panelOrdersOf([request.order_id])).length > 0

/** What waits for an approval, or was refused in a way that only a person judges: who tries again makes it `pending`. */
const isForPerson = ({ state, problem_code }: LabelRequestRow): boolean =>
  state === "needs_approval" ||
  (state === "failed" && problem_code !== null && problemFacts(problem_code).waits_for_person)

/** A purchase whose outcome was not known, and that the carrier refused meanwhile: whether to buy again, a person says. */
const hasJustFailed = ({ state }: LabelRequestRow, { failed }: { failed: ServiceShipment | null }) =>
  failed !== null && ["buying", "unclear"].includes(state)

/** Takes over what is there meanwhile. Else the row stays as it is: whatever woke it, it buys nothing. */
async function lookAgain(task: Task, found: PurchaseOutcome | null): Promise<void> {
  const { container, account, request, settle } = task
  switch (found?.state) {
    case "ready":
      return outcome(task, found)
    case "several":
      if (request.problem_code !== "label_several") return outcome(task, found)
      await settle({ next_in_seconds: null })
      return
    case "ask":
      if (request.problem_code !== "label_of_panel") return outcome(task, found)
      await settle({ next_in_seconds: null })
      return
    case "account":
      await settle({ next_in_seconds: await pauseAccount(container, account, found.code) })
      return
    case "unclear":
      await settle({ next_in_seconds: 10 * MINUTE })
      return
    default:
      await settle({ next_in_seconds: null })
  }
}

/** Sent to the marketplace already, or a number that is none of ours stands on the fulfillment. */
function isDeclared({ request, loaded, parcels }: Task): boolean {
  if (request.generation > 1 || parcels.length > 0) return false
  const typed = (loaded.packed.labels ?? []).some(({ tracking_number }) => tracking_number !== "")
  return loaded.order.is_declared || typed
}

/** Nothing is missing any more where the plan says so; else each field that is. */
async function notBought(task: Task, plan: Exclude<LabelPlan, { kind: "buy" }>): Promise<void> {
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
  task: Task,
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

const wait = (task: Task, reason: string, estimate: Estimate) =>
  askPerson(task, { code: "label_needs_approval", params: { reason: [reason] } }, estimate)

const stop = (task: Task, estimate: Estimate) =>
  askPerson(task, { code: "label_parcel_stopped", params: {} }, estimate)

async function askPerson(task: Task, why: Problem, estimate: Estimate): Promise<void> {
  await task.settle({
    ...estimate,
    ...problem(why),
    faults: [],
    state: "needs_approval",
    next_in_seconds: null,
  })
  announceLabel(task, "held")
}

async function outcome(
  task: Task,
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
  { container, request, session }: Task,
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
