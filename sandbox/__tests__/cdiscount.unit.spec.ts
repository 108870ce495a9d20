import { DEFAULT_CATALOG } from "../catalog"
import { CDISCOUNT_KINDS } from "../cdiscount/kinds"
import type { WireOrder } from "../cdiscount/wire"
import { controlClient } from "../control-client"
import { startSandbox, type Sandbox } from "../server"
import { OctopiaCaller } from "./octopia-caller"

const NOW = "2026-03-16T12:00:00.000Z"
let sandbox: Sandbox
let seller: OctopiaCaller

beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.stop())
beforeEach(() => {
  sandbox.control.reset()
  sandbox.control.time({ set: NOW, freeze: true })
  seller = new OctopiaCaller(sandbox)
})

const seed = (...kinds: (typeof CDISCOUNT_KINDS)[number][]) =>
  sandbox.control.cdiscount.seed({ seed: 7, count: kinds.length, kinds })
const one = (...kinds: (typeof CDISCOUNT_KINDS)[number][]) => seed(...kinds)[0].external_id as string
const orderOf = async (id: string) => (await seller.call("GET", `/orders/${id}`)).body as WireOrder
const parcel = (line_ids = ["1"], change: Record<string, unknown> = {}) => [
  { parcelNumber: "6A00000000123", carrierName: "Colissimo", orderLineIds: line_ids, ...change },
]
const ship = (id: string, body: unknown = parcel()) => seller.call("POST", `/orders/${id}/shipments`, body)
const errorsOf = (reply: { body: unknown }) =>
  Object.values((reply.body as { errors: Record<string, string[]> }).errors).join()
const ledgerOf = (id: string) => sandbox.control.cdiscount.ledger({ external_id: id })[0]

describe("access", () => {
  it("gives tokens to known clients, ends them, and knows whose account is linked", async () => {
    expect((await seller.login()).body).toMatchObject({ expires_in: 7200, token_type: "Bearer" })
    expect((await seller.call("GET", "/sellers")).body).toMatchObject({ auto_accept_order: false })
    sandbox.control.time({ advance_minutes: 121 })
    expect((await seller.call("GET", "/sellers")).status).toBe(401)

    const wrong = await new OctopiaCaller(sandbox, "12345", {
      client_id: "sandbox-client",
      client_secret: "x",
    }).login()
    expect([wrong.status, wrong.body]).toEqual([
      401,
      expect.objectContaining({ error: "unauthorized_client" }),
    ])
    const stranger = await new OctopiaCaller(sandbox, "99999").call("GET", "/sellers")
    expect([stranger.status, stranger.headers.get("content-type")]).toEqual([403, "application/problem+json"])
  })

  it("serves several sellers to one client, each only his own orders", async () => {
    const client = { client_id: "aggregator", client_secret: "s" }
    sandbox.control.cdiscount.configure({ clients: [{ ...client, seller_ids: ["111", "222"] }] })
    const mine = sandbox.control.cdiscount.seed({ seed: 1, count: 2, kinds: ["plain"], account: "111" })
    sandbox.control.cdiscount.seed({ seed: 2, count: 3, kinds: ["plain"], account: "222" })
    const caller = new OctopiaCaller(sandbox, "111", client)
    expect((await caller.walk("/orders")).sort()).toEqual(mine.map((order) => order.external_id).sort())
  })

  it("never keeps a secret of a received call", async () => {
    await seller.call("GET", "/orders")
    const records = JSON.stringify(sandbox.control.requests())
    expect(records).toContain("GET /orders")
    expect(records).not.toMatch(/sandbox-secret|sandbox-token-/)
  })
})

