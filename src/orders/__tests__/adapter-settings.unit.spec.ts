import { readdirSync, readFileSync } from "node:fs"
import path from "node:path"

import type { CdiscountKind } from "../../../sandbox/cdiscount/kinds"
import type { CdiscountSettingsInput } from "../../../sandbox/cdiscount/settings"
import type { FaultInput } from "../../../sandbox/faults"
import type { GivenSale } from "../../../sandbox/rakuten/control"
import type { RakutenKind } from "../../../sandbox/rakuten/kinds"
import type { RakutenSettingsInput } from "../../../sandbox/rakuten/settings"
import { startSandbox, type Sandbox } from "../../../sandbox/server"
import { cdiscount } from "../../marketplaces/cdiscount"
import { createHttpClient, createLimiter } from "../../marketplaces/http"
import {
  MarketplaceError,
  type MarketplaceAdapter,
  type MarketplaceSession,
  type NormalizedOrder,
  type OrderItem,
  type PullRequest,
  type ShipmentRequest,
  type Snapshot,
} from "../../marketplaces/port"
import { rakuten } from "../../marketplaces/rakuten"
import { describeProblem, type Problem } from "../problems"
import { orderState } from "../state"
import { agreeOnTotal } from "../totals"
import { unreadDetails } from "../unread"
import { settings as commonSettings } from "./fixtures"

/**
 * What no document says, each point by its setting: the sandbox answers the other way round, the adapter speaks to it over
 * HTTP, and with the usual value what is said leads to the setting; with the other value it works.
 */
const NOW = "2026-03-16T12:00:00.000Z"
let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.stop())

const CREDENTIALS = {
  cdiscount: { client_id: "sandbox-client", client_secret: "sandbox-secret", seller_id: "12345" },
  rakuten: { login: "boutique-sandbox", token: "0123456789abcdef0123456789abcdef" },
}
const ADAPTERS: Record<Name, MarketplaceAdapter> = { cdiscount, rakuten }
type Name = keyof typeof CREDENTIALS
type Settings = Record<string, unknown>
type Words = { en: string } & Partial<Record<"fr", string>>

/** One connection with these settings, and everything that it says to the operator. */
class Seller {
  readonly said: Words[] = []
  readonly adapter: MarketplaceAdapter
  readonly session: MarketplaceSession
  readonly settings: Settings

  constructor(
    readonly name: Name,
    given: Settings,
    isPaced: boolean
  ) {
    this.adapter = ADAPTERS[name]
    this.settings = this.adapter.settings_schema.parse(given)
    let kept: { token: string; expires_at: number } | null = null
    const pace = isPaced ? this.adapter.pace(this.settings) : { requests_per_second: 100_000 }
    this.session = this.adapter.connect({
      connection_id: "mkc_1",
      credentials: CREDENTIALS[name],
      settings: this.settings,
      options: sandbox[name],
      http: createHttpClient({
        limiter: createLimiter(pace),
        retry: { initial_delay_ms: 1, max_delay_ms: 5 },
      }),
      tokens: { get: () => kept, set: (token) => void (kept = token) },
      logger: { info: () => {}, warn: this.note, error: () => {} },
      now: () => Date.parse(sandbox.control.time().now),
    })
  }

  readonly note = (sentence: string): void => void this.said.push({ en: sentence, fr: sentence })

  async pull(request: Partial<PullRequest> = {}): Promise<{ snapshots: Snapshot[]; cursor: string }> {
    const found = new Map<string, string>()
    const pages = this.session.pull({
      cursor: null,
      start_at: new Date("2025-01-01T00:00:00Z"),
      oldest_unfinished_at: null,
      scope: "new",
      ...request,
    })
    for (;;) {
      const next = await pages.next()
      if (next.done) {
        const snapshots = [...found].map(([external_id, payload]) => ({ external_id, payload }))
        return { snapshots, cursor: next.value.cursor }
      }
      next.value.unreadable.forEach(this.note)
      for (const { external_id, payload } of next.value.snapshots) {
        found.set(external_id, this.adapter.merge(found.get(external_id) ?? null, payload))
      }
    }
  }

  normalize = ({ payload }: Snapshot): NormalizedOrder => this.adapter.normalize(payload, this.settings)

  async orders(): Promise<NormalizedOrder[]> {
    const { snapshots } = await this.pull()
    const orders: NormalizedOrder[] = []
    for (const snapshot of snapshots) {
      const order = this.normalize(snapshot)
      const detailed = order.needs_details ? await this.session.fetchDetails(snapshot) : snapshot
      orders.push(this.normalize(detailed))
    }
    return orders
  }

  async order(): Promise<NormalizedOrder> {
    const [order] = await this.orders()
    this.look(order)
    return order
  }

  show({ code, params }: Problem): void {
    const [en, fr] = (["en", "fr"] as const).map((locale) => describeProblem(code, params, locale).hint)
    this.said.push({ en, fr })
  }

