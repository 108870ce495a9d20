import { anAddress, aPurchase } from "../../__tests__/fixtures"
import type { CustomsItem, LabelOption, PanelOrder } from "../../label-service"
import { findPoint } from "../../pickup-point"
import { sendcloud } from "../adapter"
import { bytesOf, connect, withSandbox } from "./sandbox-account"

const sandbox = withSandbox()
const control = () => sandbox().control.sendcloud
const label = { type: "label", format: "pdf", paper_size: null } as const

describe("the check of the keys", () => {
  it("is good with keys that have a sender", async () => {
    expect(await connect(sandbox()).session.check()).toMatchObject({
      ok: true,
      code: "ok",
      details: { senders: 2 },
    })
  })
  it.each<[string, () => void, string]>([
    ["invalid_credentials", () => sandbox().control.addFault({ kind: "unauthorized" }), "keys"],
    ["no_rights", () => sandbox().control.addFault({ kind: "no_rights" }), "right"],
    ["quota", () => sandbox().control.addFault({ kind: "rate_limit" }), "slow down"],
    ["unreachable", () => sandbox().control.addFault({ kind: "unavailable" }), "answer"],
    ["unreachable", () => sandbox().control.addFault({ kind: "hang" }), "answer"],
    ["unreachable", () => sandbox().control.addFault({ kind: "html" }), "answer"],
    ["no_sender", () => void control().configure({ senders: [] }), "sender"],
  ])("says %s", async (code, arrange, word) => {
    arrange()
    const result = await connect(sandbox(), { timeout_ms: 100 }).session.check()
    expect(result).toMatchObject({ ok: false, code, message: expect.stringContaining(word) as string })
  })
  it("says so before any call where a key is missing", async () => {
    const { session } = connect(sandbox(), { credentials: { public_key: "a:b", secret_key: "s" } })
    expect(await session.check()).toMatchObject({ ok: false, code: "configuration" })
    expect(sandbox().control.counts().total).toBe(0)
  })
})

describe("what the account has", () => {
  it("lists senders, contracts and integrations", async () => {
    control().configure({
      double_contracts: ["colissimo"],
      other_integrations: [{ id: 42, shop_name: "Boutique Cdiscount", type: "cdiscount" }],
    })
    const { session } = connect(sandbox())
    expect(await session.senders()).toEqual([
      {
        external_id: "501",
        name: "Maison Exemple",
        city: "Lyon",
        postal_code: "69002",
        country_code: "FR",
        brand_id: null,
        address: {
          name: "Expéditions",
          company_name: "Maison Exemple",
          address_line_1: "12 rue des Essais",
          house_number: null,
          address_line_2: null,
          postal_code: "69002",
          city: "Lyon",
          state_code: null,
          country_code: "FR",
          phone: null,
          email: null,
        },
      },
      {
        external_id: "502",
        name: "Maison Exemple Nord",
        city: "Lille",
        postal_code: "59000",
        country_code: "FR",
        brand_id: null,
        address: expect.objectContaining({ city: "Lille", address_line_1: "4 quai du Modèle" }) as unknown,
      },
    ])
    const contracts = (await session.contracts()).filter(({ carrier_code }) => carrier_code === "colissimo")
    expect(contracts.map(({ is_default }) => is_default)).toEqual([true, false])
    expect(await session.integrations()).toEqual([
      {
        external_id: "7001",
        name: "Store 7001",
        system: "api",
        is_ours: true,
        webhook_url: null,
        service_points: true,
      },
      {
        external_id: "42",
        name: "Boutique Cdiscount",
        system: "cdiscount",
        is_ours: false,
        webhook_url: null,
        service_points: null,
      },
    ])
  })

  it("knows its own integration among several by the setting alone", async () => {
    control().configure({ other_integrations: [{ id: 7002, shop_name: "ERP", type: "api" }] })
    const ours = async (settings: Record<string, unknown>) =>
      (await connect(sandbox(), { settings }).session.integrations())
        .filter(({ is_ours }) => is_ours)
        .map(({ external_id }) => external_id)
    expect(await ours({})).toEqual([])
    expect(await ours({ integration_id: "7001" })).toEqual(["7001"])
    await expect(
      connect(sandbox()).session.reportTo("https://shop.example/webhooks/labels/mkla_1")
    ).rejects.toMatchObject({
      kind: "configuration",
      details: { reason: "integration_unknown" },
    })
  })
})

