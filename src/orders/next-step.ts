import type { CallResult, MarketplaceError } from "../marketplaces/port"
import type { ActionSeen } from "./action-seen"
import type { ActionType } from "./actions"
import { settingParams } from "./fill-text"
import type { Problem, ProblemParams } from "./problems"

const MINUTE = 60
const HOUR = 60 * MINUTE
/** How long an effect may take to show before a call with unknown outcome is repeated. */
export const SETTLING_MS = 20 * MINUTE * 1000
/** First look after an unknown outcome; each further one waits as long as was waited so far. */
const READ_BACK_SECONDS = 2 * MINUTE
/** First look for a sent action that no list has shown; doubling after that. */
const LOOK_SECONDS = 30 * MINUTE
const LAST_LOOK_SECONDS = 6 * HOUR
const UNSEEN_PROBLEM_MS = 24 * HOUR * 1000
/** Passing failures in a row until a person is asked; the action stays and can be driven again. */
export const MAX_ATTEMPTS = 20
const FIRST_RETRY_SECONDS = 30
const LAST_RETRY_SECONDS = 2 * HOUR
/** So many calls without an answer in a row are an outage, and the connection pauses. */
export const UNANSWERED_IS_OUTAGE = 3

/** What is known of an action before its next step. Times are in milliseconds, by the database's clock. */
export type ActionInHand = {
  type: ActionType
  is_correction: boolean
  /** The items that it speaks of. */
  item_external_ids: string[]
  attempts: number
  /** The marketplace took it, and its effect was not seen yet. */
  is_sent: boolean
  /** A call went out whose outcome is not known. */
  is_open: boolean
  /** When the last call went out or was taken; null: none is waited for. */
  called_at: number | null
  /** A call before may have had its effect: a refusal may be the answer to its repetition. */
  may_have_acted: boolean
  /** What the marketplace said when it refused the last call, while a read checks whether the call still had its effect. */
  refused: ProblemParams | null
  /** False for what the marketplace never shows. */
  is_shown_there: boolean
}

/** The order was read. `refusal`: to see what a refused call means. */
export type Seen = { kind: "seen"; seen: ActionSeen; refusal?: MarketplaceError }
/** A call was taken. */
export type Taken = { kind: "taken"; result: CallResult["result"] }
/** A call was not made after all: the connection was disabled, or another process has the action. */
export type Withheld = { kind: "withheld" }
export type Failed = {
  kind: "failed"
  during: "look" | "call"
  error: MarketplaceError
  /** Calls in a row without an answer, this one included. */
  unanswered: number
  /** The look was for what this refusal means. */
  refusal?: MarketplaceError
}
/** What failed is not the marketplace's; what came of a call could not be written down. */
export type Broken = { kind: "broken"; during: "look" | "call"; message: string }

export type Wait = {
  kind: "wait"
  state: "retrying" | "sent"
  /** `pause`: as long as the connection pauses; null: until a person wants it. */
  seconds: number | "pause" | null
  /** Many that wait so do not come back at once. */
  is_spread?: boolean
  problem: Problem | null
  /** The marketplace is read before anything is repeated. */
  is_open: boolean
}

/** What ends the work on an action for now. */
export type LastStep =
  | { kind: "confirm" }
  | Wait
  /** The whole connection pauses. */
  | { kind: "pause"; wait: Wait }
  /** A person decides. */
  | { kind: "ask"; problem: Problem; is_open: boolean }
  /** What it was meant for is over. */
  | { kind: "end"; reason: "order_ended" }
type Call = { kind: "call"; item_external_ids: string[] }
/** Read the order: it says what a refusal means. */
type Look = { kind: "look" }
export type NextStep = LastStep | Call | Look