  /** What an order says of itself. */
  look(order: NormalizedOrder): void {
    const times = { now: new Date(NOW), start_at: new Date("2025-01-01T00:00:00Z") }
    const { problem } = orderState(order, commonSettings(), times)
    const named = order.unread?.flatMap(({ settings }) => settings ?? []) ?? []
    const missing = order.shipping_address ? [] : [order.address_settings ?? []].flat()
    this.said.push(...named, ...missing)
    for (const one of [...(problem ? [problem] : []), ...unreadDetails(order)]) this.show(one)
  }
}

type Act = (seller: Seller) => unknown
type Row = {
  setting: string
  /** Settings that the case needs besides, and the value with which it goes wrong [the default]. */
  more?: Settings
  from?: unknown
  to: unknown
  prepare: () => void
  act: Act
  /** What comes of it: a part of the value or of the error, with the usual value and with the other. */
  fails: unknown
  works: unknown
  /** Why nothing can be said: no answer shows that the other way is meant. */
  silent?: string
  /** The connection keeps its own pace, in real time. */
  is_paced?: boolean
}

const refused = { kind: "refused" }
const done = { result: "done" }
const { control } = {
  get control() {
    return {
      cdiscount: () => sandbox.control.cdiscount,
      rakuten: () => sandbox.control.rakuten,
    }
  },
}
const seedsOf = (name: Name, play: Settings, kind: string, count: number) => () => {
  control[name]().configure(play as never)
  control[name]().seed({ seed: 11, count, kinds: [kind as never] })
}
const fault = (given: FaultInput) => void sandbox.control.addFault(given)
const minutes = (advance_minutes: number) => void sandbox.control.time({ advance_minutes })

const items = (order: NormalizedOrder) => order.lines.flatMap((line) => line.items)
const idsOf = (order: NormalizedOrder) => items(order).map(({ external_id }) => external_id)

type Parcel = Partial<ShipmentRequest["parcels"][number]>
function shipment(
  order: NormalizedOrder,
  parcel: Parcel,
  more: Partial<ShipmentRequest> = {}
): ShipmentRequest {
  const usual = {
    tracking_number: "6A00000000123",
    carrier_name: "Colissimo",
    tracking_url: "https://suivi.example/?a=1",
  }
  return {
    external_id: order.external_id,
    item_external_ids: idsOf(order),
    parcels: [{ ...usual, ...parcel }],
    is_untracked: false,
    order,
    ...more,
  }
}
const ship =
  (parcel: Parcel = {}): Act =>
  async (seller) =>
    seller.session.ship(shipment(await seller.order(), parcel))
const shipUntracked: Act = async (seller) =>
  seller.session.ship(shipment(await seller.order(), {}, { parcels: [], is_untracked: true }))
/** The link as the settings have it where the carrier's own page has a fragment. */
const shipWithFragment: Act = async (seller) => {
  const policy = seller.adapter.carrier_policy(seller.settings).tracking_url_fragment
  const urls: Record<string, string | null> = { allow: "https://suivi.example/#1", refuse: null }
  return ship({ tracking_url: policy in urls ? urls[policy] : "https://suivi.example/" })(seller)
}
const shipTwice =
  (more: Partial<ShipmentRequest>): Act =>
  async (seller) => {
    const order = await seller.order()
    await seller.session.ship(shipment(order, {}))
    minutes(1)
    return seller.session.ship(shipment(order, { tracking_number: "6A00000000456" }, more))
  }
const decided =
  (decision: "accept" | "refuse", order: NormalizedOrder): Act =>
  ({ session }) =>
    session.decide({
      external_id: order.external_id,
      decision,
      item_external_ids: idsOf(order),
      reason: null,
    })
const accept: Act = async (seller) => decided("accept", await seller.order())(seller)
const cancel =
  (count?: number): Act =>
  async (seller) => {
    const order = await seller.order()
    return seller.session.cancel({
      external_id: order.external_id,
      item_external_ids: count === undefined ? null : idsOf(order).slice(0, count),
      reason: seller.adapter.cancellationReason?.(seller.settings) ?? "",
    })
  }
const orders: Act = async (seller) => (await seller.orders()).length
const read =
  (pick: (order: NormalizedOrder) => unknown): Act =>
  async (seller) =>
    pick(await seller.order())
const first = (order: NormalizedOrder): OrderItem => order.lines[0].items[0]
const status = read((order) => first(order).status)
/** Whether every order's total agrees. */
const totals: Act = async (seller) => {
  const results = (await seller.orders()).map((order) => agreeOnTotal(order, () => true, false))
  const problems = results.flatMap((result) => ("problem" in result ? [result.problem] : []))
  problems.forEach((problem) => seller.show(problem))
  return [...new Set(problems.map(({ code }) => code))]
}
const afterSales: Act = async (seller) => {
  const failures: string[] = []
  await seller.session.afterSales?.((sentence) => {
    failures.push(sentence)
    seller.note(sentence)
  })
  return failures.length
}
const seen =
  (request: Partial<PullRequest>): Act =>
  async (seller) =>
    (await seller.pull({ cursor: NOW, start_at: new Date(NOW), ...request })).snapshots.length

