import { performance } from "node:perf_hooks"
import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import {
  type CallResult,
  MarketplaceError,
  type MarketplaceSession,
  type NormalisedOrder,
  type ShipmentRequest,
  UnreadableOrderError,
} from "../../marketplaces/port"
import { buyerHider } from "../../marketplaces/without-buyer"
import type { ActionRow } from "../../modules/marketplace/stores/actions"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import type { ActionOutcome, Attempt } from "../../modules/marketplace/stores/send-actions"
import { NO_COUNTS } from "../../modules/marketplace/stores/runs"
import { settingParams } from "../../orders/fill-text"
import { planShipment } from "../../orders/plan-shipment"
import { isClearedBy, type Problem } from "../../orders/problems"
import { absentItems } from "../../orders/shipment-seen"
import { reserveAccepted } from "../plan-import/reserve-accepted"
import { isCorrection } from "../plan-shipment/intent-keys"
import { loadOrderForShipping } from "../plan-shipment/load-shipment"
import { offerCorrections, outcomeOf, planOrderShipments } from "../plan-shipment/plan-order"
import { errorWithoutBuyer } from "../shared/about-order"
import { storePage } from "../snapshots/store-page"
import { healthAfter } from "../shared/connection-health"
import { errorKind } from "../shared/error-kind"
import { announce } from "../shared/events"
import { marketplaceOf } from "../shared/marketplace"
import { actionSeen, sentBy, toldBy, toldOf } from "./action-seen"
import { afterConfirmed } from "./confirm"

const MINUTE = 60
/** A claim outlives the deadlines of one read and one call with all their waits. */
export const CLAIM_SECONDS = 4 * MINUTE
/** An older snapshot is not trusted: the order may have been cancelled, or shipped from elsewhere. */
const SNAPSHOT_MAX_AGE_MS = 15 * MINUTE * 1000
/** How long an effect may take to show before a call with unknown outcome is repeated. */
export const SETTLING_MS = 20 * MINUTE * 1000
/** First look after an unknown outcome; each further one waits as long as was waited so far. */
const READ_BACK_SECONDS = 2 * MINUTE
/** First look for a sent action that no list has shown; doubling after that. */
const LOOK_SECONDS = 30 * MINUTE
const LAST_LOOK_SECONDS = 6 * 60 * MINUTE
const UNSEEN_PROBLEM_MS = 24 * 60 * MINUTE * 1000
/** Passing failures in a row until a human is told; the action stays and can be driven again. */
const MAX_ATTEMPTS = 20
const RETRY_LAST_SECONDS = 2 * 60 * MINUTE
/** So many calls without an answer in a row are an outage, and the connection pauses. */
const UNANSWERED_IS_OUTAGE = 3

/** What one sender's actions share: how many calls in a row got no answer. */
export type Line = { unanswered: number }

type Step = {
  container: MedusaContainer
  connection: ConnectionRow
  session: MarketplaceSession
  action: ActionRow
  owner: string
  line: Line
  /** The database's time when work on the action began, in milliseconds: what it wrote is counted by its own clock. */
  now: number
}

/**
 * Works on one claimed action. Answers false when the whole connection must pause (quota, refused credentials, outage).
 * Never throws for one order's sake: its neighbours go on.
 */
export async function performAction(
  container: MedusaContainer,
  connection: ConnectionRow,
  session: MarketplaceSession,
  action: ActionRow,
  owner: string,
  line: Line
): Promise<boolean> {
  const started = performance.now()
  const { account, seen, now } = await marketplaceOf(container).orders.readSighting(
    action.marketplace_order_id
  )
  const step = { container, connection, session, action, owner, line, now }
  try {
    if (account !== connection.account)
      return await needsAttention(step, { code: "wrong_account", params: { account } })
    if (action.unsettled_since || action.state === "sent") return await settleOpen(step)
    if (action.type !== "ship" || isCorrection(action)) return await sendAsPlanned(step)
    return await sendShipment(step, now - seen)
  } catch (caught) {
    const error = await errorWithoutBuyer(container, action.marketplace_order_id, caught)
    if (!(error instanceof MarketplaceError)) return unexpected(step, started, error, "retry")
    const status = error.details.status ?? null
    await record(step, started, { outcome: "retry", status, message: error.message })
    // A read failed: nothing changed there, and what was open stays open.
    return failed(step, error, { isRead: true })
  }
}

