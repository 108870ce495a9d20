import { startSandbox, type Sandbox } from "../../../../sandbox/server"
import { RAKUTEN_KINDS, type RakutenKind } from "../../../../sandbox/rakuten/kinds"
import { createHttpClient, createLimiter } from "../../http"
import {
  UnreadableOrderError,
  type MarketplaceSession,
  type NormalizedOrder,
  type ShipmentRequest,
} from "../../port"
import { rakuten } from ".."
import { drain } from "./fake-rakuten"

/** Rakuten's side as it was written from its documentation alone, over HTTP: neither shares code with the other. */
const NOW = "2026-03-16T12:00:00.000Z"
const CREDENTIALS = { login: "boutique-sandbox", token: "0123456789abcdef0123456789abcdef" }
let sandbox: Sandbox

// Every kind of purchase in one proof; the machine may have other work.
jest.setTimeout(60_000)

beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.stop())
beforeEach(() => {
  sandbox.control.reset()
  sandbox.control.time({ set: NOW, freeze: true })
})

const pass = (minutes: number) => void sandbox.control.time({ advance_minutes: minutes })
const seed = (...kinds: RakutenKind[]) =>
  sandbox.control.rakuten.seed({ seed: 11, count: kinds.length, kinds })
const ledgerOf = (external_id: string) => sandbox.control.rakuten.ledger({ external_id })[0]

function connect(settings: Record<string, unknown> = {}, credentials = CREDENTIALS) {
  const own = rakuten.settings_schema.parse(settings)
  const lines: string[] = []
  const log = (line: string) => void lines.push(line)
  const session = rakuten.connect({
    connection_id: "mkc_1",
    credentials,
    settings: own,
    options: sandbox.rakuten,
    http: createHttpClient({
      limiter: createLimiter({ requests_per_second: 100_000 }),
      retry: { initial_delay_ms: 1, max_delay_ms: 5 },
    }),
    tokens: { get: () => null, set: () => {} },
    logger: { info: log, warn: log, error: log },
    now: () => Date.parse(sandbox.control.time().now),
  })
  return { session, lines, orderOf: (payload: string) => rakuten.normalize(payload, own) }
}

/** What is stored after a pull, by purchase. */
async function pulled(session: MarketplaceSession, stored = new Map<string, string>()) {
  const { pages, snapshots } = await drain(session, { start_at: new Date("2025-06-01T00:00:00Z") })
  for (const { external_id, payload } of snapshots) {
    stored.set(external_id, rakuten.merge(stored.get(external_id) ?? null, payload))
  }
  return { stored, unreadable: pages.flatMap((page) => page.unreadable) }
}
async function one(kind: RakutenKind, settings: Record<string, unknown> = {}) {
  const [{ external_id }] = seed(kind)
  const id = external_id as string
  const connected = connect(settings)
  const known = (await pulled(connected.session)).stored.get(id) as string
  return { ...connected, id, known, order: connected.orderOf(known) }
}
const itemsOf = (order: NormalizedOrder) => order.lines.flatMap((line) => line.items)
const idsOf = (order: NormalizedOrder) => itemsOf(order).map((item) => item.external_id)
const statusesOf = (order: NormalizedOrder) => itemsOf(order).map((item) => item.status)
const cents = (amount: number) => Math.round(amount * 100)

const SETTINGS_OF_ANSWERS = [
  { prolog: "vary", sales_per_page: 3 },
  { prolog: "none", sales_per_page: 100, shipped_words: ["true", ""] },
  { prolog: "windows-1252", sales_per_page: 7, error_status: 500, echo_token: true },
] as const