/** A refusal leads to the setting; the same call goes through with the other value. */
const refusal = (
  name: Name,
  setting: string,
  to: unknown,
  play: Settings,
  kind: string,
  act: Act,
  more?: Settings
): Row => ({ setting, to, more, prepare: seedsOf(name, play, kind, 1), act, fails: refused, works: done })

const octopia = (
  setting: string,
  to: unknown,
  play: CdiscountSettingsInput,
  kind: CdiscountKind,
  act: Act,
  more?: Settings
) => refusal("cdiscount", setting, to, play, kind, act, more)
const octopiaRead = (
  setting: string,
  [from, to]: [unknown, unknown],
  play: CdiscountSettingsInput,
  kind: CdiscountKind,
  act: Act,
  [fails, works]: [unknown, unknown],
  more: Partial<Row> & { count?: number } = {}
): Row => {
  const { count = 1, ...rest } = more
  return { setting, from, to, prepare: seedsOf("cdiscount", play, kind, count), act, fails, works, ...rest }
}
const USUAL = undefined
const ALL_IN_THE_ORDER = "The order shows what was read, and both readings are possible."

const OCTOPIA: Row[] = [
  octopiaRead(
    "requests_per_second",
    [100, 0.8],
    {},
    "to_accept",
    async (seller) => {
      const [one, other] = await seller.orders()
      control.cdiscount().configure({ max_calls_per_second: 1 })
      await decided("accept", one)(seller)
      return decided("accept", other)(seller)
    },
    [{ kind: "rate_limited" }, done],
    { count: 2, is_paced: true }
  ),
  octopiaRead("orders_page_size", [USUAL, 50], { max_page_size: 50 }, "plain", orders, [refused, 1]),
  octopiaRead("orders_max_pages", [2, 200], {}, "plain", orders, [2, 3], {
    count: 3,
    more: { orders_page_size: 1 },
  }),
  octopiaRead("orders_sort", [USUAL, "sort=createdAt"], { needs_sort: true }, "plain", orders, [refused, 1]),
  octopiaRead(
    "orders_end_on_404",
    [false, true],
    { past_the_last_page: "404", links: false },
    "plain",
    orders,
    [{ kind: "not_found" }, 2],
    { count: 2, more: { orders_page_size: 2 } }
  ),
  octopiaRead("sales_channel_query", [USUAL, ["CDISFR"]], { needs_channel: true }, "plain", orders, [
    refused,
    1,
  ]),
  octopiaRead(
    "poll_overlap_minutes",
    [USUAL, 60],
    { listed_after_minutes: 30 },
    "plain",
    async (seller) => {
      const [{ external_id }] = control.cdiscount().orders()
      control.cdiscount().act({ external_id, action: "touch" })
      let found: string | null = null
      let cursor: string | null = NOW
      for (const wait of [20, 20]) {
        minutes(wait)
        const pulled = await seller.pull({ cursor })
        found = pulled.snapshots[0]?.external_id ?? null
        cursor = pulled.cursor
      }
      return found !== null
    },
    [false, true],
    { silent: "What a list does not have yet, nothing shows; the daily recheck and comparison find it." }
  ),
  octopiaRead("daily_recheck_days", [0, 2], {}, "plain", seen({ scope: "recheck" }), [0, 1], {
    silent: "A change that moves no time shows nowhere; the daily comparison finds it.",
  }),
  octopiaRead("sales_channel_header", [USUAL, "always"], { needs_channel_header: true }, "plain", orders, [
    refused,
    1,
  ]),
  octopiaRead(
    "ready_to_ship_level",
    [USUAL, "order"],
    { line_status: "accepted" },
    "plain",
    status,
    ["waiting", "ready"],
    {
      silent: "A line that is not released yet looks the same; the order is shown as waiting.",
    }
  ),
  octopiaRead(
    "cancel_request_lines",
    [USUAL, "ship"],
    {},
    "cancel_request_buyer",
    status,
    ["cancel_requested", "ready"],
    {
      silent: "The order shows the request.",
    }
  ),
  octopiaRead(
    "cancel_request_lines",
    [USUAL, "drop"],
    {},
    "cancel_request_channel",
    status,
    ["cancel_requested", "canceled"],
    {
      silent: "The order shows the request.",
    }
  ),
  octopiaRead(
    "missing_supply_mode",
    [USUAL, "skip"],
    { shows_supply_mode: false },
    "plain",
    read(({ lines }) => lines[0].fulfilled_by),
    ["seller", "marketplace"],
    { silent: ALL_IN_THE_ORDER }
  ),
  octopiaRead(
    "null_address_policy",
    [USUAL, "billing"],
    { shows_delivery_address: false },
    "plain",
    read(({ shipping_address, billing_address }) => shipping_address?.city === billing_address?.city),
    [false, true]
  ),
  octopiaRead(
    "acceptance_deadline_hours",
    [USUAL, 24],
    { approval_deadline_hours: 24 },
    "to_accept",
    read(
      ({ accept_by, purchased_at }) => (Date.parse(accept_by ?? "") - Date.parse(purchased_at)) / 3_600_000
    ),
    [48, 24],
    { silent: "Octopia names no deadline." }
  ),
  octopiaRead(
    "relay_detection",
    [USUAL, "deliveryMode"],
    { always_names_pickup: true },
    "plain",
    read(({ pickup_point }) => pickup_point?.id ?? null),
    ["099999", null],
    { silent: ALL_IN_THE_ORDER }
  ),
  octopiaRead(
    "relay_delivery_modes",
    [USUAL, ["RelayPointDelivery"]],
    {},
    "relay",
    read(({ pickup_point }) => pickup_point !== null),
    [false, true],
    { more: { relay_detection: "deliveryMode" }, silent: ALL_IN_THE_ORDER }
  ),
  octopiaRead("unit_price_includes_vat", [USUAL, false], { unit_price: "net" }, "plain", totals, [
    ["total_mismatch"],
    [],
  ]),
  octopiaRead(
    "shipping_cost_scope",
    [USUAL, "unit"],
    { shipping_cost: "unit" },
    "quantity",
    totals,
    [["total_mismatch"], []],
    {
      count: 6,
    }
  ),
  octopiaRead(
    "line_total_source",
    [USUAL, "api"],
    { unit_price: "rounded" },
    "plain",
    totals,
    [["total_mismatch"], []],
    {
      count: 6,
    }
  ),
  octopiaRead(
    "line_total_source",
    [USUAL, "api-without-shipping"],
    { unit_price: "rounded", line_total: "goods" },
    "plain",
    totals,
    [["total_mismatch"], []],
    { count: 6 }
  ),
  octopiaRead(
    "shipping_in_total",
    ["yes", "no"],
    { order_total: "goods" },
    "plain",
    totals,
    [["total_mismatch"], []],
    {
      count: 6,
    }
  ),
  octopiaRead("service_fees_in_total", ["yes", "no"], {}, "service_fee_beside", totals, [
    ["total_mismatch"],
    [],
  ]),
  octopiaRead(
    "tax_rate_unit",
    [USUAL, "percent"],
    {},
    "plain",
    async (seller) => {
      const [{ external_id, wire }] = control.cdiscount().orders() as unknown as {
        external_id: string
        wire: { lines: { sellingPrice: { taxes: object[] } }[] }
      }[]
      const lines = wire.lines.map((line) => {
        const taxes = line.sellingPrice.taxes.map((tax) => ({ ...tax, rate: 0.5 }))
        return { ...line, sellingPrice: { ...line.sellingPrice, taxes } }
      })
      control.cdiscount().modify({ external_id, patch: { lines } })
      return (await seller.order()).lines[0].tax_rate
    },
    [null, 0.5]
  ),
  octopiaRead(
    "tax_targets",
    [USUAL, ["SalesPrice"]],
    { taxes: "other_first" },
    "plain",
    read(({ lines }) => [20, 5.5].includes(lines[0].tax_rate ?? NaN)),
    [false, true]
  ),
  octopia("approval_field", "approvalStatus", { approval_field: "approvalStatus" }, "to_accept", accept),
  octopiaRead("success_codes", [[204], []], { success_status: 200 }, "to_accept", accept, [
    { kind: "invalid_answer", details: { effect: "unknown" } },
    done,
  ]),
  octopia("shipment_body", "object", { shipment_body: "object" }, "plain", ship()),
  octopia("shipment_line_ids", "omit-when-all", { takes_all_line_ids: false }, "multi_line", ship()),
  octopia("shipment_tracking_url", "omit", { takes_tracking_url: false }, "plain", ship()),
  octopia("carrier_field", "carrierCode", { carrier_field: "carrierCode" }, "plain", ship()),
  octopiaRead(
    "carrier_match",
    ["free-text", "listed"],
    {},
    "plain",
    async (seller) => {
      const { match, fallback } = seller.adapter.carrier_policy(seller.settings)
      return ship({ carrier_name: match === "free_text" ? "Transports Exemple" : (fallback ?? "") })(seller)
    },
    [refused, done]
  ),
  octopia(
    "carrier_fallback_label",
    "Autre transporteur",
    { other_carrier: "Autre transporteur" },
    "plain",
    async (seller) =>
      ship({ carrier_name: seller.adapter.carrier_policy(seller.settings).fallback ?? "" })(seller)
  ),
  octopia(
    "parcels_per_order",
    { "*": "one" },
    { one_parcel_channels: ["EXEMFR"] },
    "multi_line",
    async (seller) => {
      const [{ external_id }] = control.cdiscount().orders()
      control.cdiscount().modify({ external_id, patch: { salesChannel: { id: "EXEMFR", name: "Exemple" } } })
      const order = await seller.order()
      const { parcels } = seller.adapter.shipmentPolicy(order, seller.settings)
      const {
        parcels: [usual],
        ...request
      } = shipment(order, {})
      const [one, ...rest] = idsOf(order)
      const two = [
        { ...usual, item_external_ids: [one] },
        { ...usual, tracking_number: "6A00000000456", item_external_ids: rest },
      ]
      return seller.session.ship({ ...request, parcels: parcels === "many" ? two : [usual] })
    }
  ),
  octopiaRead(
    "split_policy",
    [USUAL, "first-parcel"],
    {},
    "multi_line",
    async (seller) => {
      const order = await seller.order()
      const { split } = seller.adapter.shipmentPolicy(order, seller.settings)
      return split === "first_parcel" ? seller.session.ship(shipment(order, {})) : "waits"
    },
    ["waits", done],
    { silent: "The order says that it waits for the other lines, and asks before the deadline." }
  ),
  octopiaRead(
    "tracking_url_fragment",
    ["allow", "refuse"],
    { takes_url_fragment: false },
    "plain",
    shipWithFragment,
    [refused, done]
  ),
  octopiaRead(
    "tracking_max_length",
    [USUAL, 20],
    { max_number_length: 20 },
    "plain",
    async (seller) => {
      const order = await seller.order()
      const tracking_number = "6A".padEnd(25, "0")
      const { tracking_number_max_length } = seller.adapter.shipmentPolicy(order, seller.settings)
      return tracking_number.length > tracking_number_max_length
        ? "asked about before"
        : seller.session.ship(shipment(order, { tracking_number }))
    },
    [refused, "asked about before"]
  ),
  octopiaRead(
    "tracking_url_max_length",
    [USUAL, 60],
    { max_url_length: 60 },
    "plain",
    async (seller) => {
      const order = await seller.order()
      const tracking_url = `https://suivi.example/?code=${"0".repeat(50)}`
      const { tracking_url_max_length } = seller.adapter.shipmentPolicy(order, seller.settings)
      const fits = tracking_url.length <= tracking_url_max_length
      return seller.session.ship(shipment(order, { tracking_url: fits ? tracking_url : null }))
    },
    [refused, done]
  ),
  octopia(
    "tracking_correction",
    "repost",
    { shipment_overwrite: true },
    "plain",
    shipTwice({ is_correction: true })
  ),
  octopia("cancel_enabled", true, {}, "plain", cancel()),
  ...(["read_returns", "read_gestures"] as const).map((setting) =>
    octopiaRead(
      setting,
      [USUAL, false],
      {},
      "plain",
      async (seller) => {
        const endpoint =
          setting === "read_returns" ? "GET /returns" : "GET /order-commercial-gesture-requests"
        fault({ kind: "server_error", endpoint })
        return afterSales(seller)
      },
      [1, 0]
    )
  ),
  octopiaRead(
    "after_sales_max_pages",
    [1, 10],
    {},
    "plain",
    async (seller) => {
      const [{ external_id }] = control.cdiscount().orders()
      for (let made = 0; made < 101; made++) control.cdiscount().act({ external_id, action: "return" })
      return afterSales(seller)
    },
    [1, 0]
  ),
  octopia(
    "cancellation_reason",
    "seller-price-error",
    { cancellation_reasons: ["seller-price-error"] },
    "plain",
    cancel(),
    { cancel_enabled: true }
  ),
  octopia("cancel_order_field", "orderId", { cancel_order_field: "orderId" }, "plain", cancel(), {
    cancel_enabled: true,
  }),
  octopia(
    "cancel_partial_shape",
    "refund-top-level",
    { cancel_partial_shape: "refund-top-level" },
    "multi_line",
    cancel(1),
    { cancel_enabled: true }
  ),
  octopia("cancel_shipping_refund", false, { takes_shipping_refund: false }, "plain", cancel(), {
    cancel_enabled: true,
  }),
  octopiaRead(
    "quota_pattern",
    [USUAL, "exhausted"],
    { quota: { calls: 1, minutes: 5 }, quota_message: "Call volume exhausted, back in {time}." },
    "plain",
    async (seller) => {
      await seller.orders()
      return seller.orders()
    },
    [{ kind: "not_linked" }, { kind: "quota", details: { retry_after_ms: 300_000 } }]
  ),
  octopiaRead(
    "retry_after_default_seconds",
    [USUAL, 5],
    {},
    "to_accept",
    async (seller) => {
      fault({ kind: "rate_limit", endpoint: "POST /orders/*", retry_after_seconds: null })
      return accept(seller)
    },
    [{ details: { retry_after_ms: 60_000 } }, { details: { retry_after_ms: 5000 } }]
  ),
]

