import type { NormalizedOrder, OrderLine, UnreadPart } from "../../marketplaces/port"
import { judgeAcceptance } from "../acceptance"
import { planImport } from "../plan-import"
import { orderState } from "../state"
import { unreadDetails } from "../unread"
import { address, item, line, order, settings } from "./fixtures"
import { context } from "./store-fixtures"

describe("Letters that were lost", () => {
  const lost = "Ren\ufffd"
  const partsOf = (patch: Partial<NormalizedOrder>) =>
    unreadDetails(order(patch)).flatMap(({ params }) => params.parts as string[])

  it.each<[string, Partial<NormalizedOrder>, string]>([
    ["a name on the bill", { billing_address: address({ last_name: lost }) }, "billing_address.last_name"],
    ["a street on the bill", { billing_address: address({ lines: ["1", lost] }) }, "billing_address.lines"],
    ["an e-mail", { email: "ren\ufffd@relais.example" }, "email"],
    ["a phone", { shipping_address: address({ phone: "06\ufffd39980011" }) }, "shipping_address.phone"],
    ["a title", { lines: [line({ title: lost })] }, `lines.0.title “${lost}”`],
    ["a delivery mode", { delivery_mode: lost }, `delivery_mode “${lost}”`],
    [
      "a carrier's name",
      {
        lines: [
          line({
            items: [
              item("shipped", {
                parcels: [{ tracking_number: "1", carrier_name: lost, tracking_url: null }],
              }),
            ],
          }),
        ],
      },
      `lines.0.parcels.carrier_name “${lost}”`,
    ],
  ])("are shown of %s, with the import and after it", (_, patch, named) => {
    expect(partsOf(patch)).toEqual([named])
  })

  it("are shown once where the delivery address has them, and nothing is shown of what is whole", () => {
    expect(partsOf({ shipping_address: address({ last_name: lost, lines: [lost] }) })).toEqual([])
    expect(partsOf({})).toEqual([])
  })
})

const odd = (...ids: string[]): UnreadPart => ({
  field: "lines.1.price",
  given: "cher",
  blocks: true,
  settings: null,
  ...(ids.length > 0 && { item_external_ids: ids }),
})
const lamp = line({ items: [item("ready", { external_id: "1" })] })
/** A line of which nothing can be read. */
const damaged = (patch: Partial<OrderLine>) =>
  line({ key: "2", sku: "BOOK", unit_price: null, items: [gone("2")], ...patch })
const gone = (external_id: string) => item("canceled", { external_id, quantity: null, shipping_price: null })
const CANCELED = damaged({})
const SHIPPED_THERE = damaged({
  fulfilled_by: "marketplace",
  items: [item("ready", { external_id: "2", quantity: null, shipping_price: null })],
})
const SHIPPED_BEFORE = damaged({ items: [item("shipped", { external_id: "2", quantity: null })] })

const sold = (second: OrderLine, patch: Partial<NormalizedOrder> = {}) =>
  order({ lines: [lamp, second], unread: [odd("2")], ...patch })

describe("A part that cannot be read, of a line that is not imported", () => {
  it.each([
    ["canceled", CANCELED],
    ["shipped by the marketplace", SHIPPED_THERE],
    ["shipped before", SHIPPED_BEFORE],
  ])("holds nothing, and is shown: %s", (_, second) => {
    const plan = planImport(sold(second), context())
    expect(plan).toMatchObject({ kind: "import" })
    const { draft } = plan as Extract<typeof plan, { kind: "import" }>
    expect(draft.order.items.map(({ metadata }) => metadata.line_key)).toEqual(["1"])
    expect(draft.problems).toContainEqual(expect.objectContaining({ code: "unread_detail" }))
  })

  it("is imported to the marketplace's total where the rest comes to it", () => {
    expect(planImport(sold(CANCELED, { total: 10 }), context())).toMatchObject({
      kind: "import",
      draft: { expected_total: 10 },
    })
    expect(planImport(sold(CANCELED, { total: 9 }), context())).toMatchObject({
      kind: "hold",
      problem: { code: "total_mismatch" },
    })
  })

  it("leaves its share of the total open where the marketplace counts it", () => {
    expect(planImport(sold(SHIPPED_THERE, { total: 25 }), context())).toMatchObject({
      kind: "import",
      draft: { expected_total: 10 },
    })
    // The share would be negative: something else is wrong.
    expect(planImport(sold(SHIPPED_THERE, { total: 9 }), context())).toMatchObject({ kind: "hold" })
    // A fee that may be in the total or not cannot be decided beside it.
    const fees = [{ label: "Frais", amount: 1, in_total: "unknown" as const }]
    expect(planImport(sold(SHIPPED_THERE, { total: 25, fees }), context())).toMatchObject({ kind: "hold" })
  })

  it("holds where its line is imported after all", () => {
    const held = { kind: "hold", problem: { code: "unreadable_part" } }
    const ready = damaged({ items: [item("ready", { external_id: "2" })] })
    expect(planImport(sold(ready), context())).toMatchObject(held)
    expect(
      planImport(sold(SHIPPED_THERE), context({}, { import: { fulfilled_by_marketplace: "record" } }))
    ).toMatchObject(held)
    // Of no line: of all.
    expect(planImport(sold(CANCELED, { unread: [odd()] }), context())).toMatchObject(held)
  })

  it("does not end a wait of the others", () => {
    const now = new Date("2026-07-01T12:00:00Z")
    const start_at = new Date("2026-06-01T00:00:00Z")
    const waits = { shipping_address: null, ship_by: null }
    expect(orderState(sold(CANCELED, waits), settings(), { now, start_at })).toMatchObject({
      state: "waiting",
      reason: "no_address",
    })
    expect(
      orderState(sold(CANCELED, { ...waits, unread: [odd()] }), settings(), { now, start_at }).state
    ).toBe("ready")
  })

  it("is no reason to ask a person, nor against a refusal", () => {
    const toAccept = { ...lamp, items: [item("to_accept", { external_id: "1" })] }
    const judge = (unread: UnreadPart[], stock?: Map<string, number>) =>
      judgeAcceptance(
        order({ lines: [toAccept, CANCELED], unread }),
        ["1"],
        "order",
        new Map([["variant_lamp", 10]]),
        context(stock ? { stock } : {}, { import: { out_of_stock: "refuse" } })
      )
    const none = new Map([["iitem_lamp sloc_a", 0]])
    expect(judge([odd("2")])).toMatchObject({ accept: ["1"], ask: null })
    expect(judge([odd("1")])).toMatchObject({ accept: [], ask: { params: { reasons: ["unreadable"] } } })
    expect(judge([odd()])).toMatchObject({ accept: [], ask: { params: { reasons: ["unreadable"] } } })
    expect(judge([odd("1")], none).refuse).toEqual([])
  })
})