describe.each(SETTINGS_OF_ANSWERS)("every kind of purchase, answered with %j", (answers) => {
  it("becomes the order that was sold, or waits, or cannot be read", async () => {
    sandbox.control.rakuten.configure({
      ...answers,
      shipped_words: [...(("shipped_words" in answers && answers.shipped_words) || ["1", "0"])] as [
        string,
        string,
      ],
    })
    const kinds = RAKUTEN_KINDS.filter((kind) => kind !== "closed")
    const expected = seed(...kinds)
    const { session, orderOf, lines } = connect()
    const { stored, unreadable } = await pulled(session)
    expect(unreadable.length).toBeGreaterThan(0)
    for (const one of expected.filter(({ external_id }) => external_id !== null)) {
      const id = one.external_id as string
      let payload = stored.get(id) ?? ""
      expect(payload).not.toBe("")
      expect(payload).not.toMatch(/boutique-sandbox|0123456789abcdef/)
      if (one.reason === "unreadable") {
        const read = () => {
          if (orderOf(payload).unread?.some(({ blocks }) => blocks)) throw new UnreadableOrderError("in part")
        }
        expect(read).toThrow(UnreadableOrderError)
        continue
      }
      if (orderOf(payload).needs_details) {
        const details = session.fetchDetails({ external_id: id, payload })
        if (one.reason === "no_details") {
          await expect(details).rejects.toMatchObject({ kind: "not_ready" })
          continue
        }
        payload = rakuten.merge(payload, (await details).payload)
      }
      const order = orderOf(payload)
      expect(order.needs_details).toBe(false)
      const owed = order.lines
        .filter((line) => line.fulfilled_by === "seller")
        .flatMap((line) =>
          line.items.filter(({ status }) => status === "ready").map((item) => ({ line, item }))
        )
      if (one.outcome === "import") {
        expect(
          owed.reduce(
            (sum, { line, item }) => sum + cents(line.unit_price ?? NaN) + cents(item.shipping_price ?? NaN),
            0
          )
        ).toBe(one.owed_cents)
        const units = one.lines.filter((line) => line.is_owed).flatMap((line) => line.item_ids)
        expect(owed.map(({ item }) => item.external_id).sort()).toEqual(units.sort())
        expect(
          order.lines.filter(
            (line) => line.fulfilled_by === "seller" && line.items.some(({ status }) => status === "ready")
          )
        ).toHaveLength(one.lines.filter((line) => line.is_owed).length)
        expect(order.shipping_address).not.toBeNull()
      }
      if (one.outcome === "to_accept") {
        expect(new Set(statusesOf(order))).toEqual(new Set(["to_accept"]))
        expect(Date.parse(order.accept_by ?? "")).toBeGreaterThan(Date.parse(NOW))
      }
      if (one.outcome === "cancel") {
        expect(statusesOf(order).filter((status) => status !== "canceled" && status !== "refused")).toEqual(
          []
        )
      }
      if (one.reason === "negotiation" || one.reason === "preorder") {
        expect(order.lines.some((line) => line.is_negotiated || line.is_preorder)).toBe(true)
      }
    }
    expect(lines.join()).not.toMatch(/0123456789abcdef/)
  })
})

it("keeps the texts that are hard to encode", async () => {
  const { order } = await one("long_address")
  expect(order.shipping_address).toMatchObject({
    first_name: "Anne-Élisabeth",
    last_name: "Nuñez-Œillet d’Ÿ & fils",
    city: "L’HAŸ-LES-ROSES",
  })
  expect(order.lines[0].title).toBe("Étui cuir « Œuvre » à 5 € <neuf> & emballé")
  const { order: cleaned } = await one("control_character")
  expect(cleaned.shipping_address?.lines[0]).toMatch(/ porte 2$/)
})