const france = (
  setting: string,
  to: unknown,
  play: RakutenSettingsInput,
  kind: RakutenKind,
  act: Act,
  more?: Settings
) => refusal("rakuten", setting, to, play, kind, act, more)
type More = Partial<Row> & { count?: number; put?: GivenSale }
const franceRead = (
  setting: string,
  [from, to]: [unknown, unknown],
  play: RakutenSettingsInput,
  kind: RakutenKind,
  act: Act,
  [fails, works]: [unknown, unknown],
  more: More = {}
): Row => {
  const { count = 1, put, ...rest } = more
  const prepare = put
    ? () => {
        control.rakuten().configure(play)
        control.rakuten().put({ order: put })
      }
    : seedsOf("rakuten", play, kind, count)
  return { setting, from, to, prepare, act, fails, works, ...rest }
}
const daysAgo = (days: number): GivenSale => ({ purchased_at: Date.parse(NOW) - days * 86_400_000 })
const shippedThere =
  (look: Act): Act =>
  async (seller) => {
    const [{ external_id }] = control.rakuten().orders()
    control.rakuten().act({ external_id, action: "ship_elsewhere" })
    return look(seller)
  }
/** Those that are read alone while the last one is shipped in the seller account. */
const readAlone: Act = async (seller) => {
  const { snapshots } = await seller.pull()
  const ids = snapshots.map(({ external_id }) => external_id)
  control.rakuten().act({ external_id: ids.at(-1) ?? "", action: "ship_elsewhere" })
  const chosen = (await seller.session.unshippedToRead?.(snapshots, seller.note)) ?? []
  return chosen.map((id) => ids.indexOf(id))
}
const cents = (order: NormalizedOrder) => Math.round((order.lines[0].unit_price ?? 0) * 100)
/** Whether the price is that of the sale, with tax. */
const isPriced = read((order) => {
  const [{ wire }] = control.rakuten().orders() as unknown as { wire: { items: { price_cents: number }[] } }[]
  return Math.abs(cents(order) - wire.items[0].price_cents) <= 1
})

