import { readFileSync } from "node:fs"
import path from "node:path"

import { Response } from "node-fetch"

import { createHttpClient, createLimiter, type Fetch } from "../../http"
import type { MarketplaceSession, PullPage, PullRequest } from "../../port"
import { rakuten } from ".."

export const NOW = Date.parse("2026-06-12T08:00:00Z")
export const CREDENTIALS = { login: "boutique-fictive", token: "0123456789abcdef0123456789abcdef" }
export const OPTIONS = { api_url: "https://ws.rakuten.example" }

export const fixture = (name: string): Buffer => readFileSync(path.join(__dirname, "fixtures", `${name}.xml`))

export type Received = {
  action: string
  method: string
  /** The query as it was sent, and decoded as ISO-8859-1. */
  search: string
  query: Record<string, string>
  body: Buffer
  contentType: string
}
export type Answer = { status?: number; headers?: Record<string, string>; body: Buffer | string }
export type Route = (request: Received, nth: number) => Answer | Promise<Answer>

/** `<root><request>…</request><response>…</response></root>` */
export function ok(root: string, response: string): Answer {
  return {
    body: `<${root} xmlns=" urn:any "><request><pwd>echo</pwd></request><response>${response}</response></${root}>`,
  }
}

export function refusal(
  code: string,
  details: string[] = [],
  message = "Problem with parameters.",
  type = "Sender"
): Answer {
  const lines = details.map((detail) => `<detail><![CDATA[${detail}]]></detail>`).join("")
  const body =
    `<errorresponse xmlns="urn:any"><error><type>${type}</type><code>${code}</code><message>${message}</message>` +
    `<details>${lines}</details></error></errorresponse>`
  return { body: Buffer.from(body, "latin1") }
}
export const parameterError = (...details: string[]): Answer => refusal("ParameterError", details)
export const notReady = (): Answer => refusal("Unknown error", [""], "Service unavailable", "Unknown error")
export const noSales = (root: string): Answer => ok(root, "<sales/>")

/** A session that speaks to one route per action in place of a network; what has no route is empty or not ready. */
export function fakeRakuten(
  routes: Record<string, Route>,
  given: {
    credentials?: Record<string, string>
    settings?: Record<string, unknown>
    fetch?: Fetch
    now?: () => number
  } = {}
) {
  const received: Received[] = []
  const lines: string[] = []
  const counts = new Map<string, number>()
  const now = given.now ?? (() => NOW)
  const fetch: Fetch = async (address, init) => {
    const { search } = new URL(address)
    const query = Object.fromEntries(
      search
        .slice(1)
        .split("&")
        .map((pair) => pair.split("=").map(latin1))
    )
    const { action } = query
    const nth = (counts.get(action) ?? 0) + 1
    counts.set(action, nth)
    const headers = init.headers as unknown as { get(name: string): string | null }
    const request = {
      action,
      method: String(init.method),
      search,
      query,
      body: Buffer.isBuffer(init.body) ? init.body : Buffer.alloc(0),
      contentType: headers.get("content-type") ?? "",
    }
    received.push(request)
    const answer = await (routes[action] ?? defaultRoute)(request, nth)
    return new Response(answer.body, {
      status: answer.status ?? 200,
      headers: {
        date: new Date(now()).toUTCString(),
        "content-type": "text/xml;charset=ISO-8859-1",
        ...answer.headers,
      },
    })
  }
  const log = (line: string) => void lines.push(line)
  const session: MarketplaceSession = rakuten.connect({
    connection_id: "mkc_1",
    credentials: given.credentials ?? CREDENTIALS,
    options: OPTIONS,
    settings: given.settings ?? {},
    http: createHttpClient({
      limiter: createLimiter({ requests_per_second: 100_000 }),
      fetch: given.fetch ?? fetch,
      logger: { info: log, warn: log, error: log },
      retry: { initial_delay_ms: 1, max_delay_ms: 5 },
    }),
    tokens: { get: () => null, set: () => {} },
    logger: { info: log, warn: log, error: log },
    now,
  })
  const calls = (action: string) => received.filter((request) => request.action === action)
  return { session, received, calls, lines }
}

const defaultRoute: Route = ({ action }) => {
  switch (action) {
    case "getnewsales":
    case "getcurrentsales":
      return noSales(`${action}result`)
    case "getbillinginformation":
    case "getshippinginformation":
      return notReady()
    default:
      return parameterError("The parameter 'itemid' is invalid.")
  }
}

function latin1(text: string): string {
  const bytes = text.replace(/%([\dA-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
  return Buffer.from(bytes, "latin1").toString("latin1")
}

export async function drain(session: MarketplaceSession, request: Partial<PullRequest> = {}) {
  const pages: PullPage[] = []
  const pull = session.pull({
    cursor: null,
    start_at: new Date("2026-06-01T00:00:00Z"),
    oldest_unfinished_at: null,
    scope: "new",
    ...request,
  })
  for (;;) {
    const next = await pull.next()
    if (next.done) {
      return { pages, cursor: next.value.cursor, snapshots: pages.flatMap((page) => page.snapshots) }
    }
    pages.push(next.value)
  }
}

/** All snapshots of a purchase, merged in the order in which they came. */
export function merged(snapshots: { external_id: string; payload: string }[], external_id: string): string {
  return snapshots
    .filter((snapshot) => snapshot.external_id === external_id)
    .reduce<string | null>((known, { payload }) => rakuten.merge(known, payload), null) as string
}
