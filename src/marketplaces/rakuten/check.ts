import { z } from "zod"

import { isMarketplaceError, type MarketplaceErrorKind } from "../errors"
import type { CheckResult } from "../port"
import { isEmail, looksLikeToken } from "./access"
import type { RakutenClient } from "./client"

/** For the call and the connection's pace together. */
const DEADLINE_MS = 9500
const CALL_TIMEOUT_MS = 9000

const RESULTS: Partial<Record<MarketplaceErrorKind, [code: string, message: string]>> = {
  login_is_email: ["login_is_email", "The login is your account name at Rakuten, not your e-mail address."],
  credentials: ["invalid_credentials", "Rakuten does not know this login and token."],
  no_rights: ["no_rights", "The account lacks the right to use Rakuten's web services."],
  quota: ["quota", "The allowance of calls per hour is used up."],
  rate_limited: ["quota", "Rakuten asks to slow down."],
  configuration: ["configuration", "The connection is set up wrongly."],
}
const UNREACHABLE: [string, string] = ["unreachable", "Rakuten does not answer as it should."]
const NOT_A_TOKEN =
  "The token is made in Rakuten's back office and has 32 characters; it is not the password."

/**
 * Asks for the seller's to-do list: a small answer, without effect, that spends nothing of what the lists of sales may
 * be called. An e-mail address as login is named before any call. Never throws.
 */
export async function checkAccess(
  client: RakutenClient,
  credentials: Record<string, string>
): Promise<CheckResult> {
  const { login = "", token = "" } = credentials
  if (isEmail(login)) {
    return result(RESULTS.login_is_email ?? UNREACHABLE)
  }
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<CheckResult>((resolve) => {
    timer = setTimeout(() => resolve(result(UNREACHABLE)), DEADLINE_MS)
  })
  try {
    return await Promise.race([ask(client), late])
  } catch (error) {
    return failed(error, token)
  } finally {
    clearTimeout(timer)
  }
}

async function ask(client: RakutenClient): Promise<CheckResult> {
  await client.read("getitemtodolist", {}, z.unknown(), { once: true, timeout_ms: CALL_TIMEOUT_MS })
  return { ok: true, code: "ok", message: "The connection works.", details: {} }
}

function failed(error: unknown, token: string): CheckResult {
  const isOurs = isMarketplaceError(error)
  const { status, retry_after_ms, marketplace_message, reason } = isOurs ? error.details : {}
  const hint = isOurs && error.kind === "credentials" && !looksLikeToken(token) ? NOT_A_TOKEN : undefined
  const cause = isOurs ? error.message : undefined
  return result(
    (isOurs && RESULTS[error.kind]) || UNREACHABLE,
    Object.entries({ cause, status, retry_after_ms, marketplace_message, reason, hint })
  )
}

function result([code, message]: [string, string], details: [string, unknown][] = []): CheckResult {
  return {
    ok: false,
    code,
    message,
    details: Object.fromEntries(details.filter(([, value]) => value !== undefined)),
  }
}
