import type { SandboxClock } from "../clock"
import type { Fault } from "../faults"
import type { Ledger } from "../ledger"
import {
  effectDelay,
  json,
  type Answer,
  type Call,
  type Located,
  type PlayedService,
  type RefusalKind,
} from "../marketplace"
import { BAD_TOKEN, NOT_LINKED, notFound, problem, readBody } from "./answers"
import { CARRIERS } from "./carriers"
import type { CdiscountMarket, StoredOrder } from "./market"
import { offerRoutes } from "./offer-routes"
import { listPage, readListQuery } from "./order-list"
import type { CdiscountClient } from "./settings"
import { judgeShipment } from "./shipment-rules"
import { refusedClient, Tokens } from "./tokens"

const API_PATH = "/cdiscount/seller/v2"
const TOKEN_PATH = "/cdiscount/auth/realms/maas/protocol/openid-connect/token"

const quotaAnswer = (left_ms: number, words: string): Answer => {
  const seconds = Math.max(1, Math.ceil(left_ms / 1000))
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  const time = parts.map((part) => String(part).padStart(2, "0")).join(":")
  return json(403, { statusCode: 403, message: words.replace("{time}", time) })
}
const rateLimitAnswer = (seconds: number | null): Answer =>
  json(
    429,
    { statusCode: 429, message: `Rate limit is exceeded. Try again in ${seconds ?? 1} seconds.` },
    seconds === null ? {} : { "retry-after": String(seconds) }
  )

const REASONS = [
  { code: "seller-out-of-stock", label: "Rupture de stock" },
  { code: "seller-price-error", label: "Erreur de prix" },
  { code: "seller-delivery-impossible", label: "Livraison impossible" },
]

type Context = { call: Call; query: URLSearchParams; seller_id: string }
type Route = [method: string, endpoint: string, run: (context: Context, id: string) => Answer]

/** The Octopia seller API as Cdiscount's sellers use it. */
export class CdiscountApi implements PlayedService {
  readonly name = "cdiscount"
  readonly tokens: Tokens
  private windows = new Map<string, { started: number; calls: number }>()
  private recent: number[] = []
  private cancellation_requests: { seller_id: string; body: Record<string, unknown> }[] = []

  constructor(
    private readonly market: CdiscountMarket,
    private readonly ledger: Ledger,
    private readonly clock: SandboxClock
  ) {
    this.tokens = new Tokens(clock, () => market.settings)
    this.routes.push(...offerRoutes(market))
  }

  reset(): void {
    this.tokens.expire()
    this.windows.clear()
    this.recent = []
    this.cancellation_requests = []
  }

  private readonly routes: Route[] = [
    ["GET", "/orders", (context) => this.listOrders(context)],
    ["GET", "/orders/count", (context) => this.countOrders(context)],
    [
      "GET",
      "/orders/{orderId}",
      (context, id) => this.withOrder(context, id, (stored) => this.showOrder(stored)),
    ],
    [
      "POST",
      "/orders/{orderId}/approval-status",
      (context, id) => this.withOrder(context, id, (stored, body) => this.approve(context, stored, body)),
    ],
    [
      "POST",
      "/orders/{orderId}/shipments",
      (context, id) => this.withOrder(context, id, (stored, body) => this.ship(context, stored, body)),
    ],
    ["GET", "/carriers", () => json(200, CARRIERS)],
    ["GET", "/sellers", ({ seller_id }) => this.showSeller(seller_id)],
    ["GET", "/sellers/subscriptions", () => this.showSubscriptions()],
    ["GET", "/cancellation-reasons", () => json(200, REASONS)],
    ["GET", "/returns", (context) => this.listAfterSales(context, "returns")],
    ["GET", "/order-commercial-gesture-requests", (context) => this.listAfterSales(context, "gestures")],
    ["GET", "/order-cancellation-requests", (context) => this.listCancellations(context)],
    ["POST", "/order-cancellation-requests", (context) => this.cancel(context)],
    ["POST", "/order-partial-cancellation-requests", (context) => this.cancel(context)],
  ]