const query = {
  from: { country_code: "FR", postal_code: "69002" },
  to: { country_code: "FR", postal_code: "75011" },
  weight_grams: 1250,
  with_price: true,
}
describe("options", () => {
  it("are what the route and the weight allow, with a price that is an estimate", async () => {
    const options = await connect(sandbox()).session.options(query)
    expect(options.find(({ code }) => code === "colissimo:standard")).toEqual<LabelOption>({
      code: "colissimo:standard",
      name: "Colissimo Domicile",
      carrier: { code: "colissimo", name: "Colissimo" },
      contract: { id: "610", name: "Colissimo" },
      min_grams: 1,
      max_grams: 30_001,
      last_mile: "home",
      required_fields: ["phone"],
      needs_customs_papers: false,
      price: { amount: 6.99, currency_code: "EUR" },
    })
    expect(options.find(({ code }) => code.startsWith("mondial_relay"))?.last_mile).toBe("service_point")
  })
  it("can be none, or without a price", async () => {
    const { session } = connect(sandbox())
    expect(await session.options({ ...query, option_code: "no:such" })).toEqual([])
    const [letter] = await session.options({ ...query, option_code: "sendcloud:letter", with_price: false })
    expect(letter.price).toBeNull()
  })
  it("a quote is asked for once, and a plain list again", async () => {
    sandbox().control.addFault({ kind: "unavailable", endpoint: "POST /shipping-options" })
    const { session } = connect(sandbox())
    const asked = () => sandbox().control.counts({ endpoint: "POST /shipping-options" }).total
    await expect(session.options(query)).rejects.toMatchObject({ kind: "unavailable" })
    expect(asked()).toBe(1)
    await expect(session.options({ ...query, with_price: false })).rejects.toMatchObject({
      kind: "unavailable",
    })
    expect(asked()).toBeGreaterThan(2)
  })
})

describe("pickup points", () => {
  it("are found by the carrier's id and the postcode, open or closed", async () => {
    const { session } = connect(sandbox())
    const find = async (id: string, postal_code: string) =>
      findPoint(
        await session.servicePoints({
          country_code: "FR",
          carrier_code: "mondial_relay",
          carrier_point_id: id,
        }),
        { id, postal_code }
      )
    expect(await find("012345", "69002")).toMatchObject({
      kind: "open",
      point: { name: "Tabac de la Gare", street: "rue de la Gare 3" },
    })
    expect((await find("099999", "75011")).kind).toBe("closed")
    expect((await find("012345", "75011")).kind).toBe("unknown")
    expect(await session.servicePoints({ country_code: "FR", near: { postal_code: "69002" } })).toHaveLength(
      2
    )
  })
  it("are refused where they are off in the panel", async () => {
    const [account] = control().configure({}).accounts
    control().configure({ accounts: [{ ...account, service_points: false }] })
    await expect(connect(sandbox()).session.servicePoints({ country_code: "FR" })).rejects.toMatchObject({
      kind: "refused",
      details: { marketplace_message: expect.stringContaining("not enabled") as string },
    })
  })
  it("go along as texts, by the id that is set", async () => {
    const { session } = connect(sandbox())
    const option_code = "mondial_relay:service_point,dualapi/size=l,c2c"
    const buy = (kind: "carrier" | "service", id: string, reference: string) =>
      session.buy(aPurchase({ reference, option_code, service_point: { kind, id } }))
    await buy("carrier", "012345", "shop-a-1")
    await buy("service", "9000000", "shop-b-1")
    await expect(buy("carrier", "099999", "shop-c-1")).rejects.toMatchObject({
      kind: "refused",
      faults: [{ field: "service_point", message: "The service point is no longer operational." }],
    })
    const sent = sandbox()
      .control.requests({ endpoint: "POST /shipments/announce" })
      .map(({ body }) => JSON.parse(body) as { to_service_point: unknown })
    expect(sent.map(({ to_service_point }) => to_service_point)).toEqual([
      { carrier_service_point_id: "012345" },
      { id: "9000000" },
      { carrier_service_point_id: "099999" },
    ])
  })
})