/** A call went out before: look whether its effect shows, and only if it still does not after settling, repeat. */
async function settleOpen(step: Step): Promise<boolean> {
  const { action } = step
  const started = performance.now()
  const order = await readOrder(step)
  const seen = actionSeen(action, order)
  if (seen === "present") {
    await record(step, started, { outcome: "confirmed", status: null, message: null })
    return confirmed(step)
  }
  await record(step, started, { outcome: "absent", status: null, message: null })
  if (seen === "different") return needsAttention(step, differs(order))
  if (action.state === "sent") return rest(step)
  const waited = step.now - openSince(action)
  if (waited < SETTLING_MS) {
    const left = (SETTLING_MS - waited) / 1000
    await again(step, Math.min(left, Math.max(READ_BACK_SECONDS, waited / 1000)))
    return true
  }
  const absent =
    action.type === "ship" ? absentItems(order, sentBy(action)) : toldBy(action).item_external_ids
  if (!absent.length) return needsAttention(step, { code: "may_not_be_shipped", params: statusOf(order) })
  // What the first call left open is settled: whatever this one answers is certain again.
  return call({ ...step, action: { ...action, unsettled_since: null } }, requestOf(action, order, absent))
}

const openSince = ({ sent_at, unsettled_since }: ActionRow) =>
  new Date(sent_at ?? unsettled_since ?? 0).getTime()

/** Sent and not seen yet: it stays sent, is looked for again, and after a day a human is told. */
async function rest(step: Step, seconds?: number): Promise<boolean> {
  const { action } = step
  const isLate = step.now - openSince(action) > UNSEEN_PROBLEM_MS
  const problem: Problem | null = isLate ? { code: "sent_not_confirmed", params: {} } : null
  const look = Math.min(LOOK_SECONDS * 2 ** Math.min(action.attempts, 4), LAST_LOOK_SECONDS)
  await settle(step, { state: "sent", retry_seconds: seconds ?? look, ...SENT, problem, ...neverShown(step) })
  if (problem && action.problem_code !== problem.code) await announceFailed(step)
  return true
}

const SENT = { unsettled: "keep" } as const
const CORRECTION_NOT_SHOWN: Problem = { code: "correction_not_shown", params: {} }
const OUTCOME_UNKNOWN: Problem = { code: "outcome_unknown", params: {} }

/** What the marketplace never shows is not looked for: a person is asked to. */
const neverShown = ({ action, connection, container }: Step) => {
  const { shows_tracking_numbers } = marketplaceOf(container).adapter(connection.marketplace_id).descriptor
    .capabilities
  return isCorrection(action) && shows_tracking_numbers === false
    ? { problem: CORRECTION_NOT_SHOWN, retry_seconds: null }
    : {}
}

/** A decision, a cancellation or a correction: what it says was fixed when it was asked for. */
async function sendAsPlanned(step: Step): Promise<boolean> {
  const { container, action } = step
  const order = await readOrder(step)
  // Held when it was decided; whoever died in between has not held it.
  if (action.type === "accept") await reserveAccepted(container, [action.marketplace_order_id])
  const seen = actionSeen(action, order)
  if (seen === "present") return confirmed(step)
  if (seen === "different") return needsAttention(step, differs(order))
  const items = isCorrection(action)
    ? stillThere(order, toldBy(action).item_external_ids)
    : toldBy(action).item_external_ids
  if (isCorrection(action) && !items.length) {
    return needsAttention(step, { code: "may_not_be_shipped", params: statusOf(order) })
  }
  return call(step, requestOf(action, order, items))
}

