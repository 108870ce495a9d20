import { RE2JS } from "re2js"

import { MarketplaceError, type MarketplaceErrorKind } from "../errors"
import { parseRetryAfter, redact, saidIn, type Said } from "../http"
import type { HttpResponse } from "../port"
import type { CdiscountSettings } from "./settings"

const PAUSE = /\b(\d{1,3}):([0-5]\d):([0-5]\d)\b/
const LONGEST_PAUSE_MS = 24 * 60 * 60 * 1000

const KINDS: Record<number, [MarketplaceErrorKind, string]> = {
  401: ["credentials", "the access token was refused"],
  404: ["not_found", "not found"],
  408: ["unavailable", "the marketplace gave up waiting"],
  429: ["rate_limited", "too many requests"],
}

export type RefusalContext = {
  label: string
  settings: CdiscountSettings
  now: number
  /** What must not appear in the marketplace's message. */
  hidden: readonly (string | null | undefined)[]
}

/** The meaning of an unsuccessful answer of Octopia. A 403 is either the quota or a missing link to the account. */
export function refusalOf(response: HttpResponse, context: RefusalContext): MarketplaceError {
  const { status } = response
  const said = saidIn(response.body)
  const isQuota = status === 403 && isQuotaText(said.words, context.settings.quota_pattern)
  const [kind, sentence] = isQuota
    ? (["quota", "the allowance of calls is used up"] as const)
    : status === 403
      ? forbidden(said)
      : (KINDS[status] ?? otherwise(status))
  return new MarketplaceError(kind, `${context.label}: ${sentence} (status ${status}).`, {
    effect: status >= 500 || status === 408 || status < 400 ? "unknown" : "none",
    status,
    retry_after_ms: pauseOf(response, kind, said.words, context),
    marketplace_message: redact(said.shown, context.hidden) || undefined,
  })
}

function isQuotaText(text: string, pattern: string): boolean {
  return RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE).matcher(text).find()
}

/** A page instead of JSON comes from something between us and the service, and says nothing about the seller. */
function forbidden({ is_page }: Said): [MarketplaceErrorKind, string] {
  return is_page
    ? ["unavailable", "something before the service answered"]
    : ["not_linked", "this seller account has not granted this client access"]
}

function otherwise(status: number): [MarketplaceErrorKind, string] {
  if (status >= 500) {
    return ["unavailable", "the marketplace failed"]
  }
  return status >= 400 ? ["refused", "refused"] : ["invalid_answer", "an answer that is not documented"]
}

function pauseOf(
  response: HttpResponse,
  kind: MarketplaceErrorKind,
  text: string,
  { settings, now }: RefusalContext
): number | undefined {
  const header = parseRetryAfter(response.headers["retry-after"], now)
  if (kind === "quota") {
    const [, hours, minutes, seconds] = (PAUSE.exec(text) ?? []).map(Number)
    const pause = seconds === undefined ? header : (hours * 3600 + minutes * 60 + seconds) * 1000
    return Math.min(pause ?? settings.retry_after_default_seconds * 1000, LONGEST_PAUSE_MS)
  }
  return kind === "rate_limited" ? (header ?? settings.retry_after_default_seconds * 1000) : header
}
