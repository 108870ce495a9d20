import { performance } from "node:perf_hooks"
import { isDeepStrictEqual } from "node:util"
import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import {
  type CallResult,
  type CallSteps,
  isMarketplaceError,
  MarketplaceError,
  type MarketplaceSession,
  type NormalizedOrder,
  isUnreadableOrderError,
} from "../../marketplaces/port"
import { type ActionRow, refusedIdsOf } from "../../modules/marketplace/stores/actions"
import type { NewAttempt } from "../../modules/marketplace/stores/send-actions"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import { type ActionInHand, nextStep, type Seen } from "../../orders/next-step"
import { planShipment } from "../../orders/plan-shipment"
import { isClearedBy } from "../../orders/problems"
import { reserveAccepted } from "../plan-import/reserve-accepted"
import { isCorrection } from "../../orders/intent-keys"
import { loadOrderForShipping } from "../plan-shipment/load-shipment"
import { offerCorrections, outcomeOf, planOrderShipments } from "../plan-shipment/plan-order"
import { errorWithoutBuyer, wordsWithoutBuyer } from "../shared/about-order"
import { errorKind } from "../shared/error-kind"
import { marketplaceOf } from "../shared/marketplace"
import { confirmFromSnapshot } from "./confirm"
import { contentFor, contentOf, inHand, seenOf } from "./in-hand"
import { readOrderThere } from "./read-order-there"
import { announceShipment, asking, type Claimed, writeOutcome, waiting, writeStep } from "./write-step"

const MINUTE = 60
/** A claim outlives the deadlines of one read and one call with all their waits. */
export const CLAIM_SECONDS = 4 * MINUTE
/** An older snapshot is not trusted: the order may have been canceled, or shipped from elsewhere. */
const SNAPSHOT_MAX_AGE_MS = 15 * MINUTE * 1000

const LONGEST_STEP = 100

/** What one sender's actions share: how many calls in a row got no answer. */
export type Streak = { unanswered: number }

type Task = Claimed & {
  session: MarketplaceSession
  streak: Streak
  /** The database's time when work on the action began, in milliseconds: what it wrote is counted by its own clock. */
  now: number
  in_hand: ActionInHand
}

/**
 * Works on one claimed action. Returns false when the whole connection must pause (quota, refused credentials, outage).
 * Never throws for one order's sake: its neighbors go on.
 */
export async function performAction(
  container: MedusaContainer,
  connection: ConnectionRow,
  session: MarketplaceSession,
  action: ActionRow,
  owner: string,
  streak: Streak
): Promise<boolean> {
  const started = performance.now()
  const marketplace = marketplaceOf(container)
  const { account, seen, now } = await marketplace.orders.readSighting(action.marketplace_order_id)
  const may_have_acted = await marketplace.actions.mayHaveActed(action.id)
  const { shows_tracking_numbers = true } = marketplace.adapter(connection.marketplace_id).descriptor
    .capabilities
  const in_hand = inHand(action, { is_shown_there: shows_tracking_numbers, may_have_acted })
  const task: Task = { container, connection, session, action, owner, streak, now, in_hand }
  if (account !== connection.account) {
    await asking(task, { code: "wrong_account", params: { account } }, in_hand.is_open || in_hand.is_sent)
    return true
  }
  try {
    const isNew = !in_hand.is_open && !in_hand.is_sent
    if (isNew && action.type === "ship" && !in_hand.is_correction) return await sendShipment(task, now - seen)
    const order = await readOrderThere(container, connection, session, action.marketplace_order_id)
    // Reserved when it was decided; whoever died in between has not reserved it.
    if (isNew && action.type === "accept") await reserveAccepted(container, [action.marketplace_order_id])
    return await goOn(task, started, { kind: "seen", seen: seenOf(action, order) }, order)
  } catch (error) {
    // A read failed: nothing changed there, and what was open stays open.
    return failed(task, started, "look", error)
  }
}