  locate(method: string, url: URL, headers: Record<string, string>, body: Buffer): Located | null {
    const query = Object.fromEntries(url.searchParams)
    if (url.pathname === TOKEN_PATH) {
      const form = new URLSearchParams(body.toString("utf8"))
      if (form.has("client_secret")) form.set("client_secret", "[redacted]")
      return {
        endpoint: `${method} /token`,
        path: "/token",
        account: null,
        query,
        shown_body: form.toString(),
      }
    }
    if (!url.pathname.startsWith(`${API_PATH}/`)) return null
    const path = url.pathname.slice(API_PATH.length)
    const route = this.route(method, path)?.route
    return {
      endpoint: `${method} ${route ? route[1] : path}`,
      path,
      account: headers.sellerid ?? null,
      query,
      shown_body: body.toString("utf8"),
    }
  }

  handle(call: Call): Answer {
    const query = new URLSearchParams(call.search)
    if (call.path === "/token") return this.tokens.issue(new URLSearchParams(call.body.toString("utf8")))
    const client = this.tokens.client(call.headers.authorization)
    if (!client) return BAD_TOKEN
    const limited = this.limit(client)
    if (limited) return limited
    const seller_id = call.account
    if (seller_id === null)
      return problem(400, "The header SellerId is required.", { SellerId: ["Required."] })
    if (!client.seller_ids.includes(seller_id)) return NOT_LINKED
    if (this.market.settings.needs_channel_header && !call.headers.saleschannelid)
      return problem(400, "The header SalesChannelId is required.", { SalesChannelId: ["Required."] })
    const found = this.route(call.method, call.path)
    if (!found) return notFound("The address")
    return found.route[2]({ call, query, seller_id }, found.id)
  }

  refuse(kind: RefusalKind, call: Call, fault: Fault): Answer {
    switch (kind) {
      case "rate_limit":
        return rateLimitAnswer(fault.retry_after_seconds)
      case "quota":
        return quotaAnswer(
          (fault.ends_at ?? this.clock.now() + fault.minutes * 60_000) - this.clock.now(),
          this.market.settings.quota_message
        )
      case "no_rights":
        return NOT_LINKED
      case "server_error":
        return problem(500, "An unexpected error occurred.")
      case "unavailable":
        return problem(503, "The service is unavailable.")
      case "unauthorized":
        return call.path === "/token" ? refusedClient() : BAD_TOKEN
    }
  }

  private route(method: string, path: string): { route: Route; id: string } | null {
    for (const route of this.routes) {
      if (route[0] !== method) continue
      if (route[1] === path) return { route, id: "" }
      const [before, after] = route[1].split(/\{\w+\}/)
      if (after === undefined || !path.startsWith(before) || !path.endsWith(after)) continue
      const id = path.slice(before.length, path.length - after.length)
      if (id && !id.includes("/") && id !== "count") return { route, id: decodeURIComponent(id) }
    }
    return null
  }

  private limit({ client_id }: CdiscountClient): Answer | null {
    const { quota, max_calls_per_second } = this.market.settings
    if (max_calls_per_second !== null) {
      const now = Date.now()
      this.recent = this.recent.filter((at) => now - at < 1000)
      if (this.recent.length >= max_calls_per_second) return rateLimitAnswer(1)
      this.recent.push(now)
    }
    if (!quota) return null
    const now = this.clock.now()
    const length = quota.minutes * 60_000
    let window = this.windows.get(client_id)
    if (!window || now >= window.started + length) {
      window = { started: now, calls: 0 }
      this.windows.set(client_id, window)
    }
    if (window.calls >= quota.calls)
      return quotaAnswer(window.started + length - now, this.market.settings.quota_message)
    window.calls++
    return null
  }

  private listOrders({ call, query, seller_id }: Context): Answer {
    const list = readListQuery(query, seller_id, this.market.settings)
    if ("errors" in list) return problem(400, "The request is not valid.", list.errors)
    const { items, link, is_past_the_end } = listPage(this.market, list, query, call)
    if (is_past_the_end && this.market.settings.past_the_last_page === "404") return notFound("The page")
    return json(200, { itemsPerPage: items.length, items }, link ? { link } : {})
  }

