import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { adoptOnly, buyOnce, type PurchaseOutcome } from "../../labels/buy-once"
import { planLabel } from "../../labels/plan-label"
import { approvalNeeded } from "../../labels/spending"
import type { LabelRequestRow, RequestChange } from "../../modules/label/stores/requests"
import { type ProblemCode } from "../../orders/problems"
import { errorKind } from "../shared/error-kind"
import { labelsOf } from "../shared/labels"
import { marketplaceOf } from "../shared/marketplace"
import { patiently } from "../shared/patiently"
import { failureOf, pauseAccount, pauseFor, restOf } from "./account-health"
import { cancelLabel } from "./cancel-label"
import { loadLabel } from "./load-label"
import { loadReturn } from "./load-return"
import { performReturn } from "./perform-return"
import { askService } from "./ask-service"
import { followParcels } from "./follow-parcels"
import {
  hasJustFailed,
  isForPerson,
  NOTHING_WRONG,
  notBought,
  outcome,
  PURCHASE_SECONDS,
  stop,
  wait,
} from "./settle-outcome"
import { changeWithoutBuyer, type Hide, labelHider } from "./without-buyer"
import { announceLabel, isStopped, memoryOf, problem, soughtOf, type Task } from "./task"

const MINUTE = 60
/** Longer than everything that is read before a purchase takes. */
export const CLAIM_SECONDS = 5 * MINUTE

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
    const { order_id, fulfillment_id } = request
    const isReturn = request.kind === "return"
    const parcel = isReturn ? null : await loadLabel(container, order_id, fulfillment_id)
    const returned = isReturn ? await loadReturn(container, order_id, fulfillment_id) : null
    const loaded = parcel ?? returned
    if (!loaded) {
      await settle({ ...because("label_fulfillment_gone"), next_in_seconds: null })
      return
    }
    hide = labelHider(loaded, request.overrides)
    const session = await labels.openSession(account, marketplaceOf(container).ongoing.signal)
    const parcels = await labels.parcels.parcelsOf([request.id])
    const task = { container, owner, request, account, session, parcels, settle, hide }
    if (parcel) await perform({ ...task, loaded: parcel })
    if (returned) await performReturn({ ...task, loaded: returned })
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
