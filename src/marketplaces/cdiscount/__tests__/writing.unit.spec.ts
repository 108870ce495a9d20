import { MarketplaceError } from "../../errors"
import type { MarketplaceSession, ShipmentRequest } from "../../port"
import { settingNames } from "../../setting-fields"
import { cdiscount } from ".."
import { settingFields } from "../settings"
import { fakeOctopia, type Route } from "./fake-octopia"
import { changed, fixture } from "./fixtures"

const ID = "CDISFR2605041000001FX01"
const SHIPMENTS = `POST /orders/${ID}/shipments`
const APPROVAL = `POST /orders/${ID}/approval-status`
const created: Route = () => ({ status: 201 })
const carriers: Route = () => ({
  body: [
    { code: "pcc", label: "Colissimo", "additional-parameters-required": false },
    { code: "ex", label: " Asendia  " },
    { code: null, label: "autre" },
    { label: "" },
  ],
})
const order = cdiscount.normalize(fixture("order-ready"), {})
const PARCEL = {
  tracking_number: "6A00000000456",
  carrier_name: "Colissimo",
  tracking_url: "https://suivi.example/456",
}

function shipment(given: Partial<ShipmentRequest> = {}): ShipmentRequest {
  return {
    external_id: ID,
    item_external_ids: ["1", "2"],
    parcels: [PARCEL],
    is_untracked: false,
    order,
    ...given,
  }
}

async function failureOf(promise: Promise<unknown>): Promise<MarketplaceError> {
  const error: unknown = await promise.then(
    () => new Error("it did not fail"),
    (reason: unknown) => reason
  )
  if (!(error instanceof MarketplaceError)) {
    throw error
  }
  return error
}

async function shipped(settings: Record<string, unknown> = {}, given: Partial<ShipmentRequest> = {}) {
  const octopia = fakeOctopia({ [SHIPMENTS]: created, "GET /carriers": carriers }, { settings })
  expect(await octopia.session.ship(shipment(given))).toEqual({ result: "done", status: 201, message: null })
  const [request] = octopia.calls(SHIPMENTS)
  expect(request.headers.get("content-type")).toBe("application/json")
  return JSON.parse(request.body) as unknown
}

