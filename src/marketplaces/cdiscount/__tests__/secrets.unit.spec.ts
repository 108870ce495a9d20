import * as http from "node:http"
import type { AddressInfo } from "node:net"
import nodeFetch from "node-fetch"

import { MarketplaceError } from "../../errors"
import { cdiscount } from ".."
import { fakeOctopia } from "./fake-octopia"
import { changed } from "./fixtures"

const SECRETS = ["MARKER-ID", "MARKER-SECRET", "MARKER-TOKEN", "MARKER-BUYER", "MARKER-QUERY"]
const CREDENTIALS = { client_id: "MARKER-ID", client_secret: "MARKER-SECRET", seller_id: "98979" }
const TOKEN = JSON.stringify({ access_token: "MARKER-TOKEN", expires_in: 7200 })
const payload = changed("order-ready", {
  "lines.0.shippingAddress.lastName": "MARKER-BUYER",
  "lines.0.shippingAddress.email": "MARKER-BUYER@relais.example",
})
const order = cdiscount.normalize(payload, {})
/** A page can hold anything; a refusal in JSON can repeat what the call sent. */
const PAGE = `<html>${SECRETS.join(" ")}</html>`
const refusal =
  (code: number, message = ""): Handler =>
  (request, response) => {
    const isToken = request.url?.startsWith("/token")
    const isShipment = request.url?.endsWith("/shipments")
    const echo = [
      "MARKER-ID",
      "MARKER-SECRET",
      isToken ? "" : "MARKER-TOKEN",
      isShipment ? "MARKER-BUYER" : "",
    ].join(" ")
    const text = `${message} ${echo}`
    response.writeHead(code, { "retry-after": "1" })
    response.end(
      JSON.stringify({ title: text, status: code, detail: text, errors: { field: [text] }, message: text })
    )
  }

type Handler = (request: http.IncomingMessage, response: http.ServerResponse) => void
const status =
  (code: number, body: string, headers: http.OutgoingHttpHeaders = {}): Handler =>
  (_, response) =>
    response.writeHead(code, headers).end(body)

const FAILURES: Record<string, Handler> = {
  reset: (request) => request.socket.destroy(),
  hang: () => {},
  "hang in the body": (_, response) => response.write(`{"items":[${payload}`),
  truncated: (_, response) => {
    response.writeHead(200, { "content-length": "99999" })
    response.write(payload, () => response.socket?.destroy())
  },
  "truncated JSON": status(200, payload.slice(0, -20)),
  "HTML 200": status(200, PAGE),
  "another shape": status(200, JSON.stringify({ [PAGE]: PAGE, items: PAGE })),
  redirect: status(302, PAGE, { location: "https://evil.example/?MARKER-QUERY" }),
  400: refusal(400),
  401: refusal(401),
  403: refusal(403),
  quota: refusal(403, "Out of call volume quota."),
  404: refusal(404),
  429: refusal(429),
  500: refusal(500),
  "504 HTML": status(504, PAGE),
}

const servers: http.Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

async function listen(handler: Handler): Promise<string> {
  const server = http.createServer(handler)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function errorsOf(base: string, expectsFailure: (name: string) => boolean) {
  const { session, lines } = fakeOctopia(
    {},
    {
      credentials: CREDENTIALS,
      options: { api_url: `${base}/seller/v2`, auth_url: `${base}/token?hint=MARKER-QUERY` },
      settings: { cancel_enabled: true, orders_sort: "sort=MARKER-QUERY" },
      fetch: nodeFetch,
      timeout_ms: 100,
      retry: { max_attempts: 2, max_delay_ms: 1 },
    }
  )
  const external_id = order.external_id
  const item_external_ids = ["1", "2"]
  const parcels = [{ tracking_number: "1", carrier_name: "autre", tracking_url: null }]
  const calls: Record<string, () => Promise<unknown>> = {
    pull: () =>
      session.pull({ cursor: null, start_at: new Date(0), oldest_unfinished_at: null, scope: "new" }).next(),
    read: () => session.read(external_id),
    carriers: () => session.carriers(),
    decide: () => session.decide({ external_id, decision: "accept", item_external_ids, reason: null }),
    ship: () => session.ship({ external_id, item_external_ids, parcels, is_untracked: false, order }),
    cancel: () => session.cancel({ external_id, item_external_ids: null, reason: "x" }),
    reasons: () => session.cancellationReasons(external_id),
  }
  const found: string[] = [JSON.stringify(await session.check())]
  for (const [name, call] of Object.entries(calls)) {
    const outcome: unknown = await call().then(
      () => "answered",
      (error: unknown) => error
    )
    if (expectsFailure(name)) {
      expect([name, outcome]).toEqual([name, expect.any(MarketplaceError)])
    }
    if (outcome instanceof Error) {
      const own = Object.getOwnPropertyNames(outcome).map((key) => Reflect.get(outcome, key) as unknown)
      found.push(JSON.stringify(own), String(outcome.cause ?? ""))
    }
  }
  return [...found, ...lines].join("\n")
}

function expectClean(text: string) {
  const leaked = [...SECRETS, "127.0.0.1", "evil.example"].filter((secret) => text.includes(secret))
  expect(leaked).toEqual([])
}

/** What these answer can be a success: a body is not asked for, or 404 has a meaning of its own. */
const canSucceed = (failure: string, call: string) =>
  (["truncated JSON", "HTML 200", "another shape"].includes(failure) &&
    ["decide", "ship", "cancel"].includes(call)) ||
  (failure === "404" && call === "read")

describe.each(Object.keys(FAILURES))("%s", (failure) => {
  it("at the API leaves no secret, buyer or address in any error or log", async () => {
    const base = await listen((request, response) =>
      request.url?.startsWith("/token") ? response.end(TOKEN) : FAILURES[failure](request, response)
    )
    expectClean(await errorsOf(base, (call) => !canSucceed(failure, call)))
  }, 30_000)

  it("at the token's address neither", async () => {
    const base = await listen(FAILURES[failure])
    expectClean(await errorsOf(base, () => true))
  }, 30_000)
})

it("a refused connection leaves none either", async () => {
  const base = await listen(() => {})
  await new Promise((resolve) => servers.splice(0)[0].close(resolve))
  expectClean(await errorsOf(base, () => true))
})
