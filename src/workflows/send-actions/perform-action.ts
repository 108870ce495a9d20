import { performance } from "node:perf_hooks"
import type { MedusaContainer } from "@medusajs/framework/types"
import {
  type CallResult,
  MarketplaceError,
  type MarketplaceSession,
  type NormalisedOrder,
  type ShipmentRequest,
} from "../../marketplaces/port"
import type { ActionOutcome, ActionRow, Attempt } from "../../modules/marketplace/stores/actions"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import { NO_COUNTS } from "../../modules/marketplace/stores/runs"
import { effectSeen } from "../../orders/effect-seen"
import { planShipment } from "../../orders/plan-shipment"
import type { Problem } from "../../orders/problems"
import { loadOrderForShipping } from "../plan-shipment/load-shipment"
import { handGiven, outcomeOf } from "../plan-shipment/plan-order"
import { storePage } from "../pull-orders/pull-pages"
import { healthAfter } from "../shared/connection-health"
import { announce } from "../shared/events"
import { marketplaceOf } from "../shared/marketplace"
import { afterConfirmed } from "./confirm"

const MINUTE = 60
/** A claim outlives the deadlines of one read and one call with all their waits. */
export const CLAIM_SECONDS = 4 * MINUTE
/** An older snapshot is not trusted: the order may have been cancelled, or shipped from elsewhere. */
const SNAPSHOT_MAX_AGE_MS = 15 * MINUTE * 1000
/** How long an effect may take to show before a call with unknown outcome is repeated. */
export const SETTLING_MS = 20 * MINUTE * 1000
const READ_BACK_SECONDS = 2 * MINUTE
/** First look for a sent action that no list has shown; doubling after that. */
const LOOK_SECONDS = 30 * MINUTE
const UNSEEN_PROBLEM_MS = 24 * 60 * MINUTE * 1000
/** Passing failures in a row until a human is told; the action stays and can be driven again. */
const MAX_ATTEMPTS = 20
const RETRY_LAST_SECONDS = 2 * 60 * MINUTE

type Step = {
  container: MedusaContainer
  connection: ConnectionRow
  session: MarketplaceSession
  action: ActionRow
  owner: string
}

/**
 * Works on one claimed action. Answers false when the whole connection must pause (quota, refused credentials, outage).
 * Never throws for the marketplace's sake.
 */
export async function performAction(
  container: MedusaContainer,
  connection: ConnectionRow,
  session: MarketplaceSession,
  action: ActionRow,
  owner: string
): Promise<boolean> {
  const step = { container, connection, session, action, owner }
  const started = performance.now()
  try {
    if (action.unsettled_since || action.state === "sent") return await settleOpen(step)
    return await send(step)
  } catch (error) {
    if (!(error instanceof MarketplaceError)) {
      await settle(step, {
        state: "retrying",
        problem: null,
        retry_seconds: backOff(action),
        unsettled: "keep",
      })
      throw error
    }
    // A read failed: nothing changed there, and what was open stays open.
    await record(step, started, {
      outcome: "retry",
      status: error.details.status ?? null,
      message: error.message,
    })
    return failed(step, error, "keep")
  }
}

/** A call went out before: look whether its effect shows, and only if it still does not after settling, repeat. */
async function settleOpen(step: Step): Promise<boolean> {
  const { action } = step
  const started = performance.now()
  const order = await readOrder(step)
  const seen = effectSeen(action.type, order, sentOf(action))
  if (seen === "present") {
    await record(step, started, { outcome: "confirmed", status: null, message: null })
    return confirmed(step)
  }
  await record(step, started, { outcome: "absent", status: null, message: null })
  if (seen === "different") return needsAttention(step, differs(order))
  const since = new Date(action.sent_at ?? action.unsettled_since ?? 0).getTime()
  const waited = Date.now() - since
  if (action.state === "sent") {
    const problem =
      waited > UNSEEN_PROBLEM_MS ? ({ code: "sent_not_confirmed", params: {} } as Problem) : null
    const look = Math.min(LOOK_SECONDS * 2 ** Math.min(action.attempts, 4), 6 * 60 * MINUTE)
    await settle(step, { state: "sent", problem, retry_seconds: look, unsettled: "keep" })
    if (problem && action.problem_code !== problem.code) await announceFailed(step)
    return true
  }
  if (waited < SETTLING_MS) {
    await settle(step, {
      state: "retrying",
      problem: null,
      retry_seconds: READ_BACK_SECONDS,
      unsettled: "keep",
    })
    return true
  }
  return call(step, requestOf(action, order))
}

