import { Headers, Response } from "node-fetch"

import { createHttpClient, createLimiter, type Fetch, type HttpClientOptions } from "../../http"
import type { HttpClient, MarketplaceSession, TokenStore } from "../../port"
import { cdiscount } from ".."

export const NOW = Date.parse("2026-05-04T12:00:00Z")
export const DATE = new Date(NOW).toUTCString()
export const CREDENTIALS = { client_id: "client-1", client_secret: "MARKER-SECRET-0001", seller_id: "98979" }
export const OPTIONS = { api_url: "https://api.example/seller/v2/", auth_url: "https://auth.example/token" }

export type Received = { method: string; url: URL; path: string; headers: Headers; body: string }
type Answer = { status?: number; headers?: Record<string, string | undefined>; body?: unknown }
export type Route = (request: Received, nth: number) => Answer | Promise<Answer>

export function answer({ status = 200, headers = {}, body }: Answer): Response {
  const isRaw = body === undefined || typeof body === "string" || Buffer.isBuffer(body)
  const text = isRaw ? body : JSON.stringify(body)
  const given = Object.entries({ date: DATE, ...headers }).filter(([, value]) => value !== undefined)
  return new Response(text, { status, headers: Object.fromEntries(given) as Record<string, string> })
}

/** A session that speaks to `routes` ("GET /orders") instead of a network; every token request gets a token of its own. */
export function fakeOctopia(
  routes: Record<string, Route>,
  given: {
    credentials?: Record<string, string>
    options?: Record<string, unknown>
    settings?: Record<string, unknown>
    now?: () => number
    signal?: AbortSignal
    fetch?: Fetch
    retry?: HttpClientOptions["retry"]
    /** Deadline of every call. */
    timeout_ms?: number
  } = {}
) {
  const received: Received[] = []
  const lines: string[] = []
  let kept: ReturnType<TokenStore["get"]> = null
  const counts = new Map<string, number>()
  const fetch: Fetch = async (address, init) => {
    const url = new URL(address)
    const isToken = url.host === "auth.example"
    const path = url.pathname.replace("/seller/v2", "")
    const name = isToken ? "token" : `${init.method} ${path}`
    const nth = (counts.get(name) ?? 0) + 1
    counts.set(name, nth)
    const request = {
      method: init.method ?? "",
      url,
      path,
      headers: new Headers(init.headers),
      body: String(init.body ?? ""),
    }
    received.push(request)
    const route = routes[name]
    if (!route && !isToken) {
      return answer({ status: 404, body: { title: "Not found", status: 404 } })
    }
    return answer(
      await (route?.(request, nth) ?? { body: { access_token: `MARKER-TOKEN-${nth}`, expires_in: 7200 } })
    )
  }
  const log = (line: string) => void lines.push(line)
  const client = createHttpClient({
    limiter: createLimiter({ requests_per_second: 100_000 }),
    fetch: given.fetch ?? fetch,
    signal: given.signal,
    logger: { info: log, warn: log, error: log },
    retry: { initial_delay_ms: 1, max_delay_ms: 5, ...given.retry },
  })
  const http: HttpClient = {
    request: (request, options) =>
      client.request({ ...request, timeout_ms: given.timeout_ms ?? request.timeout_ms }, options),
  }
  const session: MarketplaceSession = cdiscount.connect({
    connection_id: "mkc_1",
    credentials: given.credentials ?? CREDENTIALS,
    options: given.options ?? OPTIONS,
    settings: given.settings ?? {},
    http,
    tokens: { get: () => kept, set: (token) => void (kept = token) },
    logger: { info: log, warn: log, error: log },
    now: given.now ?? (() => NOW),
    signal: given.signal,
  })
  const calls = (name: string) => received.filter((one) => `${one.method} ${one.path}` === name)
  return { session, received, calls, tokens: () => counts.get("token") ?? 0, lines, kept: () => kept }
}