const item: CustomsItem = {
  description: "Tasse",
  quantity: 2,
  weight_grams: 300,
  value: { amount: 12.9, currency_code: "EUR" },
  hs_code: "691200",
  origin_country: "FR",
  sku: "TASSE",
  material: null,
}
const abroad = aPurchase({
  to: anAddress({ country_code: "CH", postal_code: "1200", city: "Genève" }),
  option_code: "colissimo:international,service=home",
  parcels: [{ weight_grams: 1250, dimensions: null, items: [item] }],
  customs: {
    invoice_number: "1001",
    reason: "commercial_goods",
    type: "commercial_b2c",
    freight: null,
    tax_numbers: [],
  },
})

describe("customs", () => {
  it("give a paper of their own", async () => {
    const { session } = connect(sandbox())
    const { shipment } = await session.buy(abroad)
    const [parcel] = shipment.parcels
    expect(parcel.documents).toEqual(["label", "customs_declaration"])
    const paper = await session.document(parcel.external_id, { ...label, type: "customs_declaration" })
    expect((await bytesOf(paper.content)).toString("latin1")).toContain("CN23")
    await expect(
      session.document(parcel.external_id, { ...label, type: "air_waybill" })
    ).rejects.toMatchObject({ kind: "not_found" })
  })
  it("name each field that they lack", async () => {
    const parcels = [{ weight_grams: 1250, dimensions: null, items: [{ ...item, hs_code: "" }] }]
    await expect(connect(sandbox()).session.buy({ ...abroad, parcels, customs: null })).rejects.toMatchObject(
      {
        kind: "refused",
        faults: [{ field: "hs_code" }, { field: "invoice_number" }, { code: "invalid_choice" }],
      }
    )
    expect(control().shipments()).toEqual([])
  })
})

describe("canceling", () => {
  const bought = async () => {
    const { session } = connect(sandbox())
    const { shipment } = await session.buy(aPurchase())
    return { session, id: shipment.external_id, parcel_id: Number(shipment.parcels[0].external_id) }
  }
  it("at once gives the money back", async () => {
    const { session, id } = await bought()
    expect(await session.cancel(id)).toMatchObject({ result: "canceled" })
    expect((await session.byId(id))?.parcels[0].status).toBe("canceled")
    expect(control().money()).toMatchObject({ labels: [], refunded_cents: 699 })
    expect(await session.cancel(id)).toMatchObject({ result: "gone" })
  })
  it("can be a wish, which is no cancellation yet", async () => {
    control().configure({ cancels: "queued" })
    const { session, id } = await bought()
    expect(await session.cancel(id)).toMatchObject({ result: "requested" })
    expect((await session.byId(id))?.parcels[0].status).toBe("canceling")
    expect(control().money().labels).toHaveLength(1)
    expect(await session.cancel(id)).toMatchObject({ result: "requested" })
    sandbox().control.time({ advance_minutes: 15 * 24 * 60 })
    expect((await session.byId(id))?.parcels[0].status).toBe("canceled")
  })
  it("is refused after the first scan, and 42 days", async () => {
    const { session, id, parcel_id } = await bought()
    sandbox().control.time({ advance_minutes: 43 * 24 * 60 })
    expect(await session.cancel(id)).toMatchObject({ result: "refused" })
    control().act({ parcel_id, action: "scan" })
    expect(await session.cancel(id)).toMatchObject({
      result: "refused",
      message: expect.stringContaining("no longer") as string,
    })
  })
  it("of what was never there is done", async () => {
    expect(await connect(sandbox()).session.cancel("no-such")).toMatchObject({ result: "gone" })
  })
  it("is never repeated", async () => {
    const { session, id } = await bought()
    sandbox().control.addFault({ kind: "unavailable", endpoint: "POST /shipments/*/cancel" })
    await expect(session.cancel(id)).rejects.toMatchObject({
      kind: "unavailable",
      details: { effect: "unknown" },
    })
    expect(sandbox().control.counts({ endpoint: "POST /shipments/{id}/cancel" }).total).toBe(1)
  })
})

