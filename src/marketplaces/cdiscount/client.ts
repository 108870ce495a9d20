import { isMarketplaceError, MarketplaceError } from "../errors"
import { checkAddress, parseJson } from "../http"
import type { HttpRequest, HttpResponse, SessionContext } from "../port"
import { named } from "../remedy-settings"
import { accessOf, type Access } from "./access"
import { refusalOf } from "./refusals"
import { tokenSchema } from "./schemas"
import { settingFields, type CdiscountSettings } from "./settings"

const TOKEN_LABEL = "POST token"
const LONGEST_TOKEN_MS = 24 * 60 * 60 * 1000
const RENEW_EARLY_MS = 3 * 60 * 1000
/** For the sales channel header: the only channel id that is attested (public client code). */
const SALES_CHANNEL = "CDISFR"

export type Call<T> = {
  method: HttpRequest["method"]
  /** Below the API's address, beginning with a slash. */
  path: string
  query?: Record<string, string>
  /** Raw query text, put behind `query`. */
  raw_query?: string | null
  /** Sent as JSON. */
  body?: unknown
  label: string
  /** The sales channel, for calls that are about one. */
  channel?: string
  /** Only for calls without effect. */
  retry: boolean
  timeout_ms?: number
  read: (response: HttpResponse) => T | Promise<T>
}

export interface OctopiaClient {
  call<T>(call: Call<T>): Promise<T>
  /** Asks for a token whether or not one is kept. */
  renewToken(options: { retry: boolean; timeout_ms?: number }): Promise<void>
  seller_id(): string
}

/** Speaks to Octopia's REST API on behalf of one seller: token, headers, refusals. Knows nothing of orders. */
export function createClient(context: SessionContext, settings: CdiscountSettings): OctopiaClient {
  let renewing: Promise<string> | null = null
  const access = (): Access => accessOf(context.credentials, context.options)

  async function askToken({ retry, timeout_ms }: { retry: boolean; timeout_ms?: number }): Promise<string> {
    const { auth_url, client_id, client_secret } = access()
    const form = new URLSearchParams({ grant_type: "client_credentials", client_id, client_secret })
    const interpret = (response: HttpResponse) => {
      if (response.status !== 200) {
        throw tokenRefusal(response, [client_id, client_secret, context.tokens.get()?.token])
      }
      return parseJson(response, tokenSchema, TOKEN_LABEL)
    }
    try {
      const { access_token, expires_in } = await context.http.request(
        {
          method: "POST",
          url: checkAddress(auth_url).href,
          headers: { "Content-Type": "application/x-www-form-urlencoded", Accept: "application/json" },
          body: form.toString(),
          timeout_ms,
          max_bytes: 100_000,
          label: TOKEN_LABEL,
        },
        { retry, interpret }
      )
      const life = Math.min(expires_in * 1000, LONGEST_TOKEN_MS)
      const expires_at = context.now() + life - Math.min(RENEW_EARLY_MS, life / 4)
      context.tokens.set({ token: access_token, expires_at })
      return access_token
    } catch (error) {
      // Whatever became of the token, the call that wanted it was not made.
      throw isMarketplaceError(error)
        ? new MarketplaceError(error.kind, error.message, { ...error.details, effect: "none" })
        : error
    }
  }

  function tokenRefusal(response: HttpResponse, hidden: (string | undefined)[]): MarketplaceError {
    const error = refusalOf(response, { label: TOKEN_LABEL, settings, now: context.now(), hidden })
    if ([400, 401].includes(response.status) || error.kind === "not_linked") {
      const sentence = `${TOKEN_LABEL}: the client id or secret is refused (status ${response.status}).`
      return new MarketplaceError("credentials", sentence, error.details)
    }
    return error.kind === "not_found" || error.kind === "refused"
      ? new MarketplaceError("configuration", `${error.message} Check the option auth_url.`, error.details)
      : error
  }

  /** One request at a time, however many calls want the token. */
  function newToken(options: { retry: boolean; timeout_ms?: number }): Promise<string> {
    renewing ??= askToken(options).finally(() => (renewing = null))
    return renewing
  }

  async function token(): Promise<string> {
    const kept = context.tokens.get()
    return kept && kept.expires_at > context.now() ? kept.token : newToken({ retry: true })
  }

  async function send<T>(call: Call<T>, bearer: string): Promise<T> {
    const { api_url, client_id, client_secret, seller_id } = access()
    const base = checkAddress(api_url)
    const query = [new URLSearchParams(call.query).toString(), call.raw_query].filter(Boolean).join("&")
    const channel = channelHeader(call.channel, settings)
    const interpret = (response: HttpResponse) => {
      if (response.status >= 200 && response.status < 300) {
        return call.read(response)
      }
      const hidden = [client_id, client_secret, bearer]
      const refusal = refusalOf(response, { label: call.label, settings, now: context.now(), hidden })
      throw named(refusal, settingFields, (error) => remediesOf(error, call))
    }
    return context.http.request(
      {
        method: call.method,
        url: `${base.origin}${base.pathname.replace(/\/$/, "")}${call.path}${query ? `?${query}` : ""}`,
        headers: {
          Authorization: `Bearer ${bearer}`,
          SellerId: seller_id,
          Accept: "application/json",
          ...(call.body === undefined ? {} : { "Content-Type": "application/json" }),
          ...(channel === null ? {} : { SalesChannelId: channel }),
        },
        body: call.body === undefined ? undefined : JSON.stringify(call.body),
        timeout_ms: call.timeout_ms,
        has_effect: call.method !== "GET",
        label: call.label,
      },
      { retry: call.retry, interpret }
    )
  }

  return {
    async call(call) {
      const first = await token()
      try {
        return await send(call, first)
      } catch (error) {
        if (!isMarketplaceError(error) || error.details.status !== 401) {
          throw error
        }
      }
      // Another call may have renewed it meanwhile.
      if (context.tokens.get()?.token === first) {
        context.tokens.set(null)
      }
      return send(call, await token())
    },
    async renewToken(options) {
      await newToken(options)
    },
    seller_id: () => access().seller_id,
  }
}

/** Settings of which another value may cure a refusal, whatever was asked. Those of single calls are named by these. */
function remediesOf(
  error: MarketplaceError,
  { method, path }: Pick<Call<unknown>, "method" | "path">
): string[] {
  const said = error.details.marketplace_message ?? ""
  const isList = method === "GET" && path === "/orders"
  switch (error.kind) {
    case "rate_limited":
      return ["requests_per_second", "retry_after_default_seconds"]
    case "quota":
      return ["requests_per_second", "retry_after_default_seconds", "quota_pattern"]
    case "not_linked":
      return ["quota_pattern"]
    case "not_found":
      return isList ? ["orders_end_on_404"] : []
    case "refused": {
      const ofList = isList ? ["sales_channel_query", "orders_page_size", "orders_sort"] : []
      return [...(/sales ?channel ?id/i.test(said) || isList ? ["sales_channel_header"] : []), ...ofList]
    }
    default:
      return []
  }
}

function channelHeader(
  channel: string | undefined,
  { sales_channel_header }: CdiscountSettings
): string | null {
  switch (sales_channel_header) {
    case "always":
      return channel ?? SALES_CHANNEL
    case "offers":
      return channel ?? null
    default:
      return null
  }
}