describe("a shipment", () => {
  const wire = {
    parcelNumber: "6A00000000456",
    carrierName: "Colissimo",
    trackingUrl: "https://suivi.example/456",
    orderLineIds: ["1", "2"],
  }
  const all = { item_external_ids: ["1", "2", "3"] }

  it("is a list of parcels with the lines", async () => {
    expect(await shipped()).toEqual([wire])
    expect(await shipped({}, { parcels: [{ ...PARCEL, tracking_url: null }] })).toEqual([
      { ...wire, trackingUrl: undefined },
    ])
  })

  it.each<[Record<string, unknown>, Partial<ShipmentRequest>, unknown]>([
    [{ shipment_body: "object" }, {}, wire],
    [{ shipment_line_ids: "omit-when-all" }, {}, [wire]],
    [{ shipment_line_ids: "omit-when-all" }, all, [{ ...wire, orderLineIds: undefined }]],
    [{ shipment_tracking_url: "omit" }, {}, [{ ...wire, trackingUrl: undefined }]],
    [{ carrier_field: "carrierCode" }, {}, [{ ...wire, carrierName: undefined, carrierCode: "pcc" }]],
    [
      { parcels_per_order: { CDISFR: "many" } },
      { parcels: [PARCEL, PARCEL] },
      [
        { ...wire, orderLineIds: ["1"] },
        { ...wire, orderLineIds: ["2"] },
      ],
    ],
    [
      { parcels_per_order: { CDISFR: "many" }, shipment_line_ids: "omit-when-all" },
      {
        ...all,
        parcels: [
          { ...PARCEL, item_external_ids: ["3", "1"] },
          { ...PARCEL, item_external_ids: ["2"] },
        ],
      },
      [
        { ...wire, orderLineIds: ["3", "1"] },
        { ...wire, orderLineIds: ["2"] },
      ],
    ],
  ])("follows %j", async (settings, given, body) => expect(await shipped(settings, given)).toEqual(body))

  it.each<[Partial<ShipmentRequest>, Record<string, unknown>, string]>([
    [{ is_untracked: true }, {}, "untracked_not_supported"],
    [{ parcels: [] }, {}, "untracked_not_supported"],
    [{ item_external_ids: [] }, {}, "untracked_not_supported"],
    [{ parcels: [PARCEL, PARCEL] }, {}, "one_parcel_only"],
    [{ parcels: [PARCEL, PARCEL, PARCEL] }, { parcels_per_order: { "*": "many" } }, "parcels_unclear"],
    [
      { parcels: [PARCEL, PARCEL].map((one) => ({ ...one, item_external_ids: ["1", "2"] })) },
      { parcels_per_order: { CDISFR: "many" } },
      "parcels_unclear",
    ],
    [{ parcels: [{ ...PARCEL, item_external_ids: ["1"] }] }, {}, "parcels_unclear"],
    [
      { parcels: [PARCEL, PARCEL] },
      { parcels_per_order: { "*": "many" }, shipment_body: "object" },
      "one_parcel_only",
    ],
  ])("is not sent when it cannot be taken: %#", async (given, settings, reason) => {
    const octopia = fakeOctopia({ [SHIPMENTS]: created }, { settings })
    const error = await failureOf(octopia.session.ship(shipment(given)))
    expect(error).toMatchObject({ kind: "refused", details: { effect: "none", reason } })
    expect(octopia.received).toHaveLength(0)
  })

  it("is not sent with a name in the place of a code", async () => {
    const settings = { carrier_field: "carrierCode" }
    const octopia = fakeOctopia({ [SHIPMENTS]: created, "GET /carriers": carriers }, { settings })
    const parcels = [{ ...PARCEL, carrier_name: "Unlisted" }]
    const error = await failureOf(octopia.session.ship(shipment({ parcels })))
    expect(error).toMatchObject({ kind: "refused", details: { effect: "none", reason: "carrier_refused" } })
    expect(octopia.calls(SHIPMENTS)).toEqual([])
  })

  it.each([
    [{ errors: { orderLineIds: ["Cannot switch to shipped status (more)"] } }, 400, "wrong_state"],
    [{ detail: "Conflict" }, 409, "wrong_state"],
    [{ errors: { "[0].parcelNumber": ["Too long"] } }, 400, "parcel_refused"],
    [{ errors: { carrierName: ["Unknown"] } }, 400, "carrier_refused"],
    [{ errors: { TrackingUrl: ["Bad"] } }, 422, "tracking_url_refused"],
    [{ detail: "No." }, 400, undefined],
  ])("refused as %j has a reason", async (body, status, reason) => {
    const octopia = fakeOctopia({ [SHIPMENTS]: () => ({ status, body }) })
    const error = await failureOf(octopia.session.ship(shipment()))
    expect(error).toMatchObject({ kind: "refused", details: { effect: "none", status } })
    expect(error.details.reason).toBe(reason)
    expect(octopia.calls(SHIPMENTS)).toHaveLength(1)
  })

  it("refused with the buyer's data in the words keeps them out", async () => {
    const body = {
      detail: "Strasbourg, 3 Quai des Inventions: acheteur-0042@relais.example, +33639980042, NOÉ Fictif",
    }
    const octopia = fakeOctopia({ [SHIPMENTS]: () => ({ status: 400, body }) })
    const { details } = await failureOf(octopia.session.ship(shipment()))
    expect(details.marketplace_message).toBe("…, …: …, …, … …")
  })

  it.each([
    [500, "unavailable", "unknown"],
    [504, "unavailable", "unknown"],
    [429, "rate_limited", "none"],
    [404, "not_found", "none"],
  ])("answered with %d is sent once and its effect is reported", async (status, kind, effect) => {
    const octopia = fakeOctopia({ [SHIPMENTS]: () => ({ status, body: "<html>" }) })
    expect(await failureOf(octopia.session.ship(shipment()))).toMatchObject({ kind, details: { effect } })
    expect(octopia.calls(SHIPMENTS)).toHaveLength(1)
  })

  it("is done at any 2xx, or only at those of the setting", async () => {
    const given = { [SHIPMENTS]: (() => ({ status: 202, body: "" })) as Route }
    expect((await fakeOctopia(given).session.ship(shipment())).status).toBe(202)
    const strict = fakeOctopia(given, { settings: { success_codes: [201] } })
    expect(await failureOf(strict.session.ship(shipment()))).toMatchObject({
      kind: "invalid_answer",
      details: { effect: "unknown", status: 202 },
    })
  })
})