/** Plans the shipment again with what the store and the marketplace say now. */
async function sendShipment(task: Task, age: number): Promise<boolean> {
  const { container, connection, session, action } = task
  const started = performance.now()
  // After a refusal the order is read too: it says whether another was faster.
  if (age > SNAPSHOT_MAX_AGE_MS || action.attempts > 0) {
    await readOrderThere(container, connection, session, action.marketplace_order_id)
  }
  const loaded = await loadOrderForShipping(container, action.marketplace_order_id)
  if (!loaded) {
    await asking(task, { code: "order_gone", params: {} }, false)
    return true
  }
  const fulfillment_id = action.fulfillment_id ?? ""
  const plan = planShipment(loaded.inputFor(fulfillment_id))
  const { due_in_seconds, ...planned } = outcomeOf(loaded, fulfillment_id, plan)
  if (plan.kind !== "send") {
    const isNew = planned.problem?.code !== action.problem_code
    await writeOutcome(task, { ...planned, retry_seconds: due_in_seconds, unsettled: "clear" })
    if (planned.state === "needs_attention" && isNew) announceShipment(task, "failed")
    // A label that came while the action was claimed could not change it.
    if (plan.kind === "wait") await planOrderShipments(container, action.marketplace_order_id)
    return true
  }
  const intent = { ...action, params: planned.params }
  const in_hand = inHand(intent, task.in_hand)
  const seen = seenOf(intent, loaded.order)
  return goOn({ ...task, action: intent, in_hand }, started, { kind: "seen", seen }, loaded.order)
}

/** Does what follows from what was seen: a call, or whatever is written down. */
async function goOn(task: Task, started: number, finding: Seen, order: NormalizedOrder): Promise<boolean> {
  const { in_hand, now } = task
  const step = nextStep(in_hand, finding, now)
  if (!finding.refusal && (in_hand.is_open || in_hand.is_sent)) {
    const outcome = finding.seen.effect === "present" ? "confirmed" : "absent"
    await record(task, started, { outcome, status: null, message: null })
  }
  return step.kind === "call" ? call(task, order, step.item_external_ids) : writeStep(task, step)
}

async function call(task: Task, order: NormalizedOrder, item_external_ids: string[]): Promise<boolean> {
  const { container, action, owner, now } = task
  const marketplace = marketplaceOf(container)
  // Written before the call: whoever comes after a crash in it reads the marketplace first.
  if (!(await marketplace.actions.markCalling(action.id, owner, CLAIM_SECONDS, action.params))) {
    // Deleted or disabled since it was claimed; or another worker has it, and then this writes nothing.
    return writeStep(task, nextStep(task.in_hand, { kind: "withheld" }, now))
  }
  // What an earlier call left open is settled: every outcome of this one is certain again, except a refusal.
  const { is_open, may_have_acted } = task.in_hand
  const in_hand = {
    ...task.in_hand,
    is_open: false,
    called_at: now,
    may_have_acted: may_have_acted || is_open,
    refused: null,
  }
  const called: Task = { ...task, in_hand }
  const started = performance.now()
  try {
    return await callOnce(called, started, order, item_external_ids)
  } catch (error) {
    // What came of the call could not be written down, whatever it was.
    return failed(called, started, "call", error)
  }
}

async function callOnce(
  task: Task,
  started: number,
  order: NormalizedOrder,
  item_external_ids: string[]
): Promise<boolean> {
  const answer = await send(task, order, item_external_ids).catch((error: unknown) => {
    if (isMarketplaceError(error)) return error
    throw error
  })
  if (isMarketplaceError(answer)) return failed(task, started, "call", answer)
  const { container, action } = task
  const message =
    answer.message && (await wordsWithoutBuyer(container, action.marketplace_order_id, answer.message))
  return taken(task, started, { ...answer, message })
}

function send(task: Task, order: NormalizedOrder, item_external_ids: string[]): Promise<CallResult> {
  const { session, action } = task
  const { external_id } = order
  const reason = typeof action.params.reason === "string" ? action.params.reason : ""
  switch (action.type) {
    case "ship": {
      const content = { ...contentFor(action, item_external_ids), is_correction: isCorrection(action) }
      return session.ship({ external_id, ...content, order }, stepsOf(task, content))
    }
    case "cancel":
      return session.cancel({ external_id, item_external_ids, reason }, stepsOf(task, { item_external_ids }))
    default: {
      const refused = refusedIdsOf(action).filter((id) => item_external_ids.includes(id))
      const content = {
        decision: action.type,
        item_external_ids: item_external_ids.filter((id) => !refused.includes(id)),
        ...(refused.length && { refused_item_external_ids: refused }),
        reason: reason || null,
      }
      return session.decide({ external_id, ...content }, stepsOf(task, content))
    }
  }
}