describe("documents", () => {
  const parcel = async () => {
    const { session } = connect(sandbox())
    return { session, id: (await session.buy(aPurchase())).shipment.parcels[0].external_id }
  }
  it.each([
    ["pdf", "application/pdf", "%PDF"],
    ["zpl", "application/zpl", "^XA"],
    ["png", "image/png", "PNG"],
  ] as const)("come as %s", async (format, media_type, sign) => {
    const { session, id } = await parcel()
    const document = await session.document(id, { type: "label", format, paper_size: "a6" })
    expect(document).toMatchObject({ media_type, size: expect.any(Number) as number })
    expect((await bytesOf(document.content)).toString("latin1")).toContain(sign)
  })
  it.each<[string, Parameters<ReturnType<typeof sandbox>["control"]["addFault"]>[0]]>([
    ["a page with a login", { kind: "html", body: "<html><form>Log in</form></html>" }],
    ["a file that was cut", { kind: "broken_body" }],
    ["an answer that was cut off", { kind: "truncated_body" }],
    ["another file", { kind: "status", status: 200, body: "PK" }],
  ])("%s is no document", async (_, fault) => {
    const { session, id } = await parcel()
    sandbox().control.addFault({ endpoint: "GET /parcels/*", ...fault })
    await expect(session.document(id, label)).rejects.toMatchObject({ name: "MarketplaceError" })
  })
  it("are not fetched from another place", async () => {
    const { session, id } = await parcel()
    sandbox().control.addFault({
      kind: "status",
      status: 302,
      headers: { location: "http://127.0.0.1:1/label" },
      endpoint: "GET /parcels/*",
    })
    await expect(session.document(id, label)).rejects.toMatchObject({ details: { reason: "redirect" } })
  })
  it("are merged up to a limit, and none is left out in silence", async () => {
    const { session, id } = await parcel()
    const few = connect(sandbox(), { settings: { merged_documents: 2 } }).session
    expect((await few.documents([id, id], label)).media_type).toBe("application/pdf")
    await expect(few.documents([id, id, id], label)).rejects.toMatchObject({
      kind: "refused",
      details: { reason: "too_many_documents", limit: 2 },
    })
    expect((await session.documents([id], label)).size).toBeGreaterThan(0)
  })
  it("are gone with a canceled label", async () => {
    const { session, id } = await parcel()
    control().act({ parcel_id: Number(id), action: "cancel" })
    await expect(session.document(id, label)).rejects.toMatchObject({ kind: "not_found" })
  })
})

it("walks over all that changed, page by page", async () => {
  const { session } = connect(sandbox())
  sandbox().control.time({ set: "2026-03-16T08:00:00Z", freeze: true })
  for (let count = 1; count <= 230; count++) control().makeLabel({ order_number: String(count) })
  sandbox().control.time({ advance_minutes: 60 })
  control().act({ shipment_id: control().shipments()[0].id, action: "scan" })
  const walk = async (since: string) => {
    const pages: string[][] = []
    for await (const page of session.changes(new Date(since)))
      pages.push(page.map(({ order_number }) => String(order_number)))
    return pages
  }
  const all = await walk("2026-03-16T07:00:00Z")
  expect(all.map(({ length }) => length)).toEqual([100, 100, 30])
  expect(new Set(all.flat()).size).toBe(230)
  expect(await walk("2026-03-16T08:30:00Z")).toEqual([["1"]])
  expect(await walk("2026-03-17T00:00:00Z")).toEqual([[]])
})

