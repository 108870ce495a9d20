import type { ExpectedOrder, ExpectedOutcome } from "../../../sandbox/expected"
import type { OrderLedger } from "../../../sandbox/ledger"
import { differenceOf, expectedFigures, shipmentDifferenceOf, type StoredOrder } from "../figures"

const line = (item_ids: string[], is_owed = true) => ({
  item_ids,
  sku: "MP-0001",
  quantity: item_ids.length,
  unit_cents: 1000,
  shipping_cents: 0,
  tax_rate: 20,
  is_owed,
})

const expected = (outcome: ExpectedOutcome, reason: string | null = null): ExpectedOrder => ({
  marketplace: "rakuten",
  account: "boutique",
  external_id: "1001",
  kind: "plain",
  outcome,
  reason,
  currency_code: "EUR",
  stated_total_cents: null,
  lines_cents: 2990,
  owed_cents: 2990,
  import_cents: outcome === "import" ? 2990 : null,
  fee_cents: 0,
  taxes: [],
  lines: [line(["1", "2"]), line(["3"], false)],
})

const found = (given: Partial<StoredOrder>): StoredOrder => ({
  external_id: "1001",
  state: "waiting",
  problem_code: null,
  is_imported: false,
  total: null,
  ...given,
})
const inStore = (total: number) => found({ state: "imported", is_imported: true, total })

describe("differenceOf", () => {
  it.each<[string, ExpectedOrder, StoredOrder | undefined]>([
    ["an import to the cent", expected("import"), inStore(29.9)],
    ["a hold for its reason", expected("hold", "country"), found({ problem_code: "country_not_in_region" })],
    ["a wait", expected("wait", "no_details"), found({ state: "waiting" })],
    ["one item to decide on", expected("wait", "undecided_items"), found({ state: "to_accept" })],
    ["one to accept", expected("to_accept"), found({ state: "to_accept" })],
    ["one that was canceled", expected("cancel"), found({ state: "canceled" })],
    ["one that was over before it was seen", expected("ignore"), undefined],
  ])("accepts %s", (_, order, row) => {
    expect(differenceOf(order, row)).toBeNull()
  })

  it.each<[string, ExpectedOrder, StoredOrder | undefined]>([
    ["a missing import", expected("import"), undefined],
    ["a held import", expected("import"), found({ state: "ready", problem_code: "unknown_sku" })],
    ["a cent too much", expected("import"), inStore(29.91)],
    ["an import without a total", expected("import"), found({ is_imported: true })],
    ["another reason", expected("hold", "country"), found({ problem_code: "unknown_sku" })],
    ["a hold without a reason", expected("hold", "country"), found({})],
    ["an order that should wait", expected("wait", "no_details"), inStore(29.9)],
    ["an alarm for what should wait", expected("wait", "no_details"), found({ state: "ready" })],
    ["a canceled order in the store", expected("cancel"), inStore(29.9)],
  ])("names %s", (_, order, row) => {
    expect(differenceOf(order, row)).toContain("1001 (plain)")
  })
})

describe("shipmentDifferenceOf", () => {
  const shipment = { kind: "plain", number: "6A1", sent: { carrier: "Colissimo", number: "6A1" } }
  const parcel = {
    at: "",
    request_id: 1,
    number: "6A1",
    carrier: "Colissimo",
    url: null,
    item_ids: ["1", "2"],
  }
  const ledger = (given: Partial<OrderLedger> = {}) =>
    ({ shipments: [parcel], duplicate_shipments: [], refused_shipments: [], ...given }) as OrderLedger
  const attempt = { at: "", request_id: 2, item_ids: [], why: "unknown carrier" }
  const of = (given: Partial<OrderLedger> | null, action_state: string | null = "confirmed") =>
    shipmentDifferenceOf({
      expected: expected("import"),
      shipment,
      ledger: given ? ledger(given) : undefined,
      action_state,
    })

  it("accepts one parcel for all that is owed, confirmed", () => {
    expect(of({})).toBeNull()
  })

  it.each<[string, string | null]>([
    ["nothing", of(null)],
    ["an item that is missing", of({ shipments: [{ ...parcel, item_ids: ["1"] }] })],
    ["a second parcel for the same items", of({ shipments: [parcel, parcel] })],
    ["another carrier", of({ shipments: [{ ...parcel, carrier: "UPS" }] })],
    ["another number", of({ shipments: [{ ...parcel, number: "6A2" }] })],
    ["a refusal", of({ refused_shipments: [attempt] })],
    ["a repeat", of({ duplicate_shipments: [attempt] })],
    ["no confirmation", of({}, "sent")],
  ])("names %s", (_, difference) => {
    expect(difference).toContain("1001 (plain)")
  })
})

describe("expectedFigures", () => {
  it("counts every order once", () => {
    const orders = (["import", "hold", "wait", "to_accept", "cancel", "ignore", "run_error"] as const).map(
      (outcome) => expected(outcome)
    )
    const figures = expectedFigures([...orders, expected("wait", "undecided_items")], 3, 1)
    expect(figures).toEqual({
      orders: 8,
      seen: 7,
      imported: 1,
      held: 1,
      to_accept: 2,
      waiting: 1,
      not_ours: 1,
      unreadable: 1,
      shipped: 3,
      confirmed: 3,
    })
  })
})
