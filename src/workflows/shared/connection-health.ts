import { MedusaError } from "@medusajs/framework/utils"
import { ENCRYPTION_KEY_MISSING, SECRETS_UNREADABLE } from "../../modules/marketplace/encryption"
import { ABOUT_ACCOUNT, isMarketplaceError } from "../../marketplaces/errors"
import type { Health } from "../../modules/marketplace/stores/connections"
import { settingParams } from "../../orders/fill-text"
import { isAccountsError } from "./is-connections-error"

const MINUTE = 60
/** Refused credentials pause a connection after so many tries in a row; before that it may be a passing fault. */
const REFUSALS_BEFORE_PAUSE = 3
/** How long nothing is called after 1, 2, 3 … failures in a row: an outage costs a few requests an hour. */
const OUTAGE_PAUSES = [1, 2, 5, 10, 15].map((minutes) => minutes * MINUTE)
const REFUSED_PAUSE = 30 * MINUTE
/** A key is put right with a restart; until then nothing can be called. */
const SECRETS_PAUSE = 5 * MINUTE
const SECRETS = [SECRETS_UNREADABLE, ENCRYPTION_KEY_MISSING]
const DEFAULT_QUOTA_PAUSE = 10 * MINUTE

/**
 * What a failed call says about a connection that failed `failures` times in a row before. Where the marketplace answered
 * other calls (`isPartial`), the connection goes on working.
 */
export function healthAfter(error: unknown, failures: number, isPartial = false): Health {
  const health = wholeHealthAfter(error, failures)
  if (!isMarketplaceError(error)) return isPartial ? { ...health, block_seconds: null } : health
  const { reason, limit = null, settings } = error.details
  if (reason === "too_many_pages") {
    const params = { limit, ...settingParams(settings) }
    return { status: "degraded", code: "page_limit", params, block_seconds: null, failed: true }
  }
  if (!isPartial || isAccountsError(error))
    return settings ? { ...health, params: { ...health.params, ...settingParams(settings) } } : health
  const params = { detail: error.message, ...settingParams(settings) }
  return { status: "degraded", code: "run_incomplete", params, block_seconds: null, failed: true }
}

function wholeHealthAfter(error: unknown, failures: number): Health {
  const pause = OUTAGE_PAUSES[Math.min(failures, OUTAGE_PAUSES.length - 1)]
  const isSecrets = MedusaError.isMedusaError(error) && SECRETS.includes(error.code ?? "")
  if (isSecrets) {
    return { status: "paused", code: error.code ?? null, block_seconds: SECRETS_PAUSE, failed: true }
  }
  if (!isMarketplaceError(error)) {
    return { status: "degraded", code: "run_failed", block_seconds: pause, failed: true }
  }
  const retryAfter = error.details.retry_after_ms ? Math.ceil(error.details.retry_after_ms / 1000) : null
  // Of an order that it could not show, a marketplace may repeat the buyer: only what it says of the account is kept.
  const params = ABOUT_ACCOUNT.includes(error.kind)
    ? { marketplace_message: error.details.marketplace_message ?? "" }
    : {}
  switch (error.kind) {
    case "credentials":
    case "login_is_email":
    case "not_linked":
    case "no_rights": {
      const code =
        error.kind === "not_linked" || error.kind === "no_rights" ? error.kind : "credentials_refused"
      return failures + 1 >= REFUSALS_BEFORE_PAUSE
        ? { status: "paused", code, params, block_seconds: REFUSED_PAUSE, failed: true }
        : { status: "degraded", code, params, block_seconds: pause, failed: true }
    }
    case "quota":
      return {
        status: "paused",
        code: "quota",
        params,
        block_seconds: retryAfter ?? DEFAULT_QUOTA_PAUSE,
        failed: true,
      }
    case "rate_limited":
      return {
        status: "degraded",
        code: "rate_limited",
        params,
        block_seconds: retryAfter ?? pause,
        failed: true,
      }
    case "unavailable":
    case "invalid_answer":
    case "too_large":
      return {
        status: "degraded",
        code: "unreachable",
        params,
        block_seconds: Math.max(retryAfter ?? 0, pause),
        failed: true,
      }
    default:
      return {
        status: "degraded",
        code: "run_failed",
        params: { ...params, kind: error.kind },
        block_seconds: pause,
        failed: true,
      }
  }
}