it("accepts item by item, waits for billing without an error, and has phone and e-mail then", async () => {
  sandbox.control.rakuten.configure({ billing_delay_ms: 30 * 60_000 })
  const { session, id, known, order, orderOf } = await one("to_accept_two")
  expect([order.email, order.shipping_address?.phone]).toEqual([null, null])
  const decision = {
    external_id: id,
    decision: "accept",
    item_external_ids: idsOf(order),
    reason: null,
  } as const
  expect(await session.decide(decision)).toMatchObject({ result: "done" })
  await expect(session.decide(decision)).rejects.toMatchObject({ kind: "not_ready" })
  pass(5)
  expect(await session.decide(decision)).toMatchObject({ result: "already" })
  const { stored } = await pulled(session, new Map([[id, known]]))
  const accepted = { external_id: id, payload: stored.get(id) ?? "" }
  expect(orderOf(accepted.payload)).toMatchObject({ needs_details: true, accept_by: null })
  expect(orderOf(accepted.payload).email).toContain("@")
  expect(orderOf(accepted.payload).shipping_address?.phone).toBeTruthy()
  await expect(session.fetchDetails(accepted)).rejects.toMatchObject({ kind: "not_ready" })
  pass(30)
  expect(orderOf((await session.fetchDetails(accepted)).payload)).toMatchObject({
    needs_details: false,
    lines: [{ items: [{ status: "ready" }, { status: "ready" }] }],
  })
  expect(ledgerOf(id).decisions.map(({ item_ids }) => item_ids)).toEqual(idsOf(order).map((item) => [item]))
})

it("accepts one half and refuses the other", async () => {
  const { session, id, known, order, orderOf } = await one("to_accept_two")
  const [first, second] = idsOf(order)
  await session.decide({ external_id: id, decision: "accept", item_external_ids: [first], reason: null })
  await session.decide({ external_id: id, decision: "refuse", item_external_ids: [second], reason: null })
  pass(1)
  const { stored } = await pulled(session, new Map([[id, known]]))
  const statuses = itemsOf(orderOf(stored.get(id) ?? "")).map((item) => [item.external_id, item.status])
  expect(new Map(statuses as [string, string][])).toEqual(
    new Map([
      [first, "ready"],
      [second, "refused"],
    ])
  )
})

it("knows that a sale expired that the seller did not answer", async () => {
  const { session, id, known, orderOf } = await one("to_accept")
  pass(5 * 24 * 60)
  const now = await session.read(id, { external_id: id, payload: known })
  expect(statusesOf(orderOf(now?.payload ?? ""))).toEqual(["canceled"])
})

const shipment = (order: NormalizedOrder, given: Partial<ShipmentRequest> = {}): ShipmentRequest => ({
  external_id: order.external_id,
  item_external_ids: idsOf(order),
  parcels: [
    {
      tracking_number: "6A00000000123",
      carrier_name: "Colissimo",
      tracking_url: "https://suivi.example/?a=1&b=2",
    },
  ],
  is_untracked: false,
  order,
  ...given,
})

it.each<[RakutenKind, Partial<ShipmentRequest>, Record<string, unknown>, (string | null)[]]>([
  ["two_units", {}, {}, ["Colissimo", "6A00000000123", "https://suivi.example/?a=1&b=2"]],
  [
    "two_units",
    {},
    { upload_charset: "utf-8" },
    ["Colissimo", "6A00000000123", "https://suivi.example/?a=1&b=2"],
  ],
  [
    "two_units",
    {},
    { ship_service: "settrackingpackageinfos" },
    ["Colissimo", "6A00000000123", "https://suivi.example/?a=1&b=2"],
  ],
  ["normal", { parcels: [], is_untracked: true }, {}, ["", "Oui", null]],
  ["shop_pickup", { parcels: [], is_untracked: true }, {}, ["", "Oui", null]],
  ["relay", {}, {}, ["Mondial Relay prépayé", "Oui", null]],
  ["so_colissimo", {}, {}, ["So Colissimo", "Oui", null]],
  [
    "chronopost",
    {},
    { prepaid_policy: "send-tracking" },
    ["Colissimo", "6A00000000123", "https://suivi.example/?a=1&b=2"],
  ],
  ["relay_kiala", {}, {}, ["Colissimo", "6A00000000123", "https://suivi.example/?a=1&b=2"]],
])("ships %s: every item once, and reads it back", async (kind, given, settings, [carrier, number, url]) => {
  const { session, id, known, order, orderOf } = await one(kind, settings)
  expect(await session.ship(shipment(order, given))).toMatchObject({ result: "done" })
  const sent = ledgerOf(id).shipments.flatMap(({ item_ids, ...one }) =>
    item_ids.map((item) => [item, one.carrier, one.number, one.url])
  )
  expect(sent.sort()).toEqual(
    idsOf(order)
      .map((item) => [item, carrier, number, url])
      .sort()
  )
  pass(1)
  const read = await session.read(id, { external_id: id, payload: known })
  expect(new Set(statusesOf(orderOf(read?.payload ?? "")))).toEqual(new Set(["shipped"]))
  if (settings.ship_service === undefined) {
    expect(await session.ship(shipment(order, given))).toMatchObject({ result: "already" })
  }
  expect(ledgerOf(id).shipments.flatMap(({ item_ids }) => item_ids)).toHaveLength(idsOf(order).length)
})