describe("orders", () => {
  it("pages with a relative Link, up to 100 a page, and loses none", async () => {
    const ids = sandbox.control.cdiscount
      .seed({ seed: 3, count: 25, kinds: ["plain"] })
      .map((order) => order.external_id)
    const first = await seller.call("GET", "/orders?pageSize=10&pageIndex=1")
    expect(first.body).toMatchObject({ itemsPerPage: 10 })
    expect(first.headers.get("link")).toContain('</orders?pageSize=10&pageIndex=2>; rel="next"')
    expect((await seller.walk("/orders?pageSize=10")).sort()).toEqual([...ids].sort())
    expect((await seller.call("GET", "/orders?pageSize=10&pageIndex=4")).body).toEqual({
      itemsPerPage: 0,
      items: [],
    })
    expect((await seller.call("GET", "/orders?pageSize=101")).status).toBe(400)
    expect((await seller.call("GET", "/orders/count")).body).toBe(25)
  })

  it("filters by status and by time of change, borders included", async () => {
    const [ready, waiting] = seed("plain", "to_accept").map((order) => order.external_id)
    expect(await seller.walk("/orders?status=InPreparation,Shipped")).toEqual([ready])
    expect(await seller.walk("/orders?status=WaitingAcceptance")).toEqual([waiting])
    expect((await seller.call("GET", "/orders?status=Inconnu")).status).toBe(400)
    const { updatedAt } = await orderOf(ready as string)
    expect(await seller.walk(`/orders?updatedAtMin=${updatedAt}&updatedAtMax=${updatedAt}`)).toEqual([ready])
    sandbox.control.cdiscount.act({ external_id: ready as string, action: "touch" })
    expect(await seller.walk(`/orders?updatedAtMin=${NOW}`)).toEqual([ready])
  })

  it("shows no address before an order is ready, and follows the clock until then", async () => {
    const id = one("processing")
    expect(await orderOf(id)).not.toHaveProperty("billingAddress")
    sandbox.control.time({ advance_minutes: 31 })
    expect(await orderOf(id)).toMatchObject({ status: "Accepted", billingAddress: null })
    sandbox.control.time({ advance_minutes: 10 })
    const ready = await orderOf(id)
    expect(ready.status).toBe("InPreparation")
    expect(ready.lines[0].shippingAddress?.addressLine1).toBeTruthy()
    expect(ready.updatedAt).toBe("2026-03-16T12:40:00.000Z")
  })

  it("shows its own time", async () => {
    const { headers } = await seller.call("GET", "/orders")
    expect(new Date(headers.get("date") ?? "").toISOString()).toBe(NOW)
  })

  it("serves broken orders as broken as they were made", async () => {
    const [no_id, broken] = seed("no_id", "missing_fields")
    expect(no_id).toMatchObject({ external_id: null, outcome: "run_error" })
    expect(broken.outcome).toBe("hold")
    const { items } = (await seller.call("GET", "/orders?pageSize=100")).body as { items: WireOrder[] }
    expect(items.filter((order) => !order.orderId)).toHaveLength(1)
    const given = sandbox.control.cdiscount.put({ order: { orderId: "X1", lines: "oops" } })
    expect((await seller.call("GET", `/orders/${given.external_id}`)).body).toEqual({
      orderId: "X1",
      lines: "oops",
    })
  })
})

describe("approval", () => {
  it("takes one answer, whose effect comes later", async () => {
    const id = one("to_accept")
    const approve = () =>
      seller.call("POST", `/orders/${id}/approval-status`, { approval_status: "Accepted" })
    expect((await approve()).status).toBe(202)
    expect((await orderOf(id)).status).toBe("WaitingAcceptance")
    expect((await approve()).status).toBe(400)
    sandbox.control.time({ advance_ms: 1000 })
    expect((await orderOf(id)).status).toBe("Accepted")
    sandbox.control.time({ advance_ms: 1000 })
    expect((await orderOf(id)).status).toBe("InPreparation")
    expect(ledgerOf(id)).toMatchObject({ decisions: [{ decision: "accept" }], duplicate_decisions: [{}] })
  })

  it("refuses on request, and automatically without a decision for 48 hours", async () => {
    const [asked, silent] = seed("to_accept", "to_accept").map((order) => order.external_id as string)
    await seller.call("POST", `/orders/${asked}/approval-status`, { approval_status: "Refused" })
    expect(
      (await seller.call("POST", `/orders/${silent}/approval-status`, { approvalStatus: "Accepted" })).status
    ).toBe(400)
    sandbox.control.time({ advance_minutes: 48 * 60 })
    await seller.login()
    expect([(await orderOf(asked)).status, (await orderOf(silent)).status]).toEqual(["Refused", "Refused"])
  })
})