describe("a change", () => {
  const page = "<!doctype html><html><body><h1>Maintenance en cours</h1></body></html>"
  const writes: [string, Route, (session: MarketplaceSession) => Promise<unknown>][] = [
    [SHIPMENTS, created, (session) => session.ship(shipment())],
    [
      APPROVAL,
      () => ({ status: 204 }),
      (session) =>
        session.decide({ external_id: ID, decision: "accept", item_external_ids: ["1"], reason: null }),
    ],
    [
      "POST /order-cancellation-requests",
      () => ({ status: 200, body: { cancellationRequestId: 7 } }),
      (session) => session.cancel({ external_id: ID, item_external_ids: null, reason: "x" }),
    ],
  ]
  const settings = { cancel_enabled: true }

  it.each(writes)("(%s) is not done when a page comes instead of an answer", async (name, taken, write) => {
    const answered = (route: Route) => write(fakeOctopia({ [name]: route }, { settings }).session)
    expect(await answered(taken)).toMatchObject({ result: "done" })
    for (const body of [page, page.slice(0, 20), "Service en maintenance"]) {
      expect(await failureOf(answered(() => ({ status: 200, body })))).toMatchObject({
        kind: "invalid_answer",
        details: { effect: "unknown", status: 200 },
      })
    }
  })
})

describe("the policy of shipments", () => {
  const policy = (id: string | null, settings: Record<string, unknown> = {}) =>
    cdiscount.shipmentPolicy({ ...order, channel: id === null ? null : { id, name: null } }, settings)

  it("is one parcel for Cdiscount and many elsewhere, or as set", () => {
    expect(policy("CDISFR")).toEqual({
      asks_unusual: true,
      correction_settings: settingNames(settingFields, "tracking_correction"),
      corrections: false,
      parcels: "one",
      split: "wait_for_all",
      untracked: false,
      tracking_number_max_length: 50,
      tracking_url_max_length: 255,
    })
    expect([policy("OTHERS").parcels, policy(null).parcels]).toEqual(["many", "many"])
    expect(policy("OTHERS", { parcels_per_order: { CDISFR: "many" } }).parcels).toBe("one")
    expect(policy("CDISFR", { split_policy: "first-parcel" }).split).toBe("first_parcel")
  })
})

describe("a decision", () => {
  it.each([
    ["accept", "approval_status", "Accepted"],
    ["refuse", "approval_status", "Refused"],
    ["accept", "approvalStatus", "Accepted"],
  ] as const)("to %s is sent as %s", async (decision, approval_field, word) => {
    const octopia = fakeOctopia({ [APPROVAL]: () => ({ status: 204 }) }, { settings: { approval_field } })
    const request = { external_id: ID, decision, item_external_ids: ["1"], reason: null }
    expect(await octopia.session.decide(request)).toEqual({ result: "done", status: 204, message: null })
    expect(JSON.parse(octopia.calls(APPROVAL)[0].body)).toEqual({ [approval_field]: word })
  })
})

describe("reading", () => {
  it("gives the order as it is, and null for what is not there", async () => {
    const octopia = fakeOctopia({ [`GET /orders/${ID}`]: () => ({ body: fixture("order-ready") }) })
    const snapshot = await octopia.session.read(ID)
    const answer = JSON.parse(fixture("order-ready")) as object
    expect(JSON.parse(snapshot?.payload ?? "")).toEqual({ ...answer, alone: true })
    expect(await octopia.session.fetchDetails({ external_id: ID, payload: "x" })).toEqual({
      external_id: ID,
      payload: "x",
    })
    const unlisted = JSON.stringify({ ...answer, unlisted: ["9"] })
    expect(await octopia.session.fetchDetails({ external_id: ID, payload: unlisted })).toEqual(snapshot)
    expect(await octopia.session.read("OTHER")).toBeNull()
    const asked = octopia.received.length
    expect(await octopia.session.read("../sellers")).toBeNull()
    expect(octopia.received).toHaveLength(asked)
  })

  it("refuses another order than the one asked for", async () => {
    const octopia = fakeOctopia({ "GET /orders/OTHER": () => ({ body: fixture("order-ready") }) })
    expect((await failureOf(octopia.session.read("OTHER"))).kind).toBe("invalid_answer")
  })

  it("gives the carriers by trimmed label", async () => {
    expect(await fakeOctopia({ "GET /carriers": carriers }).session.carriers()).toEqual([
      { name: "Colissimo", code: "pcc" },
      { name: "Asendia", code: "ex" },
      { name: "autre", code: null },
    ])
  })
})