describe("the panel", () => {
  const order = (change: Partial<PanelOrder> = {}): PanelOrder => ({
    external_id: "order_1",
    order_number: "1001",
    created_at: "2026-03-16T08:00:00.000Z",
    to: anAddress(),
    lines: [
      {
        external_id: "ordli_1",
        name: "Tasse",
        sku: "TASSE",
        quantity: 2,
        total: { amount: 25.8, currency_code: "EUR" },
        weight_grams: 300,
        hs_code: null,
        origin_country: null,
      },
    ],
    total: { amount: 30.8, currency_code: "EUR" },
    option_code: null,
    service_point: { carrier_point_id: "012345" },
    ...change,
  })

  it("shows an order once, however often it is pushed, with what it says last", async () => {
    const { session } = connect(sandbox())
    await session.pushOrders([order()])
    await session.pushOrders([
      order({ to: anAddress({ city: "Lyon" }) }),
      order({ external_id: "order_2", order_number: "1002" }),
    ])
    expect(control().orders()).toMatchObject([
      {
        order_id: "order_1",
        pushes: 2,
        body: {
          shipping_address: { city: "Lyon" },
          service_point_details: { carrier_service_point_id: "012345" },
        },
      },
      { order_id: "order_2", pushes: 1 },
    ])
  })
  it("takes all of them, or none, and says what is wrong", async () => {
    const { session } = connect(sandbox())
    const swiss = order({ total: { amount: 30.8, currency_code: "CHF" } })
    await expect(session.pushOrders([order(), swiss])).rejects.toMatchObject({ kind: "refused" })
    expect(control().orders()).toEqual([])
    await session.pushOrders(
      Array.from({ length: 120 }, (_, index) => order({ external_id: `order_${index}` }))
    )
    expect(control().orders()).toHaveLength(120)
  })
  it("a refusal of them quotes none of their buyers", async () => {
    sandbox().control.addFault({
      kind: "status",
      status: 400,
      body: JSON.stringify({
        errors: [{ code: "invalid", detail: "Lilas and Exemple of Nantes are unknown" }],
      }),
      endpoint: "POST /orders",
    })
    const pushed = connect(sandbox()).session.pushOrders([
      order(),
      order({ to: anAddress({ city: "Nantes" }) }),
    ])
    await expect(pushed).rejects.toMatchObject({
      details: { marketplace_message: "… and … of … are unknown" },
    })
  })
  it("lets an order go, once", async () => {
    const { session } = connect(sandbox())
    await session.pushOrders([order(), order({ external_id: "order_2" })])
    expect(await session.withdrawOrder(order())).toBe(true)
    expect(
      control()
        .orders()
        .map(({ order_id }) => order_id)
    ).toEqual(["order_2"])
    expect(await session.withdrawOrder(order())).toBe(false)
  })
  it("a label made there is found by the order, and has no reference", async () => {
    const { session } = connect(sandbox())
    await session.pushOrders([order()])
    control().makeLabel({ order_id: "order_1" })
    expect(await session.byOrderNumber("1001")).toMatchObject([
      { reference: null, order_number: "1001", to: { postal_code: "75011", country_code: "FR" } },
    ])
  })
})

it("finds out what is wrong with an address without buying", async () => {
  const { session } = connect(sandbox())
  expect(await session.addressFaults(anAddress(), "colissimo")).toEqual([])
  const faults = await session.addressFaults(
    anAddress({ address_line_1: "x".repeat(40), country_code: "IT" }),
    "colissimo"
  )
  expect(faults.map(({ code, field }) => [code, field])).toEqual([
    ["ADDRESS_TOO_LONG", "address_line_1"],
    ["STATE_MISSING", "state_code"],
  ])
  expect(control().shipments()).toEqual([])
})