const RAKUTEN: Row[] = [
  franceRead(
    "versions",
    [USUAL, { getcurrentsales: "2021-10-29" }],
    { oldest_versions: { getcurrentsales: "2021-10-29" } },
    "plain",
    orders,
    [refused, 1]
  ),
  franceRead("channel_name", [USUAL, "Boutique"], { needs_channel: true }, "plain", orders, [refused, 1]),
  franceRead(
    "response_charset",
    [USUAL, "windows-1252"],
    { prolog: "iso-8859-15" },
    "long_address",
    read(({ shipping_address }) => shipping_address?.last_name?.includes("Œillet")),
    [false, true],
    { silent: "A letter that is left out looks like none." }
  ),
  france("upload_charset", "utf-8", { upload_charset: "utf-8" }, "two_units", ship()),
  franceRead(
    "time_zone",
    [USUAL, "UTC"],
    { date_zone: "UTC" },
    "plain",
    read(({ purchased_at }) => {
      const [{ wire }] = control.rakuten().orders() as unknown as { wire: { purchased_at: number } }[]
      return Math.round((Date.parse(purchased_at) - wire.purchased_at) / 3_600_000)
    }),
    [-1, 0],
    { silent: "A date without zone can be of any." }
  ),
  franceRead(
    "min_spacing_ms",
    [USUAL, 60_000],
    { calls_per_hour: 60 },
    "plain",
    async (seller) => {
      const { requests_per_second } = seller.adapter.pace(seller.settings)
      for (let calls = 0; calls < 65; calls++) {
        await seller.session.afterSales?.(seller.note)
        minutes(1 / requests_per_second / 60)
      }
      return "65 calls"
    },
    [{ kind: "quota" }, "65 calls"]
  ),
  franceRead(
    "quota_pause_minutes",
    [USUAL, 15],
    { calls_per_hour: 1 },
    "plain",
    async (seller) => {
      await seller.orders()
      return seller.orders()
    },
    [
      { kind: "quota", details: { retry_after_ms: 3_600_000 } },
      { kind: "quota", details: { retry_after_ms: 900_000 } },
    ]
  ),
  franceRead("lookback_days", [USUAL, 14], {}, "accepted_late", seen({}), [0, 1], {
    silent: "What a list does not have, nothing shows; the daily recheck finds it.",
  }),
  franceRead("recheck_days", [USUAL, 60], {}, "plain", seen({ scope: "recheck" }), [0, 1], {
    put: daysAgo(40),
    silent: "What a list does not have, nothing shows; the daily comparison finds it.",
  }),
  franceRead("open_days", [USUAL, 500], {}, "plain", seen({ scope: "open" }), [0, 1], {
    put: daysAgo(400),
    silent: "What a list does not have, nothing shows.",
  }),
  franceRead("max_pages", [1, 1000], { sales_per_page: 1 }, "plain", orders, [{ kind: "configuration" }, 3], {
    count: 3,
  }),
  franceRead(
    "not_shipped_items_only",
    [USUAL, "1"],
    { unshipped_only: "1" },
    "plain",
    readAlone,
    [[0], [2]],
    {
      count: 3,
      more: { single_reads: 1 },
      silent:
        "A list that leaves nothing out looks like one in which nothing was shipped; others are read alone.",
    }
  ),
  franceRead(
    "not_shipped_items_only",
    [USUAL, "off"],
    { unshipped_only: "refused" },
    "plain",
    readAlone,
    [
      [0, 1],
      [0, 1],
    ],
    {
      count: 2,
    }
  ),
  franceRead("single_reads", [0, 20], { unshipped_only: "ignored" }, "plain", readAlone, [[], [0, 1, 2]], {
    count: 3,
    silent: "Switched off by the setting itself.",
  }),
  franceRead(
    "import_statuses",
    [USUAL, ["accepted", "pending"]],
    {},
    "pending_preorder",
    status,
    ["waiting", "ready"],
    {
      silent: "A pre-order is shown as waiting.",
    }
  ),
  franceRead(
    "extra_status_map",
    [USUAL, { EXPEDIABLE: "ready" }],
    { accepted_word: "EXPEDIABLE" },
    "plain",
    status,
    ["unknown", "ready"]
  ),
  franceRead(
    "payment_status_filter",
    [USUAL, ["INCOMING"]],
    {},
    "plain",
    async (seller) => {
      const [{ external_id, wire }] = control.rakuten().orders() as unknown as {
        external_id: string
        wire: { items: { itemid: string }[] }
      }[]
      const item_ids = wire.items.map(({ itemid }) => itemid)
      control.rakuten().modify({ external_id, patch: { payment_status: "EN_ATTENTE" }, item_ids })
      return (await seller.order()).is_paid
    },
    [true, false]
  ),
  france("shipping_from_country", "250", { country: "250" }, "to_accept", accept),
  france("send_shipping_from_country", false, { takes_country: false }, "to_accept", accept),
  france("import_country", "FR", { needs_import_country: true }, "to_accept", accept),
  franceRead(
    "accept_within_days",
    [USUAL, 5],
    { expire_hours: 120 },
    "to_accept",
    read(
      ({ accept_by, purchased_at }) => (Date.parse(accept_by ?? "") - Date.parse(purchased_at)) / 86_400_000
    ),
    [3, 5],
    { silent: "Rakuten names no deadline." }
  ),
  franceRead(
    "ship_within_working_days",
    [USUAL, 4],
    {},
    "plain",
    read(
      ({ ship_by, purchased_at }) => (Date.parse(ship_by ?? "") - Date.parse(purchased_at)) / 86_400_000 >= 4
    ),
    [false, true],
    { silent: "Rakuten names no deadline.", put: { purchased_at: Date.parse("2026-03-16T08:00:00Z") } }
  ),
  franceRead(
    "already_decided_policy",
    ["error", "reread"],
    {},
    "to_accept",
    async (seller) => {
      const order = await seller.order()
      await decided("accept", order)(seller)
      minutes(1)
      return decided("accept", order)(seller)
    },
    [refused, { result: "already" }]
  ),
  france("ship_service", "settrackingpackageinfos", { takes_file: false }, "two_units", ship()),
  france("untracked_flag", "yes", { flag_word: "yes" }, "normal", shipUntracked),
  franceRead(
    "untracked_modes",
    [USUAL, ["Envoi simple"]],
    { untracked_types: ["Envoi simple"] },
    "plain",
    shipUntracked,
    [refused, done],
    { put: { shippingtype: "Envoi simple" } }
  ),
  france("prepaid_policy", "send-tracking", { prepaid_takes: "number" }, "so_colissimo", ship()),
  franceRead(
    "prepaid_modes",
    [USUAL, ["Chronopost Shop2Shop"]],
    { prepaid_types: ["Chronopost Shop2Shop"] },
    "plain",
    shipUntracked,
    [refused, done],
    { put: { shippingtype: "Chronopost Shop2Shop" } }
  ),
  france("tracking_url_policy", "only-autre", { tracking_url: "only-autre" }, "two_units", ship()),
  franceRead(
    "tracking_url_fragment",
    ["allow", "avoid"],
    { takes_url_fragment: false },
    "plain",
    shipWithFragment,
    [refused, done]
  ),
  france(
    "unknown_transporter",
    "Autre transporteur",
    { other_transporter: "Autre transporteur" },
    "plain",
    ship({ carrier_name: "Autre" })
  ),
  france("transporter_case", "upper", { transporter_case: "upper" }, "two_units", ship()),
  franceRead(
    "already_shipped_pattern",
    [USUAL, "déjà parti"],
    { already_shipped_text: "est déjà parti" },
    "plain",
    shipTwice({}),
    [refused, { result: "already" }]
  ),
  france(
    "tracking_correction",
    "settrackingpackageinfos",
    { tracking_overwrite: true },
    "plain",
    shipTwice({ is_correction: true })
  ),
  franceRead(
    "shipped_truthy",
    [USUAL, ["EXPEDIE"]],
    { shipped_words: ["EXPEDIE", "NON"] },
    "plain",
    shippedThere(status),
    ["ready", "shipped"]
  ),
  franceRead(
    "confirm_shipped_by",
    [USUAL, "itemlog"],
    { billing_shows_shipped: false },
    "plain",
    shippedThere(async (seller) => {
      const { snapshots } = await seller.pull()
      const now = await seller.session.read(snapshots[0].external_id, snapshots[0])
      return now && first(seller.normalize(now)).status
    }),
    ["ready", "shipped"],
    {
      silent:
        "Billing that says nothing looks like a parcel that is on its way; the parcel is shown as not confirmed.",
    }
  ),
  franceRead(
    "shipping_type_map",
    [USUAL, { "Livraison à l’étage (vendeur)": "Normal" }],
    { untracked_types: ["Livraison à l’étage (vendeur)"] },
    "own_mode",
    shipUntracked,
    [refused, done]
  ),
  franceRead("price_includes_tax", [USUAL, false], { prices: "net" }, "plain", isPriced, [false, true], {
    silent: "Rakuten gives no total to compare with.",
  }),
  franceRead("excluded_tax_rate", [10, 20], { prices: "net" }, "plain", isPriced, [false, true], {
    more: { price_includes_tax: false },
    silent: "Rakuten gives no total to compare with.",
  }),
  franceRead(
    "read_todo_list",
    [USUAL, false],
    {},
    "plain",
    async (seller) => {
      fault({ kind: "server_error", endpoint: "getitemtodolist" })
      return afterSales(seller)
    },
    [1, 0]
  ),
  france("cancel_enabled", true, {}, "plain", cancel()),
]