const stillThere = (order: NormalisedOrder, item_external_ids: string[]) => {
  const items = order.lines.flatMap((line) => line.items)
  const gone = items.filter(({ status }) => status === "canceled" || status === "refused")
  return item_external_ids.filter((id) => !gone.some(({ external_id }) => external_id === id))
}

/** A shipment is planned anew with what the store and the marketplace say now. */
async function sendShipment(step: Step, age: number): Promise<boolean> {
  const { container, action } = step
  // After a refusal the order is read too: it says whether somebody else was faster.
  if (age > SNAPSHOT_MAX_AGE_MS || action.attempts > 0) await readOrder(step)
  const loaded = await loadOrderForShipping(container, action.marketplace_order_id)
  if (!loaded) return needsAttention(step, { code: "order_gone", params: {} })
  const fulfillment_id = action.fulfillment_id ?? ""
  const plan = planShipment(loaded.inputFor(fulfillment_id))
  const { due_in_seconds, ...planned } = outcomeOf(loaded, fulfillment_id, plan)
  if (plan.kind !== "send") {
    const isNew = planned.problem?.code !== action.problem_code
    await settle(step, { ...planned, retry_seconds: due_in_seconds, unsettled: "clear" })
    if (planned.state === "needs_attention" && isNew) await announceFailed(step)
    // A label that came while the action was claimed could not change it.
    if (plan.kind === "wait") await planOrderShipments(container, action.marketplace_order_id)
    return true
  }
  const intent = { ...action, params: planned.params }
  const seen = actionSeen(intent, loaded.order)
  if (seen === "present") return confirmed({ ...step, action: intent }, planned.params)
  if (seen === "different") return needsAttention(step, differs(loaded.order))
  return call({ ...step, action: intent }, requestOf(intent, loaded.order, toldBy(intent).item_external_ids))
}

type Request = { kind: ActionRow["type"]; request: ShipmentRequest }

function requestOf(action: ActionRow, order: NormalisedOrder, item_external_ids: string[]): Request {
  return {
    kind: action.type,
    request: {
      external_id: order.external_id,
      ...toldOf(action, item_external_ids),
      is_correction: isCorrection(action),
      order,
    },
  }
}

async function call(step: Step, request: Request): Promise<boolean> {
  const { container, action, owner, now } = step
  const marketplace = marketplaceOf(container)
  // Written before the call: whoever comes after a crash in it reads the marketplace first.
  if (!(await marketplace.actions.markCalling(action.id, owner, CLAIM_SECONDS, action.params))) {
    // Deleted or disabled since it was claimed; or another worker has it, and then this writes nothing.
    await again(step, 0)
    return true
  }
  const started = performance.now()
  try {
    return await callOnce(step, started, request)
  } catch (error) {
    // What came of the call could not be written down, whatever it was.
    const open = { ...step, action: { ...action, unsettled_since: new Date(now) } }
    return unexpected(open, started, error, "unknown")
  }
}

async function callOnce(step: Step, started: number, { kind, request }: Request): Promise<boolean> {
  const { container, connection, action, session, line } = step
  const marketplace = marketplaceOf(container)
  const { external_id, item_external_ids } = request
  const reason = typeof action.params.reason === "string" ? action.params.reason : ""
  try {
    const result: CallResult = await (kind === "ship"
      ? session.ship(request)
      : kind === "cancel"
        ? session.cancel({ external_id, item_external_ids, reason })
        : session.decide({ external_id, item_external_ids, decision: kind, reason: reason || null }))
    line.unanswered = 0
    const message = result.message && buyerHider(request.order)(result.message)
    await record(step, started, { outcome: result.result, status: result.status, message })
    const row = await settle(step, {
      state: "sent",
      problem: null,
      retry_seconds: result.result === "already" ? 0 : LOOK_SECONDS,
      ...neverShown(step),
      ...SENT,
      sent: true,
    })
    if (row) {
      await announceShipment(step, "sent")
      await offerCorrections(container, row)
    }
    if (isClearedBy(connection.health_code, "call")) {
      await marketplace.connections.setHealth(connection.id, { status: "ok", code: null, failed: false })
      connection.health_code = null
    }
    return true
  } catch (caught) {
    const error = await errorWithoutBuyer(container, action.marketplace_order_id, caught, request.order)
    if (!(error instanceof MarketplaceError)) throw error
    const { effect, status, marketplace_message } = error.details
    const outcome = effect === "unknown" ? "unknown" : error.canPass ? "retry" : "refused"
    const message = marketplace_message ?? error.message
    await record(step, started, { outcome, status: status ?? null, message })
    return failed(step, error, { isRead: false })
  }
}