async function send(step: Step): Promise<boolean> {
  const { container, connection, action } = step
  const marketplace = marketplaceOf(container)
  if (action.type !== "ship") return call(step, requestOf(action, await readOrder(step)))
  const [{ age }] = await marketplace.query<{ age: number }>(
    "select extract(epoch from now() - seen_at)::float8 * 1000 as age from marketplace_order where id = ?",
    [action.marketplace_order_id]
  )
  // After a refusal the order is read too: it says whether somebody else was faster.
  if (age > SNAPSHOT_MAX_AGE_MS || action.attempts > 0) await readOrder(step)
  const loaded = await loadOrderForShipping(container, action.marketplace_order_id)
  if (!loaded) {
    return needsAttention(step, { code: "order_gone", params: {} })
  }
  if (loaded.connection.account !== connection.account) {
    return needsAttention(step, { code: "wrong_account", params: {} })
  }
  const plan = planShipment(loaded.inputFor(action.fulfillment_id ?? ""))
  const { due_in_seconds, ...planned } = outcomeOf(plan, handGiven(action.params))
  if (plan.kind !== "send") {
    const isNew = planned.problem?.code !== action.problem_code
    await settle(step, { ...planned, retry_seconds: due_in_seconds, unsettled: "clear" })
    if (planned.state === "needs_attention" && isNew) await announceFailed(step)
    return true
  }
  const intent = { ...action, params: planned.params }
  const seen = effectSeen("ship", loaded.order, sentOf(intent))
  if (seen === "present") return confirmed({ ...step, action: intent }, planned.params)
  if (seen === "different") return needsAttention(step, differs(loaded.order))
  return call({ ...step, action: intent }, requestOf(intent, loaded.order))
}

type Request = { kind: ActionRow["type"]; request: ShipmentRequest }

function requestOf(action: ActionRow, order: NormalisedOrder): Request {
  const parcels = (action.params.parcels ?? []) as ShipmentRequest["parcels"]
  return {
    kind: action.type,
    request: {
      external_id: order.external_id,
      item_external_ids: (action.params.item_external_ids ?? []) as string[],
      parcels: parcels.map(({ tracking_number, carrier_name, tracking_url }) => ({
        tracking_number,
        carrier_name,
        tracking_url,
      })),
      is_untracked: action.params.is_untracked === true,
      order,
    },
  }
}

async function call(step: Step, { kind, request }: Request): Promise<boolean> {
  const { container, action, owner, session } = step
  const marketplace = marketplaceOf(container)
  // Written before the call: whoever comes after a crash in it reads the marketplace first.
  if (!(await marketplace.markCalling(action.id, owner, CLAIM_SECONDS, action.params))) return true
  const { external_id, item_external_ids } = request
  const reason = typeof action.params.reason === "string" ? action.params.reason : ""
  const started = performance.now()
  try {
    const result: CallResult = await (kind === "ship"
      ? session.ship(request)
      : kind === "cancel"
        ? session.cancel({ external_id, item_external_ids, reason })
        : session.decide({ external_id, item_external_ids, decision: kind, reason: reason || null }))
    await record(step, started, { outcome: result.result, status: result.status, message: result.message })
    const row = await settle(step, {
      state: "sent",
      problem: null,
      retry_seconds: result.result === "already" ? 0 : LOOK_SECONDS,
      unsettled: "keep",
      sent: true,
    })
    if (row) await announceShipment(step, "sent")
    return true
  } catch (error) {
    if (!(error instanceof MarketplaceError)) throw error
    const { effect, status, marketplace_message } = error.details
    const outcome = effect === "unknown" ? "unknown" : error.canPass ? "retry" : "refused"
    await record(step, started, {
      outcome,
      status: status ?? null,
      message: marketplace_message ?? error.message,
    })
    return failed(step, error, effect === "unknown" || action.unsettled_since ? "keep" : "clear")
  }
}