const ROWS: Record<Name, Row[]> = { cdiscount: OCTOPIA, rakuten: RAKUTEN }
const cases = (Object.keys(ROWS) as Name[]).flatMap((name) => ROWS[name].map((row) => ({ name, ...row })))

async function outcome(
  { name, setting, more = {}, is_paced = false, prepare, act }: (typeof cases)[number],
  value: unknown
) {
  sandbox.control.reset()
  sandbox.control.time({ set: NOW, freeze: true })
  prepare()
  const seller = new Seller(name, value === USUAL ? more : { ...more, [setting]: value }, is_paced)
  const result = await Promise.resolve(act(seller)).catch((error: unknown) => {
    if (error instanceof MarketplaceError && error.details.settings) seller.said.push(error.details.settings)
    return error
  })
  return { result, said: seller.said }
}

const expectPart = (result: unknown, part: unknown) =>
  typeof part === "object" && part !== null && !Array.isArray(part) && !("asymmetricMatch" in part)
    ? expect(result).toMatchObject(part)
    : expect(result).toEqual(part)

it.each(cases)("$name: $setting is led to, and with $to it works", async (row) => {
  const usual = await outcome(row, row.from)
  expectPart(usual.result, row.fails)
  if (!row.silent) {
    const named = new RegExp(`\\b${row.setting}\\b`)
    for (const locale of ["en", "fr"] as const) {
      expect(usual.said.map((words) => words[locale])).toContainEqual(expect.stringMatching(named))
    }
  }
  expectPart((await outcome(row, row.to)).result, row.works)
})