describe("shipments", () => {
  it("takes a parcel, shows it after the delay, and refuses it a second time", async () => {
    const id = one("plain")
    expect((await ship(id)).status).toBe(201)
    expect((await orderOf(id)).lines[0]).toMatchObject({ status: "InPreparation", parcels: [] })
    expect((await ship(id)).status).toBe(400)
    sandbox.control.time({ advance_ms: 1000 })
    const shipped = await orderOf(id)
    expect(shipped.status).toBe("Shipped")
    expect(shipped.lines[0].parcels).toEqual([
      { parcelNumber: "6A00000000123", carrierName: "Colissimo", trackingUrl: null },
    ])
    expect(errorsOf(await ship(id))).toMatch(/^Cannot switch to shipped status/)
    const entry = ledgerOf(id)
    expect(entry.shipments).toMatchObject([
      { number: "6A00000000123", carrier: "Colissimo", item_ids: ["1"] },
    ])
    expect(entry.duplicate_shipments).toHaveLength(2)
    expect(entry.refused_shipments).toHaveLength(0)
  })

  it.each<[string, unknown, RegExp]>([
    ["no number", parcel(["1"], { parcelNumber: " " }), /number is required/],
    ["a long number", parcel(["1"], { parcelNumber: "9".repeat(51) }), /50 characters/],
    ["a number with a space", parcel(["1"], { parcelNumber: "6A 123" }), /forbidden/],
    ["no carrier", parcel(["1"], { carrierName: undefined }), /carrier name is required/],
    ["an unknown carrier", parcel(["1"], { carrierName: "colissimo" }), /unknown/],
    ["a URL that is none", parcel(["1"], { trackingUrl: "laposte.fr" }), /http/],
    ["a long URL", parcel(["1"], { trackingUrl: `https://x.example/${"a".repeat(250)}` }), /255/],
    ["an unknown line", parcel(["9"]), /does not exist/],
    ["a bare object", parcel()[0], /array/],
    ["two parcels", [...parcel(), ...parcel()], /one parcel/i],
  ])("refuses %s", async (_, body, text) => {
    const id = one("plain")
    const reply = await ship(id, body)
    expect([reply.status, reply.headers.get("content-type")]).toEqual([400, "application/problem+json"])
    expect(errorsOf(reply)).toMatch(text)
    expect(ledgerOf(id)).toMatchObject({ shipments: [], refused_shipments: [{}] })
  })

  it("wants one parcel for the complete order on Cdiscount, and only there", async () => {
    const id = one("same_sku_twice")
    expect(errorsOf(await ship(id))).toMatch(/complete order/)
    expect((await ship(id, parcel(["1", "2"]))).status).toBe(201)
    const [other] = sandbox.control.cdiscount.seed({ seed: 8, count: 1, kinds: ["other_channel"] })
    expect((await ship(other.external_id as string, [...parcel(), ...parcel()])).status).toBe(201)
  })

  it("goes by state, supply mode and who asked for a cancellation", async () => {
    for (const kind of [
      "accepted",
      "to_accept",
      "canceled",
      "fulfilled_by_marketplace",
      "cancel_request_channel",
    ] as const) {
      expect(errorsOf(await ship(one(kind)))).toMatch(/^Cannot switch to shipped status/)
    }
    expect((await ship(one("cancel_request_buyer"))).status).toBe(201)
    const mixed = one("mixed_supply")
    expect((await ship(mixed, parcel(["1", "2"]))).status).toBe(400)
    expect((await ship(mixed, parcel(["1", "4"]))).status).toBe(201)
  })

  it("keeps a canceled line canceled when its parcel arrives late", async () => {
    const id = one("plain")
    await ship(id)
    sandbox.control.cdiscount.act({ external_id: id, action: "cancel" })
    sandbox.control.time({ advance_minutes: 1 })
    expect((await orderOf(id)).status).toBe("Cancelled")
  })
})

describe("cancellation", () => {
  it("cancels an order or a line for a listed reason", async () => {
    const [whole, partial] = seed("plain", "same_sku_twice").map((order) => order.external_id as string)
    const reason = ((await seller.call("GET", "/cancellation-reasons")).body as { code: string }[])[0].code
    await seller.call("POST", "/order-cancellation-requests", {
      orderSellerId: whole,
      reason,
      shippingCostRefund: true,
    })
    const lines = [{ lineId: "2", offerId: "x", reason, shippingCostRefund: true }]
    await seller.call("POST", "/order-partial-cancellation-requests", { orderSellerId: partial, lines })
    const bad = await seller.call("POST", "/order-cancellation-requests", {
      orderSellerId: partial,
      reason: "no",
    })
    expect(bad.status).toBe(400)
    sandbox.control.time({ advance_ms: 1000 })
    expect((await orderOf(whole)).status).toBe("Cancelled")
    expect((await orderOf(partial)).lines.map((line) => line.status)).toEqual(["InPreparation", "Cancelled"])
    expect((await ship(partial)).status).toBe(201)
  })
})

describe("what the marketplace and the buyer do", () => {
  const act = (
    external_id: string,
    action: "cancel" | "deliver" | "reject" | "ship_elsewhere" | "request_cancellation"
  ) => sandbox.control.cdiscount.act({ external_id, action })

  it("shows at once, also in the answer of the control", async () => {
    const [a, b, c, d, e] = seed("plain", "plain", "to_accept", "plain", "plain").map(
      (order) => order.external_id as string
    )
    expect(act(a, "cancel").status).toBe("Cancelled")
    expect(act(b, "ship_elsewhere").status).toBe("Shipped")
    expect(act(b, "deliver").status).toBe("Delivered")
    expect(act(c, "reject").status).toBe("Rejected")
    act(d, "request_cancellation")
    expect((await orderOf(d)).lines[0].status).toBe("CancelRequest")
    expect((await ship(d)).status).toBe(201)
    const patch = { totalPrice: { offerPrice: 1, sellingPrice: 1 } }
    expect(sandbox.control.cdiscount.modify({ external_id: e, patch }).wire).toMatchObject({ updatedAt: NOW })
    expect((await orderOf(e)).totalPrice.sellingPrice).toBe(1)
    expect(ledgerOf(b)).toBeUndefined()
  })
})

