import { isMarketplaceError, type MarketplaceErrorKind } from "../../marketplaces/errors"
import { parseJson } from "../../marketplaces/http"
import type { CheckResult } from "../../marketplaces/port"
import type { SendcloudClient } from "./client"
import { sendersSchema } from "./schemas"

const LABEL = "GET /addresses/sender-addresses"
/** For the call and the account's pace together. */
const DEADLINE_MS = 9500
const CALL_TIMEOUT_MS = 9000

const RESULTS: Partial<Record<MarketplaceErrorKind, [code: string, message: string]>> = {
  credentials: ["invalid_credentials", "Sendcloud does not know these keys."],
  no_rights: ["no_rights", "The keys lack the right to read sender addresses."],
  rate_limited: ["quota", "Sendcloud asks to slow down."],
  configuration: ["configuration", "The account is set up wrongly."],
}
const UNREACHABLE: [string, string] = ["unreachable", "Sendcloud does not answer as it should."]

/** Asks for the sender addresses, which every label needs. Never throws. */
export async function checkAccess(client: SendcloudClient): Promise<CheckResult> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<CheckResult>((resolve) => {
    timer = setTimeout(() => resolve(failure(UNREACHABLE, {})), DEADLINE_MS)
  })
  try {
    return await Promise.race([ask(client), late])
  } catch (error) {
    return failed(error)
  } finally {
    clearTimeout(timer)
  }
}

async function ask(client: SendcloudClient): Promise<CheckResult> {
  const { data } = await client.call({
    method: "GET",
    path: "/addresses/sender-addresses",
    label: LABEL,
    once: true,
    timeout_ms: CALL_TIMEOUT_MS,
    read: (response) => parseJson(response, sendersSchema, LABEL),
  })
  return data.length > 0
    ? { ok: true, code: "ok", message: "The account works.", details: { senders: data.length } }
    : failure(["no_sender", "The account has no sender address; add one in Sendcloud's panel."], {})
}

function failed(error: unknown): CheckResult {
  if (!isMarketplaceError(error)) {
    return failure(UNREACHABLE, {})
  }
  const { status, retry_after_ms, marketplace_message, reason } = error.details
  return failure(RESULTS[error.kind] ?? UNREACHABLE, {
    cause: error.message,
    status,
    retry_after_ms,
    marketplace_message,
    reason,
  })
}

const failure = ([code, message]: [string, string], details: Record<string, unknown>): CheckResult => ({
  ok: false,
  code,
  message,
  details: Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined)),
})