/** What was done before counts for this content alone. */
function stepsOf(
  { container, action: { id, checkpoint }, owner }: Task,
  content: Record<string, unknown>
): CallSteps {
  const sent = JSON.parse(JSON.stringify(content)) as Record<string, unknown>
  return {
    done: checkpoint && isDeepStrictEqual(checkpoint.content, sent) ? checkpoint.step : null,
    async reached(step) {
      const { actions, ongoing } = marketplaceOf(container)
      const mayGoOn = await actions.markStep(id, owner, CLAIM_SECONDS, {
        step: step.slice(0, LONGEST_STEP),
        content: sent,
      })
      if (mayGoOn && !ongoing.signal.aborted) return
      throw new MarketplaceError("unavailable", "Stopped between two steps of a call.", {
        effect: mayGoOn ? "none" : "unknown",
        reason: "aborted",
      })
    },
  }
}

async function taken(task: Task, started: number, { result, status, message }: CallResult): Promise<boolean> {
  const { container, connection, in_hand, now, streak } = task
  streak.unanswered = 0
  await record(task, started, { outcome: result, status, message })
  const row = await waiting(task, nextStep(in_hand, { kind: "taken", result }, now), { sent: true })
  if (row) {
    announceShipment(task, "sent")
    if (!(await confirmFromSnapshot(container, row))) await offerCorrections(container, row)
  }
  if (isClearedBy(connection.health_code, "call")) {
    await marketplaceOf(container).connections.setHealth(connection.id, {
      status: "ok",
      code: null,
      failed: false,
    })
    connection.health_code = null
  }
  return true
}

/** What a failure means; one that is not the marketplace's leaves open what a call has left so. */
async function failed(
  task: Task,
  started: number,
  during: "look" | "call",
  caught: unknown,
  refusal?: MarketplaceError
): Promise<boolean> {
  const { container, action, in_hand, now, streak } = task
  if (isStopped(container, caught, during)) {
    // This process stops: the next one begins with a look, as after a crash, and nothing is said of the marketplace.
    await marketplaceOf(container).actions.releaseActions([action.id], task.owner)
    return false
  }
  const error = await errorWithoutBuyer(container, action.marketplace_order_id, caught)
  if (!isMarketplaceError(error)) {
    const message = isUnreadableOrderError(error) ? error.message : errorKind(error)
    await record(task, started, { outcome: during === "call" ? "unknown" : "retry", status: null, message })
    container
      .resolve(ContainerRegistrationKeys.LOGGER)
      .error(`marketplace-connect: action ${action.id} failed (${errorKind(error)})`)
    return writeStep(task, nextStep(in_hand, { kind: "broken", during, message }, now))
  }
  const { effect, status = null, marketplace_message } = error.details
  const isUnknown = during === "call" && effect === "unknown"
  if (isUnknown && error.kind === "unavailable") streak.unanswered += 1
  if (!refusal) {
    const outcome = isUnknown ? "unknown" : during === "look" || error.canPass ? "retry" : "refused"
    const message = (during === "call" && marketplace_message) || error.message
    await record(task, started, { outcome, status, message })
  }
  const { unanswered } = streak
  const step = nextStep(in_hand, { kind: "failed", during, error, unanswered, refusal }, now)
  return step.kind === "look" ? lookInto(task, error) : writeStep(task, step, error)
}

/** Whether the process stopped before a call was sent, or while something was only read. */
const isStopped = (container: MedusaContainer, error: unknown, during: "look" | "call"): boolean =>
  marketplaceOf(container).ongoing.signal.aborted &&
  isMarketplaceError(error) &&
  error.details.reason === "aborted" &&
  (during === "look" || error.details.effect === "none")

/** Refused: perhaps because the marketplace has it already, from us or from another. */
async function lookInto(task: Task, refusal: MarketplaceError): Promise<boolean> {
  const { container, connection, session, action } = task
  const started = performance.now()
  let order: NormalizedOrder
  try {
    order = await readOrderThere(container, connection, session, action.marketplace_order_id)
  } catch (error) {
    if (!isMarketplaceError(error)) throw error
    return failed(task, started, "look", error, refusal)
  }
  return goOn(task, started, { kind: "seen", seen: seenOf(action, order), refusal }, order)
}

const LOOKS: readonly NewAttempt["outcome"][] = ["confirmed", "absent"]

const record = (
  { container, action }: Task,
  started: number,
  attempt: Pick<NewAttempt, "outcome" | "status" | "message">
) =>
  marketplaceOf(container).actions.recordAttempt(action.id, {
    ...attempt,
    sent: LOOKS.includes(attempt.outcome) ? null : contentOf(action),
    duration_ms: performance.now() - started,
  })