  private countOrders({ query, seller_id }: Context): Answer {
    const list = readListQuery(query, seller_id, this.market.settings)
    if ("errors" in list) return problem(400, "The request is not valid.", list.errors)
    return json(200, this.market.list().filter(list.passes).length)
  }

  private withOrder(
    { call, seller_id }: Context,
    id: string,
    run: (stored: StoredOrder, body: unknown) => Answer
  ): Answer {
    const stored = this.market.find(id)
    if (!stored || stored.seller_id !== seller_id) return notFound("The order")
    if (call.method === "GET") return run(stored, null)
    const body = readBody(call)
    return "refusal" in body ? body.refusal : run(stored, body.value)
  }

  private showOrder(stored: StoredOrder): Answer {
    return json(200, this.market.serve(stored))
  }

  private approve({ call }: Context, stored: StoredOrder, body: unknown): Answer {
    const { approval_field } = this.market.settings
    const value = (body as Record<string, unknown> | null)?.[approval_field]
    if (value !== "Accepted" && value !== "Refused") {
      return problem(400, "The request is not valid.", {
        [approval_field]: ["Accepted or Refused is expected."],
      })
    }
    const entry = this.ledger.order("cdiscount", stored.seller_id, stored.id)
    const item_ids = stored.order.lines.map((line) => line.orderLineId)
    const head = { at: this.clock.iso(), request_id: call.request_id, item_ids }
    if (stored.order.status !== "WaitingAcceptance" || stored.approval) {
      const why = `The order is ${stored.approval ? "already answered" : stored.order.status}.`
      entry.duplicate_decisions.push({ ...head, why })
      return problem(400, "The approval status cannot be changed.", { approval_status: [why] })
    }
    const { approval_delay_ms, preparation_delay_ms } = this.market.settings
    const delay = effectDelay(call, approval_delay_ms)
    const decision = value === "Accepted" ? "accept" : "refuse"
    entry.decisions.push({ ...head, decision })
    stored.approval = decision
    if (decision === "accept") this.market.accept(stored, delay, preparation_delay_ms)
    else this.market.refuse(stored, delay)
    const status = this.market.settings.success_status ?? 202
    return { status, headers: {}, body: Buffer.alloc(0), effect: `${decision} ${stored.id}` }
  }

  private ship({ call }: Context, stored: StoredOrder, body: unknown): Answer {
    const entry = this.ledger.order("cdiscount", stored.seller_id, stored.id)
    const head = { at: this.clock.iso(), request_id: call.request_id }
    const verdict = judgeShipment(this.market, stored, body)
    if ("errors" in verdict) {
      const attempts = verdict.is_duplicate ? entry.duplicate_shipments : entry.refused_shipments
      attempts.push({
        ...head,
        item_ids: verdict.line_ids,
        why: Object.values(verdict.errors).flat().join(" "),
      })
      return problem(400, "The shipment was refused.", verdict.errors)
    }
    for (const { parcel, line_ids } of verdict) {
      const { parcelNumber: number, carrierName: carrier, trackingUrl: url } = parcel
      entry.shipments.push({ ...head, number, carrier, url, item_ids: line_ids })
    }
    this.market.ship(stored, verdict, effectDelay(call, this.market.settings.shipment_delay_ms))
    const numbers = verdict.map(({ parcel }) => parcel.parcelNumber).join(", ")
    return { status: 201, headers: {}, body: Buffer.alloc(0), effect: `ship ${stored.id} ${numbers}` }
  }

  private showSeller(seller_id: string): Answer {
    const { auto_accept_order } = this.market.settings
    return json(200, { sellerId: seller_id, shopName: `Boutique ${seller_id}`, auto_accept_order })
  }

  private showSubscriptions(): Answer {
    const channels = [
      ...new Set(["CDISFR", ...this.market.list().map((stored) => stored.order.salesChannel.id)]),
    ]
    return json(
      200,
      channels.map((id, index) => ({
        subscriptionId: String(index + 1),
        salesChannelId: id,
        status: "Active",
        action: null,
        currencies: ["EUR"],
      }))
    )
  }