/** A failure that is not the marketplace's: what a call has left open stays so. */
async function unexpected(
  step: Step,
  started: number,
  error: unknown,
  outcome: "retry" | "unknown"
): Promise<boolean> {
  const { container, action } = step
  const message = error instanceof UnreadableOrderError ? error.message : errorKind(error)
  await record(step, started, { outcome, status: null, message })
  const logger = container.resolve(ContainerRegistrationKeys.LOGGER)
  logger.error(`marketplace-connect: action ${action.id} failed (${errorKind(error)})`)
  return tryAgain(step, message, backOff(action))
}

/** What a failure means: the connection pauses, the action is tried again, or a human is asked. */
async function failed(
  step: Step,
  error: MarketplaceError,
  { isRead }: { isRead: boolean }
): Promise<boolean> {
  const { action, line } = step
  const isOpen = !isRead && error.details.effect === "unknown"
  if (isOpen && error.kind === "unavailable") line.unanswered += 1
  const isOutage = error.kind === "unavailable" && (!isOpen || line.unanswered >= UNANSWERED_IS_OUTAGE)
  const pause = isOutage || CONNECTIONS.includes(error.kind) ? await pauseConnection(step, error) : null
  if (action.state === "sent") await rest(step, pause ?? undefined)
  else if (isOpen) await again(step, READ_BACK_SECONDS, true)
  else if (pause !== null) await again(step, pause)
  else if (error.canPass) {
    const { retry_after_ms } = error.details
    await tryAgain(
      step,
      error.details.marketplace_message ?? error.message,
      retry_after_ms ? retry_after_ms / 1000 : backOff(action)
    )
  } else if (isRead) await needsAttention(step, refusal(step, error))
  else await refused(step, error)
  return pause === null
}

/** Failures that are the connection's and not one order's. */
const CONNECTIONS: readonly MarketplaceError["kind"][] = [
  "credentials",
  "not_linked",
  "no_rights",
  "login_is_email",
  "quota",
  "rate_limited",
]

/** It is tried again. What a call has left open says so, and the marketplace is read before anything is repeated. */
const again = (step: Step, retry_seconds: number, isOpen = step.action.unsettled_since !== null) =>
  settle(step, {
    state: "retrying",
    problem: isOpen ? OUTCOME_UNKNOWN : null,
    retry_seconds,
    unsettled: isOpen ? "keep" : "clear",
  })

/** Answers for how many seconds. */
async function pauseConnection({ container, connection }: Step, error: MarketplaceError): Promise<number> {
  const health = healthAfter(error, connection.failures)
  if (await marketplaceOf(container).connections.setHealth(connection.id, health)) {
    await announce(container, [{ name: "marketplace-connection.degraded", data: { id: connection.id } }])
  }
  return health.block_seconds ?? MINUTE
}

async function tryAgain(step: Step, detail: string, retry_seconds: number): Promise<boolean> {
  const { action } = step
  if (action.state === "sent") return rest(step, retry_seconds)
  if (action.attempts >= MAX_ATTEMPTS) {
    return needsAttention(step, { code: "too_many_attempts", params: { attempts: action.attempts, detail } })
  }
  await again(step, retry_seconds)
  return true
}

/** Refused: perhaps because the marketplace has it already, from us or from somebody else. */
async function refused(step: Step, error: MarketplaceError): Promise<void> {
  try {
    const order = await readOrder(step)
    if (actionSeen(step.action, order) === "present") return void (await confirmed(step))
  } catch (readError) {
    if (!(readError instanceof MarketplaceError)) throw readError
    if (readError.canPass) {
      // The refusal is certain; whether it hides an effect is asked again when the marketplace answers.
      return void (await again(step, READ_BACK_SECONDS, true))
    }
  }
  await needsAttention(step, refusal(step, error))
}