/** What is done next with an action that goes to a marketplace, after what became of it: the only place that decides it. */
export function nextStep(action: ActionInHand, finding: Seen, now: number): LastStep | Call
export function nextStep(action: ActionInHand, finding: Broken, now: number): LastStep
export function nextStep(action: ActionInHand, finding: Taken | Withheld, now: number): Wait
export function nextStep(action: ActionInHand, finding: Failed, now: number): LastStep | Look
export function nextStep(
  action: ActionInHand,
  finding: Seen | Taken | Withheld | Failed | Broken,
  now: number
): NextStep {
  switch (finding.kind) {
    case "seen":
      return finding.refusal
        ? afterRefusal(action, finding.seen, finding.refusal)
        : afterLook(action, finding.seen, now)
    case "taken":
      return rest(action, now, finding.result === "already" ? 0 : LOOK_SECONDS, true)
    case "withheld":
      return again(action, 0)
    case "failed":
      return afterFailure(action, finding, now)
    case "broken": {
      const is_open = action.is_open || finding.during === "call"
      return tryAgain({ ...action, is_open }, finding.message, backOff(action), now)
    }
  }
}

function afterLook(
  action: ActionInHand,
  { effect, absent, status }: ActionSeen,
  now: number
): LastStep | Call {
  if (effect === "present") return { kind: "confirm" }
  if (effect === "over") return ENDED
  if (effect === "different") return ask(action, { code: "shown_differently", params: { status } })
  if (action.is_sent) return rest(action, now)
  const waited = action.is_open ? now - (action.called_at ?? 0) : SETTLING_MS
  const isAnswered = action.refused !== null && !action.may_have_acted
  if (waited < SETTLING_MS && !isAnswered) {
    const left = (SETTLING_MS - waited) / 1000
    return again(action, Math.min(left, Math.max(READ_BACK_SECONDS, waited / 1000)))
  }
  if (action.refused !== null) {
    const problem: Problem = { code: "refused_by_marketplace", params: action.refused }
    return { kind: "ask", problem, is_open: false }
  }
  // A shipment is planned just before its first call: what it names is certain.
  const isPlanned = action.type === "ship" && !action.is_correction && !action.is_open
  const item_external_ids = isPlanned ? action.item_external_ids : absent
  return item_external_ids.length
    ? { kind: "call", item_external_ids }
    : ask(action, { code: "may_not_be_shipped", params: { status } })
}

const ENDED: LastStep = { kind: "end", reason: "order_ended" }

/**
 * Refused: perhaps because the marketplace has it already, from us or from another. What an earlier call did may take its
 * time to show, so a person is asked only when it still does not after that.
 */
function afterRefusal(action: ActionInHand, { effect }: ActionSeen, refusal: MarketplaceError): LastStep {
  if (effect === "present") return { kind: "confirm" }
  if (effect === "over") return ENDED
  const problem = refusalProblem(action, refusal)
  return effect === "absent" && action.may_have_acted && problem.code === "refused_by_marketplace"
    ? beingChecked(action, refusal)
    : ask(action, problem)
}

const beingChecked = (action: ActionInHand, refusal: MarketplaceError): Wait =>
  again({ ...action, is_open: true, refused: refusalParams(refusal) }, READ_BACK_SECONDS)

function afterFailure(
  action: ActionInHand,
  { error, during, unanswered, refusal }: Failed,
  now: number
): LastStep | Look {
  if (refusal) {
    // The refusal is certain; a later read shows whether it hides an effect.
    return error.canPass ? beingChecked(action, refusal) : ask(action, refusalProblem(action, refusal))
  }
  const isOpen = during === "call" && error.details.effect === "unknown"
  const isOutage = error.kind === "unavailable" && (!isOpen || unanswered >= UNANSWERED_IS_OUTAGE)
  const isPause = isOutage || CONNECTIONS.includes(error.kind)
  const wait = waitAfter(action, { isOpen, isPause }, now)
  if (wait) return isPause ? { kind: "pause", wait } : wait
  if (error.canPass) {
    const { retry_after_ms } = error.details
    const after = retry_after_ms ? { seconds: retry_after_ms / 1000 } : backOff(action)
    return tryAgain(action, wordsOf(error), after, now)
  }
  return during === "look" ? ask(action, refusalProblem(action, error)) : { kind: "look" }
}

