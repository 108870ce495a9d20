import type { MarketplaceErrorKind } from "../../marketplaces/errors"
import { parseRetryAfter, redact } from "../../marketplaces/http"
import type { HttpRequest, HttpResponse } from "../../marketplaces/port"
import { buyerHider, type Buyer } from "../../marketplaces/without-buyer"
import { LabelRefusal } from "../label-refusal"
import type { LabelSessionContext } from "../label-service"
import { apiUrl, credentialsOf } from "./access"
import { faultsIn, type Clean } from "./faults"
import type { SendcloudSettings } from "./settings"

export type SendcloudCall<T> = {
  method: HttpRequest["method"]
  /** Below the API's address, beginning with a slash. */
  path: string
  /** A name may stand several times. */
  query?: readonly (readonly [string, string | number | undefined])[]
  /** Sent as JSON. */
  body?: unknown
  label: string
  /** Whether it changes something: then it is never repeated [all but GET]. */
  has_effect?: boolean
  /** Not repeated although it changes nothing. */
  once?: boolean
  accept?: string
  timeout_ms?: number
  max_bytes?: number
  /** Whom a refusal may quote. */
  buyers?: readonly Buyer[]
  /** What an answer means whose status is 2xx, or one of `also`. */
  read: (response: HttpResponse, clean: Clean) => T | Promise<T>
  also?: readonly number[]
}

export interface SendcloudClient {
  call<T>(call: SendcloudCall<T>): Promise<T>
}

const KINDS: Readonly<Record<number, readonly [MarketplaceErrorKind, string]>> = {
  401: ["credentials", "the keys are refused"],
  402: ["no_rights", "the account has no valid payment method"],
  403: ["no_rights", "the keys lack the right for this"],
  404: ["not_found", "not found"],
  408: ["unavailable", "the service gave up waiting"],
  409: ["refused", "it conflicts with what is there"],
  429: ["rate_limited", "too many requests"],
}
const REASONS: Readonly<Record<number, string>> = { 402: "no_payment_method", 409: "conflict" }
const JSON_BYTES = 10 * 1024 * 1024

/** Speaks to Sendcloud's API v3 with one key pair: headers, refusals, and which calls may be repeated. */
export function createClient(context: LabelSessionContext, settings: SendcloudSettings): SendcloudClient {
  return {
    async call(call) {
      const { public_key, secret_key, webhook_key } = credentialsOf(context.credentials)
      const login = Buffer.from(`${public_key}:${secret_key}`).toString("base64")
      const hide = buyerHider(...(call.buyers ?? []))
      const clean: Clean = (text) => redact(hide(text), [public_key, secret_key, webhook_key, login])
      const has_effect = call.has_effect ?? call.method !== "GET"
      const query = new URLSearchParams(
        (call.query ?? []).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]))
      ).toString()
      const interpret = (response: HttpResponse) => {
        const isGood = response.status >= 200 && response.status < 300
        if (isGood || call.also?.includes(response.status)) {
          return call.read(response, clean)
        }
        throw refusalOf(response, call.label, { clean, now: context.now(), settings })
      }
      // Sendcloud counts by the verb, whether or not the call changes something.
      return (call.method === "GET" ? context.reads : context.writes).request(
        {
          method: call.method,
          url: `${apiUrl(context.options)}${call.path}${query ? `?${query}` : ""}`,
          headers: {
            Authorization: `Basic ${login}`,
            Accept: call.accept ?? "application/json",
            ...(call.body === undefined ? {} : { "Content-Type": "application/json" }),
          },
          body: call.body === undefined ? undefined : JSON.stringify(call.body),
          timeout_ms: call.timeout_ms,
          max_bytes: call.max_bytes ?? JSON_BYTES,
          has_effect,
          label: call.label,
        },
        { retry: !has_effect && !call.once, interpret }
      )
    },
  }
}

/** The meaning of an unsuccessful answer. */
export function refusalOf(
  response: HttpResponse,
  label: string,
  { clean, now, settings }: { clean: Clean; now: number; settings: SendcloudSettings }
): LabelRefusal {
  const { status } = response
  const [kind, sentence] = KINDS[status] ?? otherwise(status)
  const pause = parseRetryAfter(response.headers["retry-after"], now)
  const faults = faultsIn(response.body, clean)
  return new LabelRefusal(
    kind,
    `${label}: ${sentence} (status ${status}).`,
    {
      effect: status >= 500 || status === 408 || status < 400 ? "unknown" : "none",
      status,
      retry_after_ms: kind === "rate_limited" ? (pause ?? settings.retry_after_seconds * 1000) : pause,
      marketplace_message:
        faults
          .map(({ message }) => message)
          .filter(Boolean)
          .join(" ")
          .slice(0, 1000) || undefined,
      reason: REASONS[status],
    },
    faults
  )
}

function otherwise(status: number): [MarketplaceErrorKind, string] {
  if (status >= 500) {
    return ["unavailable", "the service failed"]
  }
  return status >= 400 ? ["refused", "refused"] : ["invalid_answer", "an answer that is not documented"]
}