const refusal = ({ action }: Step, error: MarketplaceError): Problem =>
  isCorrection(action) && error.details.reason === "correction_by_hand"
    ? { code: "correction_not_supported", params: {} }
    : {
        code: "refused_by_marketplace",
        params: {
          detail: error.details.marketplace_message ?? error.message,
          ...settingParams(error.details.settings),
        },
      }

async function confirmed(step: Step, params?: Record<string, unknown>): Promise<boolean> {
  const row = await settle(step, {
    state: "confirmed",
    ...(params && { params }),
    problem: null,
    retry_seconds: null,
    unsettled: "clear",
    confirmed: true,
  })
  if (row) {
    await afterConfirmed(step.container, row)
    await offerCorrections(step.container, row)
  }
  return true
}

/** What was open stays so: whoever drives it again reads the marketplace first. */
async function needsAttention(step: Step, problem: Problem): Promise<boolean> {
  const { action } = step
  const unsettled = action.unsettled_since || action.state === "sent" ? "keep" : "clear"
  await settle(step, { state: "needs_attention", problem, retry_seconds: null, unsettled })
  if (action.problem_code !== problem.code) await announceFailed(step)
  return true
}

/** The order as the marketplace has it now, stored like any other answer. */
async function readOrder({ container, connection, session, action }: Step): Promise<NormalisedOrder> {
  const marketplace = marketplaceOf(container)
  const [before] = await marketplace.orders.loadOrders([action.marketplace_order_id])
  const known = { external_id: before.external_id, payload: before.payload }
  const snapshot = await session.read(before.external_id, known)
  if (!snapshot) {
    throw new MarketplaceError("not_found", "The marketplace does not know this order.", { effect: "none" })
  }
  await storePage(container, connection, [snapshot], { ...NO_COUNTS })
  const [row] = await marketplace.orders.loadOrders([action.marketplace_order_id])
  const adapter = marketplace.adapter(connection.marketplace_id)
  return adapter.normalise(
    row.payload,
    adapter.settings_schema.parse(connection.settings[connection.marketplace_id] ?? {})
  )
}

const statusOf = (order: NormalisedOrder) => ({ status: order.external_status })

const differs = (order: NormalisedOrder): Problem => ({ code: "shown_differently", params: statusOf(order) })

/** 30 seconds, doubling to two hours, with up to a quarter of jitter so that many do not come back at once. */
function backOff({ attempts }: ActionRow): number {
  const seconds = Math.min(RETRY_LAST_SECONDS, 30 * 2 ** Math.min(attempts, 10))
  return seconds * (1 + Math.random() / 4)
}

/** Answers the row as it is now; null when another worker has taken it over. */
async function settle(step: Step, outcome: ActionOutcome): Promise<ActionRow | null> {
  const { container, action, owner } = step
  const row = await marketplaceOf(container).actions.settleAction(action.id, owner, outcome)
  if (row?.problem_code === "connection_gone") await announceFailed(step)
  return row
}

const LOOKS: readonly Attempt["outcome"][] = ["confirmed", "absent"]

const record = (
  { container, action }: Step,
  started: number,
  attempt: Pick<Attempt, "outcome" | "status" | "message">
) =>
  marketplaceOf(container).actions.recordAttempt(action.id, {
    ...attempt,
    sent: LOOKS.includes(attempt.outcome) ? null : toldBy(action),
    duration_ms: performance.now() - started,
  })

async function announceShipment({ container, action }: Step, what: "sent" | "failed"): Promise<void> {
  if (action.type !== "ship") return
  const { id, marketplace_order_id, fulfillment_id } = action
  await announce(container, [
    { name: `marketplace-shipment.${what}`, data: { id, marketplace_order_id, fulfillment_id } },
  ])
}
const announceFailed = (step: Step) => announceShipment(step, "failed")