function waitAfter(
  action: ActionInHand,
  { isOpen, isPause }: { isOpen: boolean; isPause: boolean },
  now: number
): Wait | null {
  if (action.is_sent) return rest(action, now, isPause ? "pause" : undefined)
  if (isOpen) return again({ ...action, is_open: true }, READ_BACK_SECONDS)
  return isPause ? again(action, "pause") : null
}

type After = Pick<Wait, "is_spread"> & { seconds: number }

function tryAgain(action: ActionInHand, detail: string, after: After, now: number): LastStep {
  if (action.is_sent) return { ...rest(action, now, after.seconds), is_spread: after.is_spread }
  if (action.attempts >= MAX_ATTEMPTS) {
    return ask(action, { code: "too_many_attempts", params: { attempts: action.attempts, detail } })
  }
  return { ...again(action, after.seconds), is_spread: after.is_spread }
}

/** 30 seconds, doubling to two hours. */
const backOff = ({ attempts }: ActionInHand): After => ({
  seconds: Math.min(LAST_RETRY_SECONDS, FIRST_RETRY_SECONDS * 2 ** Math.min(attempts, 10)),
  is_spread: true,
})

/** It is tried again. What a call has left open says so. */
const again = (action: ActionInHand, seconds: Wait["seconds"]): Wait => ({
  kind: "wait",
  state: "retrying",
  seconds,
  problem: action.is_open ? openProblem(action) : null,
  is_open: action.is_open,
})

const openProblem = ({ refused }: ActionInHand): Problem =>
  refused === null
    ? { code: "outcome_unknown", params: {} }
    : { code: "refusal_being_checked", params: refused }

/** Sent and not seen yet: it stays sent, is looked for again, and after a day a person is notified. */
function rest(action: ActionInHand, now: number, seconds?: Wait["seconds"], isNew = false): Wait {
  const { is_correction, is_shown_there, attempts, called_at } = action
  const isLate = !isNew && now - (called_at ?? 0) > UNSEEN_PROBLEM_MS
  const look = Math.min(LOOK_SECONDS * 2 ** Math.min(attempts, 4), LAST_LOOK_SECONDS)
  const wait = { kind: "wait", state: "sent", is_open: true } as const
  // The marketplace never shows a correction: a person has to check it there.
  if (is_correction && !is_shown_there) {
    return { ...wait, problem: { code: "correction_not_shown", params: {} }, seconds: null }
  }
  const problem: Problem | null = isLate ? { code: "sent_not_confirmed", params: {} } : null
  return { ...wait, problem, seconds: seconds ?? look }
}

/** An unsettled action stays unsettled: the next try reads the marketplace first. */
const ask = ({ is_open, is_sent }: ActionInHand, problem: Problem): LastStep => ({
  kind: "ask",
  problem,
  is_open: is_open || is_sent,
})

const refusalProblem = ({ is_correction }: ActionInHand, refusal: MarketplaceError): Problem =>
  is_correction && refusal.details.reason === "correction_by_hand"
    ? { code: "correction_not_supported", params: {} }
    : { code: "refused_by_marketplace", params: refusalParams(refusal) }

const refusalParams = (refusal: MarketplaceError): ProblemParams => ({
  detail: wordsOf(refusal),
  ...settingParams(refusal.details.settings),
})

const wordsOf = ({ message, details }: MarketplaceError) => details.marketplace_message ?? message

/** Failures that are the connection's and not one order's. */
const CONNECTIONS: readonly MarketplaceError["kind"][] = [
  "credentials",
  "not_linked",
  "no_rights",
  "login_is_email",
  "quota",
  "rate_limited",
]