  private listAfterSales({ query, seller_id }: Context, list: "returns" | "gestures"): Answer {
    const size = Number(query.get("pageSize") ?? 10)
    const from = (Number(query.get("pageIndex") ?? 1) - 1) * size
    const items = this.market
      .list()
      .filter((stored) => stored.seller_id === seller_id)
      .flatMap((stored) => stored[list])
      .slice(from, from + size)
    return json(200, { itemsPerPage: items.length, items })
  }

  private listCancellations({ query, seller_id }: Context): Answer {
    const size = Number(query.get("pageSize") ?? 10)
    const from = (Number(query.get("pageIndex") ?? 1) - 1) * size
    const items = this.cancellation_requests
      .filter((entry) => entry.seller_id === seller_id)
      .map((entry) => entry.body)
      .filter((body) => !query.has("orderSellerId") || body.orderSellerId === query.get("orderSellerId"))
      .slice(from, from + size)
    return json(200, { itemsPerPage: items.length, items })
  }

  private cancel({ call, seller_id }: Context): Answer {
    const body = readBody(call)
    if ("refusal" in body) return body.refusal
    const given = (body.value ?? {}) as Record<string, unknown>
    const { cancel_order_field, cancel_partial_shape } = this.market.settings
    const id =
      cancel_order_field === "either" ? (given.orderSellerId ?? given.orderId) : given[cancel_order_field]
    if (id === undefined) {
      return problem(400, "The request is not valid.", { [cancel_order_field]: ["The field is required."] })
    }
    const stored = typeof id === "string" ? this.market.find(id) : null
    if (!stored || stored.seller_id !== seller_id) return notFound("The order")
    const is_partial = call.path.startsWith("/order-partial")
    const lines = is_partial && Array.isArray(given.lines) ? (given.lines as Record<string, unknown>[]) : []
    const has_refund = (part: Record<string, unknown> | undefined) =>
      typeof part?.shippingCostRefund === "boolean"
    const { cancellation_reasons, takes_shipping_refund } = this.market.settings
    const given_lines = Array.isArray(given.lines) ? (given.lines as Record<string, unknown>[]) : []
    const parts = is_partial ? given_lines : [given]
    if (cancellation_reasons && parts.some(({ reason }) => !cancellation_reasons.includes(String(reason))))
      return problem(400, "The request is not valid.", { reason: ["The reason is unknown."] })
    if (!takes_shipping_refund && [given, ...given_lines].some((part) => part.shippingCostRefund === true))
      return problem(400, "The request is not valid.", { shippingCostRefund: ["Not refundable."] })
    const is_expected =
      cancel_partial_shape === "either" || has_refund(given) === (cancel_partial_shape === "refund-top-level")
    if (is_partial && !is_expected) {
      return problem(400, "The request is not valid.", {
        shippingCostRefund: ["The field is not expected here."],
      })
    }
    const line_ids = is_partial ? lines.map((line) => String(line.lineId)) : null
    const reason = String(is_partial ? lines[0]?.reason : given.reason)
    if (!REASONS.some((known) => known.code === reason)) {
      return problem(400, "The request is not valid.", { reason: ["The reason is unknown."] })
    }
    const targets = this.market.lines(stored, line_ids)
    const is_open = (status: string) => ["Accepted", "InPreparation", "CancelRequest"].includes(status)
    const is_known = line_ids === null || targets.length === line_ids.length
    if (targets.length === 0 || !is_known || !targets.every((line) => is_open(line.status))) {
      return problem(400, "The order cannot be canceled.", {
        orderSellerId: ["A line has the wrong state."],
      })
    }
    const item_ids = targets.map((line) => line.orderLineId)
    const head = { at: this.clock.iso(), request_id: call.request_id }
    this.ledger.order("cdiscount", seller_id, stored.id).cancellations.push({ ...head, reason, item_ids })
    const request_id = `CR${call.request_id}`
    const record = { cancellationRequestId: request_id, orderSellerId: stored.id, lines: item_ids, reason }
    this.cancellation_requests.push({
      seller_id,
      body: { ...record, userType: "Seller", createdAt: head.at },
    })
    this.market.cancel(stored, line_ids, effectDelay(call, this.market.settings.cancellation_delay_ms))
    return { ...json(201, { cancellationRequestId: request_id }), effect: `cancel ${stored.id} ${item_ids}` }
  }
}
