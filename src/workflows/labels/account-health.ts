import type { MedusaContainer } from "@medusajs/framework/types"
import { isMarketplaceError, type MarketplaceErrorKind } from "../../marketplaces/errors"
import { ENCRYPTION_KEY_MISSING, SECRETS_UNREADABLE } from "../../modules/marketplace/encryption"
import type { LabelAccountRow } from "../../modules/label/stores/accounts"
import type { ProblemCode } from "../../orders/problems"
import { announce } from "../shared/events"
import { labelsOf } from "../shared/labels"
import { marketplaceOf } from "../shared/marketplace"

const MINUTE = 60
/** Keys and payment methods are put right by a person, who asks for a check then. */
const REFUSED_PAUSE = 30 * MINUTE
/** A copy of the store does nothing until a person says that it may. */
const ELSEWHERE_PAUSE = 10 * MINUTE
const OUTAGE_PAUSES = [1, 2, 5, 10, 15].map((minutes) => minutes * MINUTE)

/** What an outcome of the account's is called; any other says that the service cannot be reached. */
const CODES: Readonly<Record<string, ProblemCode>> = {
  no_payment_method: "label_no_payment_method",
  reference_clash: "label_reference_clash",
  credentials: "label_keys_refused",
  not_linked: "label_keys_refused",
  login_is_email: "label_keys_refused",
  no_rights: "label_no_rights",
  configuration: "label_account_invalid",
  integration_unknown: "label_account_invalid",
  secrets_unreadable: "secrets_unreadable",
  encryption_key_missing: "encryption_key_missing",
}

export const accountProblem = (code: string): ProblemCode => CODES[code] ?? "label_service_unreachable"

/** The account is left alone until a person has acted, or for a while; all its requests wait. */
export async function pauseAccount(
  container: MedusaContainer,
  { id, failures }: Pick<LabelAccountRow, "id" | "failures">,
  code: string,
  params: Record<string, unknown> = {}
): Promise<number> {
  const problem = accountProblem(code)
  const isPassing = problem === "label_service_unreachable"
  const block_seconds = isPassing
    ? OUTAGE_PAUSES[Math.min(failures, OUTAGE_PAUSES.length - 1)]
    : REFUSED_PAUSE
  const status = isPassing ? "degraded" : "paused"
  const isNew = await labelsOf(container).accounts.setAccountHealth(id, {
    status,
    code: problem,
    params,
    block_seconds,
  })
  if (isNew) announce(container, [{ name: "marketplace-label-account.degraded", data: { id } }])
  return block_seconds
}

/** How long the account is left alone after a failure that is its own: as long as its service asks, at least. */
export async function pauseFor(
  container: MedusaContainer,
  account: Pick<LabelAccountRow, "id" | "failures">,
  { code, retry_after_ms }: Pick<Extract<LabelFailure, { of: "account" }>, "code" | "retry_after_ms">
): Promise<number> {
  const pause = await pauseAccount(container, account, code)
  return Math.max(pause, Math.ceil((retry_after_ms ?? 0) / 1000))
}

/** For how many seconds nothing is asked of the account's service; null: it may be asked now. */
export async function restOf(
  container: MedusaContainer,
  { activated_instance, blocked_until }: Pick<LabelAccountRow, "activated_instance" | "blocked_until">
): Promise<number | null> {
  if (activated_instance !== (await marketplaceOf(container).instance())) return ELSEWHERE_PAUSE
  const left = blocked_until ? new Date(blocked_until).getTime() - Date.now() : 0
  return left > 0 ? Math.ceil(left / 1000) + 1 : null
}

/** The service answered as it should. */
export const accountWorks = (
  container: MedusaContainer,
  { id }: Pick<LabelAccountRow, "id">
): Promise<boolean> => labelsOf(container).accounts.setAccountHealth(id, { status: "ok", code: null })

/** What only one call suffers from: another may work. */
const OF_CALL: readonly MarketplaceErrorKind[] = [
  "refused",
  "not_found",
  "not_ready",
  "invalid_answer",
  "too_large",
]

/**
 * Whom a thrown error is about: the whole account, with the pause that the service asks for; the one call; the store; or no
 * one, as this process is being stopped.
 */
export type LabelFailure =
  | { of: "account"; code: string; retry_after_ms: number | null }
  | { of: "call"; message: string }
  | { of: "store" }
  | { of: "stop" }

export function failureOf(error: unknown): LabelFailure {
  if (!isMarketplaceError(error)) {
    const { code } = Object(error) as { code?: unknown }
    return code === SECRETS_UNREADABLE || code === ENCRYPTION_KEY_MISSING
      ? { of: "account", code, retry_after_ms: null }
      : { of: "store" }
  }
  const { reason, retry_after_ms = null, marketplace_message = "" } = error.details
  if (reason === "aborted") return { of: "stop" }
  if (reason !== undefined && reason in CODES) return { of: "account", code: reason, retry_after_ms }
  return OF_CALL.includes(error.kind)
    ? { of: "call", message: marketplace_message }
    : { of: "account", code: error.kind, retry_after_ms }
}