/** What a failure means: the connection pauses, the action is tried again, or a human is asked. */
async function failed(step: Step, error: MarketplaceError, unsettled: "keep" | "clear"): Promise<boolean> {
  const { container, connection, action } = step
  const isConnections = [
    "credentials",
    "not_linked",
    "no_rights",
    "login_is_email",
    "quota",
    "rate_limited",
  ].includes(error.kind)
  const isOutage = error.kind === "unavailable" && error.details.effect === "none"
  if (isConnections || isOutage) {
    const health = healthAfter(error, connection.failures)
    const changed = await marketplaceOf(container).setHealth(connection.id, health)
    if (changed) {
      await announce(container, [{ name: "marketplace-connection.degraded", data: { id: connection.id } }])
    }
    await settle(step, {
      state: "retrying",
      problem: null,
      retry_seconds: health.block_seconds ?? MINUTE,
      unsettled,
    })
    return false
  }
  if (error.details.effect === "unknown") {
    await settle(step, {
      state: "retrying",
      problem: null,
      retry_seconds: READ_BACK_SECONDS,
      unsettled: "keep",
    })
    return true
  }
  if (error.canPass && action.attempts < MAX_ATTEMPTS) {
    const wait = error.details.retry_after_ms ? error.details.retry_after_ms / 1000 : backOff(action)
    await settle(step, { state: "retrying", problem: null, retry_seconds: wait, unsettled })
    return true
  }
  if (error.canPass)
    return needsAttention(step, { code: "too_many_attempts", params: { attempts: action.attempts } })
  return refused(step, error)
}

/** Refused: perhaps because the marketplace has it already, from us or from somebody else. */
async function refused(step: Step, error: MarketplaceError): Promise<boolean> {
  try {
    const order = await readOrder(step)
    if (effectSeen(step.action.type, order, sentOf(step.action)) === "present") return await confirmed(step)
  } catch (readError) {
    if (!(readError instanceof MarketplaceError)) throw readError
    // The refusal is certain; whether it hides an effect is asked again when the marketplace answers.
    await settle(step, {
      state: "retrying",
      problem: null,
      retry_seconds: READ_BACK_SECONDS,
      unsettled: "keep",
    })
    return true
  }
  return needsAttention(step, {
    code: "refused_by_marketplace",
    params: { message: error.details.marketplace_message ?? error.message },
  })
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
  if (row) await afterConfirmed(step.container, row)
  return true
}

async function needsAttention(step: Step, problem: Problem): Promise<boolean> {
  await settle(step, { state: "needs_attention", problem, retry_seconds: null, unsettled: "clear" })
  if (step.action.problem_code !== problem.code) await announceFailed(step)
  return true
}

/** The order as the marketplace has it now, stored like any other answer. */
async function readOrder({ container, connection, session, action }: Step): Promise<NormalisedOrder> {
  const marketplace = marketplaceOf(container)
  const [before] = await marketplace.loadOrders([action.marketplace_order_id])
  const known = { external_id: before.external_id, payload: before.payload }
  const snapshot = await session.read(before.external_id, known)
  if (!snapshot) {
    throw new MarketplaceError("not_found", "The marketplace does not know this order.", { effect: "none" })
  }
  await storePage(container, connection, [snapshot], { ...NO_COUNTS })
  const [row] = await marketplace.loadOrders([action.marketplace_order_id])
  const adapter = marketplace.adapter(connection.marketplace_id)
  return adapter.normalise(
    row.payload,
    adapter.settings_schema.parse(connection.settings[connection.marketplace_id] ?? {})
  )
}

const sentOf = ({ params }: ActionRow) => ({
  item_external_ids: (params.item_external_ids ?? []) as string[],
  tracking_numbers: ((params.parcels ?? []) as { tracking_number: string }[]).map(
    (parcel) => parcel.tracking_number
  ),
})

const differs = (order: NormalisedOrder): Problem => ({
  code: "shown_differently",
  params: { status: order.external_status },
})

/** 30 seconds, doubling to two hours, with up to a quarter of jitter so that many do not come back at once. */
function backOff({ attempts }: ActionRow): number {
  const seconds = Math.min(RETRY_LAST_SECONDS, 30 * 2 ** Math.min(attempts, 10))
  return seconds * (1 + Math.random() / 4)
}

const settle = ({ container, action, owner }: Step, outcome: ActionOutcome) =>
  marketplaceOf(container).settleAction(action.id, owner, outcome)

const record = (
  { container, action }: Step,
  started: number,
  attempt: Pick<Attempt, "outcome" | "status" | "message">
) =>
  marketplaceOf(container).recordAttempt(action.id, {
    ...attempt,
    sent: attempt.outcome === "confirmed" || attempt.outcome === "absent" ? null : sentOf(action),
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