it.each(["refuse_all", "take_good_lines"] as const)(
  "ships the rest where a file has a bad line, when Rakuten does %s",
  async (bad_file) => {
    sandbox.control.rakuten.configure({ bad_file })
    const { session, id, order } = await one("two_units")
    const [first, second] = idsOf(order)
    sandbox.control.rakuten.act({ external_id: id, action: "cancel", item_ids: [second] })
    await expect(session.ship(shipment(order))).rejects.toMatchObject({
      kind: "not_ready",
      details: { effect: "unknown", reason: "wrong_state" },
    })
    expect(ledgerOf(id).shipments.flatMap(({ item_ids }) => item_ids)).toEqual([first])
  }
)

it("cancels what is open, once", async () => {
  const { session, id, known, order, orderOf } = await one("two_units", { cancel_enabled: true })
  const cancellation = {
    external_id: id,
    item_external_ids: null,
    reason: "Plus en stock, désolé : l’œuf à 5 €",
  }
  expect(await session.cancel(cancellation)).toMatchObject({ result: "done" })
  pass(1)
  expect(
    statusesOf(orderOf((await session.read(id, { external_id: id, payload: known }))?.payload ?? ""))
  ).toEqual(["canceled", "canceled"])
  expect(await session.cancel({ ...cancellation, item_external_ids: idsOf(order) })).toMatchObject({
    result: "already",
  })
  expect(ledgerOf(id).cancellations.map(({ reason }) => reason)).toEqual(
    Array(2).fill("Plus en stock, désolé : l'oeuf à 5 EUR")
  )
})

it("offers the label that Rakuten made", async () => {
  const labelOf = async (kind: RakutenKind) => {
    const { session, id, known, orderOf } = await one(kind)
    const { payload } = await session.fetchDetails({ external_id: id, payload: known })
    return orderOf(payload).prepaid_label
  }
  expect(await labelOf("so_colissimo")).toMatchObject({
    carrier_name: "So Colissimo",
    tracking_number: expect.stringMatching(/^8R\d{11}$/) as string,
  })
  expect(await labelOf("plain")).toBeNull()
})

it("finds a purchase by its id alone, and knows one that does not exist", async () => {
  const [{ external_id }] = seed("two_sales")
  const { session, orderOf } = connect()
  const found = await session.read(external_id as string)
  expect(orderOf(found?.payload ?? "")).toMatchObject({ external_id, needs_details: false })
  expect(orderOf(found?.payload ?? "").lines).toHaveLength(2)
  expect(await session.read("999999999")).toBeNull()
})

it("checks the credentials", async () => {
  expect(await connect().session.check()).toMatchObject({ ok: true })
  expect(await connect({}, { ...CREDENTIALS, token: "f".repeat(32) }).session.check()).toMatchObject({
    code: "invalid_credentials",
  })
  sandbox.control.rakuten.configure({ accounts: [{ ...CREDENTIALS, has_rights: false }] })
  expect(await connect().session.check()).toMatchObject({ code: "no_rights" })
  sandbox.control.rakuten.configure({ accounts: [CREDENTIALS], calls_per_hour: 1 })
  const { session } = connect()
  expect([(await session.check()).code, (await session.check()).code]).toEqual(["ok", "quota"])
})