describe("refusals", () => {
  const refused = async (body: unknown) => {
    sandbox().control.addFault({
      kind: "status",
      status: 400,
      endpoint: "POST /shipments/announce",
      body: typeof body === "string" ? body : JSON.stringify(body),
    })
    const { session } = connect(sandbox())
    return session.buy(aPurchase()).catch((error: unknown) => error)
  }
  it.each<[string, unknown, object[]]>([
    [
      "a list with pointers",
      {
        errors: [
          {
            status: "400",
            code: "required",
            detail: "This field is required.",
            source: { pointer: "/data/attributes/to_address/name" },
          },
        ],
      },
      [{ code: "required", field: "name" }],
    ],
    [
      "one error",
      { error: { code: 400, request: "x", message: "house number is blank" } },
      [{ code: "400", field: "house_number" }],
    ],
    ["fields", [{ field: "weight", detail: "Too heavy." }], [{ field: "weight", message: "Too heavy." }]],
    [
      "a bare sentence",
      "The carrier is on holiday",
      [{ code: "error", field: null, message: "The carrier is on holiday" }],
    ],
    ["a page", "<html><h1>Bad request</h1></html>", []],
    ["nothing", "", []],
  ])("in the shape of %s are read", async (_, body, faults) => {
    expect(await refused(body)).toMatchObject({
      name: "LabelRefusal",
      kind: "refused",
      details: { effect: "none", status: 400 },
      faults,
    })
  })
  it("quote neither the buyer nor a key", async () => {
    const login = Buffer.from("sandbox-public:sandbox-secret").toString("base64")
    const words = `Camille Exemple, 12 bis rue des Lilas, 75011 PARIS, 06 12 34 56 78, camille@exemple.invalid is unknown; ${login} sandbox-secret`
    const error = await refused({ errors: [{ code: "invalid", detail: words }] })
    const text = JSON.stringify([error, String(error)])
    for (const hidden of [
      "Camille",
      "Lilas",
      "75011",
      "12 34 56",
      "exemple.invalid",
      "sandbox-secret",
      login,
    ]) {
      expect(text).not.toContain(hidden)
    }
    expect(text).toContain("is unknown")
  })
  it("a carrier's words in a good answer quote no buyer either", async () => {
    sandbox().control.addFault({
      kind: "announcement_failed",
      body: "No street Lilas for Camille Exemple in Paris",
    })
    const { shipment } = await connect(sandbox()).session.buy(aPurchase())
    expect(shipment.faults[0].message).toBe("No street … for … in …")
  })
})

describe("messages", () => {
  const body = (change: object = {}, parcel: object = {}) =>
    Buffer.from(
      JSON.stringify({
        action: "parcel_status_changed",
        timestamp: 1773650000000,
        carrier_status_change_timestamp: 1773649000000,
        parcel: {
          id: 383707309,
          name: "Camille Exemple",
          tracking_number: "6A1",
          tracking_url: "https://tracking.example/6A1",
          status: { id: 11, message: "Delivered" },
          order_number: "1001",
          shipment_uuid: "uuid-1",
          external_order_id: "order_1",
          ...parcel,
        },
        ...change,
      })
    )
  it("say of a parcel its status and the time of the change, and nothing of the buyer", () => {
    const news = sendcloud.readMessage(body(), {})
    expect(news).toEqual({
      parcel_external_id: "383707309",
      shipment_external_id: "uuid-1",
      order_external_id: "order_1",
      order_number: "1001",
      status: "delivered",
      external_status: "DELIVERED",
      tracking_number: "6A1",
      tracking_url: "https://tracking.example/6A1",
      at: "2026-03-16T08:16:40.000Z",
    })
  })
  it.each([
    ["another action", body({ action: "integration_updated" })],
    ["no time", body({ timestamp: "now" })],
    ["no parcel", body({ parcel: null })],
    ["no JSON", Buffer.from("<xml/>")],
    ["nothing", Buffer.alloc(0)],
    ["a time out of this world", body({ timestamp: 1e300, carrier_status_change_timestamp: null })],
  ])("of %s are nothing, and no error", (_, message) => {
    expect(sendcloud.readMessage(message, {})).toBeNull()
  })
  it("with a status that we do not know are kept", () => {
    expect(sendcloud.readMessage(body({}, { status: { id: 424242 } }), {})).toMatchObject({
      status: "unknown",
      external_status: "424242",
    })
    expect(
      sendcloud.readMessage(body({}, { status: { id: 424242 } }), {
        status_overrides: { "424242": "moving" },
      })?.status
    ).toBe("moving")
    expect(
      sendcloud.readMessage(body({}, { tracking_url: "javascript:alert(1)" }), {})?.tracking_url
    ).toBeNull()
  })
})

