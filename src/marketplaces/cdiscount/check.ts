import { isMarketplaceError, type MarketplaceErrorKind } from "../errors"
import { parseJson } from "../http"
import type { CheckResult } from "../port"
import type { OctopiaClient } from "./client"
import { sellerSchema } from "./schemas"

const LABEL = "GET /sellers"
/** For both calls and the connection's pace together. */
const DEADLINE_MS = 9500
const CALL_TIMEOUT_MS = 6000

const RESULTS: Partial<Record<MarketplaceErrorKind, [code: string, message: string]>> = {
  credentials: ["invalid_credentials", "Octopia refuses the client id or the client secret."],
  not_linked: [
    "not_linked",
    "The seller account is not linked to this client id; link it on the Octopia portal.",
  ],
  quota: ["quota", "The allowance of calls is used up for the moment."],
  rate_limited: ["quota", "Octopia asks to slow down."],
  configuration: ["configuration", "The connection is set up wrongly."],
}
const UNREACHABLE: [string, string] = ["unreachable", "Octopia does not answer as it should."]

/** A fresh token, then the seller's data: proves client and link. Never throws. */
export async function checkAccess(client: OctopiaClient): Promise<CheckResult> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<CheckResult>((resolve) => {
    timer = setTimeout(() => resolve({ ok: false, ...named(UNREACHABLE), details: {} }), DEADLINE_MS)
  })
  try {
    return await Promise.race([ask(client), late])
  } catch (error) {
    return failed(error)
  } finally {
    clearTimeout(timer)
  }
}

async function ask(client: OctopiaClient): Promise<CheckResult> {
  await client.renewToken({ retry: false, timeout_ms: CALL_TIMEOUT_MS })
  const seller = await client.call({
    method: "GET",
    path: "/sellers",
    label: LABEL,
    retry: false,
    timeout_ms: CALL_TIMEOUT_MS,
    read: (response) => parseJson(response, sellerSchema, LABEL),
  })
  return {
    ok: true,
    code: "ok",
    message: "The connection works.",
    details: { seller_id: client.seller_id(), auto_accept_order: seller.auto_accept_order ?? null },
  }
}

function failed(error: unknown): CheckResult {
  const isOurs = isMarketplaceError(error)
  const [code, message] = (isOurs && RESULTS[error.kind]) || UNREACHABLE
  const { status, retry_after_ms, marketplace_message, reason } = isOurs ? error.details : {}
  const cause = isOurs ? error.message : undefined
  const given = Object.entries({ cause, status, retry_after_ms, marketplace_message, reason })
  return {
    ok: false,
    code,
    message,
    details: Object.fromEntries(given.filter(([, value]) => value !== undefined)),
  }
}

const named = ([code, message]: [string, string]) => ({ code, message })