/** Those of offers have their cases in the adapter's own spec. */
function ofOffers(name: Name, settings: string[]): string[] {
  const folder = path.join(__dirname, "../../marketplaces", name)
  const read = filesOf(path.join(folder, "offers")).join("\n")
  const cases = readFileSync(path.join(folder, "__tests__", "offers.unit.spec.ts"), "utf8")
  const has = (text: string, setting: string) => new RegExp(`\\b${setting}\\b`).test(text)
  const isElsewhere = (setting: string) => ROWS[name].some((row) => row.setting === setting)
  return settings.filter((setting) => has(read, setting) && has(cases, setting) && !isElsewhere(setting))
}

it.each(Object.entries(ADAPTERS))("every setting of %s has its case", (name, { descriptor }) => {
  const all = descriptor.setting_fields.map((field) => field.name)
  const offers = ofOffers(name as Name, all)
  const settings = all.filter((setting) => !offers.includes(setting))
  expect([...new Set(ROWS[name as Name].map(({ setting }) => setting))].sort()).toEqual([...settings].sort())
})

/** The source of a folder, file by file. */
const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.startsWith("__tests__") && file !== "settings.ts")
    .map((file) => readFileSync(path.join(folder, file), "utf8"))

/** The source of a marketplace's adapter, without the list of its settings. */
const sourceOf = (marketplace: string): string =>
  filesOf(path.join(__dirname, "../../marketplaces", marketplace)).join("\n")

it.each(Object.entries(ADAPTERS))("every setting of %s is read", (marketplace, { descriptor }) => {
  const source = sourceOf(marketplace)
  const unread = descriptor.setting_fields
    .map(({ name }) => name)
    // The list of settings itself reads the versions.
    .filter((name) => name !== "versions" && !new RegExp(`\\b${name}\\b`).test(source))
  expect(unread).toEqual([])
})