describe("return labels", () => {
  const request = {
    reference: "shop-return_1-1",
    order_number: "1001",
    from: anAddress(),
    to: anAddress({
      name: "Maison Exemple",
      address_line_1: "12 rue des Essais",
      postal_code: "69002",
      city: "Lyon",
    }),
    option_code: "colissimo:return/return",
    contract_id: "610",
    weight_grams: 800,
    items: [],
    invoice_number: null,
    total: { amount: 25.8, currency_code: "EUR" },
    brand_id: null,
  }
  it("go from the buyer to the store, and nothing is sent to the buyer", async () => {
    const { session } = connect(sandbox())
    const { parcel_external_id } = await session.buyReturn(request)
    const [{ body }] = sandbox().control.requests({ endpoint: "POST /returns/announce-synchronously" })
    expect(JSON.parse(body)).toMatchObject({
      external_reference: "shop-return_1-1",
      from_address: { name: "Camille Exemple" },
      to_address: { name: "Maison Exemple" },
      ship_with: {
        type: "shipping_option_code",
        shipping_option_code: "colissimo:return/return",
        contract: 610,
      },
      weight: { value: 0.8, unit: "kg" },
      send_tracking_emails: false,
    })
    expect((await session.document(parcel_external_id, label)).media_type).toBe("application/pdf")
    expect(await session.returnsOf("1001", new Date(0))).toMatchObject([
      { order_number: "1001", external_id: parcel_external_id, parcel_external_id, is_canceled: false },
    ])
    expect(await session.returnsOf("1002", new Date(0))).toEqual([])
    expect(await session.returnsOf("1001", new Date(Date.now() + 60_000))).toEqual([])
  })
  it("are found in a list of several pages", async () => {
    const { session } = connect(sandbox())
    for (let count = 1; count <= 105; count++)
      await session.buyReturn({ ...request, order_number: String(count) })
    expect(await session.returnsOf("104", new Date(0))).toHaveLength(1)
  })
  it("are canceled by a wish, once", async () => {
    const { session } = connect(sandbox())
    const { external_id, parcel_external_id } = await session.buyReturn(request)
    expect(await session.cancelReturn(external_id)).toEqual({ result: "requested", message: null })
    expect(await session.cancelReturn(external_id)).toEqual({
      result: "refused",
      message: "Return is not cancellable.",
    })
    expect(await session.cancelReturn("1")).toMatchObject({ result: "gone" })
    expect(await session.returnsOf("1001", new Date(0))).toMatchObject([{ external_id, is_canceled: true }])
    await expect(session.document(parcel_external_id, label)).rejects.toMatchObject({ kind: "not_found" })
  })
  it("take options for returns alone, and are never repeated", async () => {
    const { session } = connect(sandbox())
    const route = { country_code: "FR", postal_code: "75011" }
    const asked = { from: route, to: route, weight_grams: 800, with_price: false }
    const codes = async (is_return: boolean) =>
      (await session.options({ ...asked, is_return })).map(({ code }) => code)
    expect(await codes(true)).toContain(request.option_code)
    expect(await codes(false)).not.toContain(request.option_code)
    await expect(session.buyReturn({ ...request, option_code: "sendcloud:letter" })).rejects.toMatchObject({
      kind: "refused",
      faults: [{ field: "option" }],
    })
    await expect(session.buy(aPurchase({ option_code: request.option_code }))).rejects.toMatchObject({
      faults: [{ field: "option" }],
    })
    sandbox().control.addFault({ kind: "server_error", endpoint: "POST /returns/*", after_effect: true })
    await expect(session.buyReturn(request)).rejects.toMatchObject({ details: { effect: "unknown" } })
    expect(sandbox().control.counts({ endpoint: "POST /returns/announce-synchronously" }).total).toBe(2)
    sandbox().control.removeFaults()
    expect(await session.returnsOf("1001", new Date(0))).toHaveLength(1)
  })
})