describe("a cancellation", () => {
  const enabled = { cancel_enabled: true }
  const read = { [`GET /orders/${ID}`]: (() => ({ body: fixture("order-ready") })) as Route }
  const cancel = (item_external_ids: string[] | null) => ({
    external_id: ID,
    item_external_ids,
    reason: "seller-out-of-stock",
  })

  it("is not supported until it is switched on", async () => {
    const octopia = fakeOctopia(read)
    for (const call of [octopia.session.cancel(cancel(null)), octopia.session.cancellationReasons(ID)]) {
      expect(await failureOf(call)).toMatchObject({
        kind: "refused",
        details: { effect: "none", reason: "not_supported" },
      })
    }
    expect(octopia.received).toHaveLength(0)
  })

  const whole = { reason: "seller-out-of-stock", shippingCostRefund: true }
  const line = { lineId: "1", reason: "seller-out-of-stock" }
  const offerId = "INVENTE0000000001_98979_6_CDISFR"
  it.each<[Record<string, unknown>, string[] | null, string, unknown]>([
    [{}, null, "POST /order-cancellation-requests", { orderSellerId: ID, ...whole }],
    [{}, ["1", "2", "3"], "POST /order-cancellation-requests", { orderSellerId: ID, ...whole }],
    [
      { cancel_order_field: "orderId", cancel_shipping_refund: false },
      null,
      "POST /order-cancellation-requests",
      { orderId: ID, ...whole, shippingCostRefund: false },
    ],
    [
      {},
      ["1"],
      "POST /order-partial-cancellation-requests",
      { orderSellerId: ID, lines: [{ ...line, offerId, shippingCostRefund: true }] },
    ],
    [
      { cancel_partial_shape: "refund-top-level" },
      ["1"],
      "POST /order-partial-cancellation-requests",
      { orderSellerId: ID, shippingCostRefund: true, lines: [line] },
    ],
  ])("with %j of %j goes to %s", async (settings, items, name, body) => {
    const octopia = fakeOctopia(
      { ...read, [name]: () => ({ status: 200 }) },
      { settings: { ...enabled, ...settings } }
    )
    expect((await octopia.session.cancel(cancel(items))).result).toBe("done")
    expect(JSON.parse(octopia.calls(name)[0].body)).toEqual(body)
  })

  it("offers the reasons of the order's state, in whatever shape they come", async () => {
    const reasons: Route = (_, nth) => ({
      body:
        nth === 1
          ? ["seller-out-of-stock"]
          : {
              items: [
                { code: "a", label: "A" },
                { id: 7, name: "B" },
              ],
            },
    })
    const octopia = fakeOctopia({ ...read, "GET /cancellation-reasons": reasons }, { settings: enabled })
    expect(await octopia.session.cancellationReasons(ID)).toEqual([
      { code: "seller-out-of-stock", label: "seller-out-of-stock" },
    ])
    expect(await octopia.session.cancellationReasons(ID)).toEqual([
      { code: "a", label: "A" },
      { code: "7", label: "B" },
    ])
    expect(octopia.calls("GET /cancellation-reasons")[0].url.search).toBe(
      "?salesChannel=CDISFR&userType=Seller&orderStatus=InPreparation"
    )
  })

  it("of lines is an error when the order is gone or unreadable", async () => {
    const gone = fakeOctopia({}, { settings: enabled })
    expect((await failureOf(gone.session.cancel(cancel(["1"])))).kind).toBe("not_found")
    const broken: Route = () => ({ body: changed("order-ready", { lines: "MARKER" }) })
    const unreadable = fakeOctopia({ [`GET /orders/${ID}`]: broken }, { settings: enabled })
    const error = await failureOf(unreadable.session.cancel(cancel(["1"])))
    expect(error.kind).toBe("invalid_answer")
    expect(error.message).not.toContain("MARKER")
  })
})

it("the sales channel is named on every call by setting", async () => {
  const octopia = fakeOctopia({ "GET /carriers": carriers }, { settings: { sales_channel_header: "always" } })
  await octopia.session.carriers()
  expect(octopia.calls("GET /carriers")[0].headers.get("saleschannelid")).toBe("CDISFR")
})