describe("the generator", () => {
  const cents = (euros: number) => Math.round(euros * 100)

  it("is deterministic, and another seed is another set", () => {
    const make = (number: number) => {
      sandbox.control.reset()
      sandbox.control.time({ set: NOW, freeze: true })
      const expected = sandbox.control.cdiscount.seed({ seed: number, count: 50 })
      return JSON.stringify([expected, sandbox.control.cdiscount.orders()])
    }
    expect(make(5)).toBe(make(5))
    expect(make(5)).not.toBe(make(6))
  })

  it("serves exactly what it expects, added up again from the answers", async () => {
    const expected = sandbox.control.cdiscount.seed({ seed: 11, count: 80, kinds: CDISCOUNT_KINDS })
    for (const figures of expected) {
      if (!figures.external_id || figures.kind === "missing_fields") continue
      const order = await orderOf(figures.external_id)
      const lines = order.lines.map((line) => {
        const price = line.sellingPrice
        return cents(price.unitSalesPrice) * line.quantity + cents(price.shippingCost)
      })
      const total = lines.reduce((sum, line) => sum + line, 0)
      expect(total).toBe(figures.lines_cents)
      expect(cents(order.totalPrice.sellingPrice)).toBe(figures.stated_total_cents)
      const by_rate = new Map<number, number>()
      order.lines.forEach((line, index) => {
        const { rate } = line.sellingPrice.taxes[0]
        const percent = rate < 1 ? rate * 100 : rate
        if (figures.lines[index].is_owed) by_rate.set(percent, (by_rate.get(percent) ?? 0) + lines[index])
      })
      expect(new Map(figures.taxes.map((tax) => [tax.rate, tax.gross_cents]))).toEqual(by_rate)
      if (figures.outcome === "import" && !["total_off_by_cent", "service_fee"].includes(figures.kind)) {
        expect(figures.import_cents).toBe(figures.owed_cents)
      }
    }
  })

  it("makes one of every ordinary kind first, from the given catalog, with the marker in every buyer's text", () => {
    const catalog = [{ sku: "ONLY", ean: "2000000000015", title: "Seul", price: 10, vat: 20 }]
    const expected = sandbox.control.cdiscount.seed({ seed: 1, count: 60, catalog, marker: "MARQUE" })
    expect(new Set(expected.map((order) => order.kind)).size).toBe(CDISCOUNT_KINDS.length - 2)
    const skus = new Set(expected.flatMap((order) => order.lines.map((line) => line.sku)))
    expect([...skus].filter((sku) => sku && !sku.startsWith("INCONNU"))).toEqual(["ONLY"])
    const [{ wire }] = sandbox.control.cdiscount.orders({ kind: "plain" })
    const address = (wire as WireOrder).lines[0].shippingAddress
    for (const text of [
      address?.firstName,
      address?.lastName,
      address?.addressLine1,
      address?.city,
      address?.email,
    ]) {
      expect(text).toContain("MARQUE")
    }
  })

  it("has forty products with valid check digits", () => {
    expect(DEFAULT_CATALOG).toHaveLength(40)
    for (const { ean } of DEFAULT_CATALOG) {
      const sum = [...ean].reduce((total, digit, index) => total + Number(digit) * (index % 2 ? 3 : 1), 0)
      expect([ean.length, sum % 10]).toEqual([13, 0])
    }
    expect(new Set(DEFAULT_CATALOG.map((product) => product.vat))).toEqual(new Set([20, 5.5]))
  })
})

describe("control over HTTP", () => {
  it("does and answers the same as in process", async () => {
    const remote = controlClient(sandbox.url)
    const [order] = await remote.cdiscount.seed({ seed: 1, count: 1, kinds: ["plain"] })
    expect(await remote.cdiscount.expected()).toEqual(sandbox.control.cdiscount.expected())
    await ship(order.external_id as string)
    expect((await remote.cdiscount.ledger())[0].shipments).toHaveLength(1)
    expect((await remote.counts({ endpoint: "POST /orders/{orderId}/shipments" })).total).toBe(1)
    expect((await remote.time({ advance_minutes: 60 })).now).toBe("2026-03-16T13:00:00.000Z")
    await expect(remote.cdiscount.order({ external_id: "none" })).rejects.toThrow("No order none")
    await expect(remote.addFault({ kind: "explode" } as never)).rejects.toThrow("400")
  })
})
