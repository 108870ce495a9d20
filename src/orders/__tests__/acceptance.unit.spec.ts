import type { ItemStatus, OrderLine } from "../../marketplaces/port"
import { acceptedReservations, judgeAcceptance, undecidedItems } from "../acceptance"
import { item, line, order } from "./fixtures"
import { context, stockOf } from "./store-fixtures"

const PRICES = new Map([
  ["variant_lamp", 10],
  ["variant_kit", 20],
  ["variant_book", 8],
  ["variant_card", 5],
])

const sold = (sku: string, patch: Partial<OrderLine> = {}, ids = ["1"], status: ItemStatus = "to_accept") =>
  line({
    key: sku,
    sku,
    items: ids.map((id) => item(status, { external_id: `${sku}-${id}` })),
    ...patch,
  })

function judge(
  lines: OrderLine[],
  { decides = "order" as "order" | "item", settings = {}, stock = {}, prices = PRICES } = {}
) {
  const bought = order({ lines })
  const ids = undecidedItems(bought).map(({ external_id }) => external_id)
  const levels = { sloc_a: { iitem_lamp: 2, iitem_bulb: 3, iitem_book: 1, ...stock } }
  return judgeAcceptance(
    bought,
    ids,
    decides,
    prices,
    context({ stock: stockOf(levels) }, { import: settings })
  )
}

const asked = (...reasons: string[]) => ({
  kind: "ask",
  problem: { code: "not_accepted_automatically", params: { reasons } },
})

describe("judgeAcceptance", () => {
  it("accepts what is known, there and priced as in the store", () => {
    expect(judge([sold("LAMP", {}, ["1", "2"]), sold("CARD", { unit_price: 5 })])).toEqual({
      kind: "accept",
      item_external_ids: ["LAMP-1", "LAMP-2", "CARD-1"],
      reservations: [
        { line_key: "LAMP", inventory_item_id: "iitem_lamp", location_id: "sloc_a", quantity: 2 },
      ],
    })
  })

  it("leaves out what is decided already", () => {
    expect(judge([sold("LAMP"), sold("BOOK", {}, ["1"], "ready")])).toMatchObject({
      item_external_ids: ["LAMP-1"],
    })
  })

  describe("what the marketplace ships", () => {
    const foreign = sold("KIT", { fulfilled_by: "marketplace", unit_price: 20 })
    const lines = [sold("LAMP"), foreign]

    it("is not the seller's to decide, beside the seller's items too", () => {
      expect(judge(lines, { decides: "item" })).toMatchObject({
        kind: "accept",
        item_external_ids: ["LAMP-1"],
      })
      expect(undecidedItems(order({ lines: [foreign] }))).toEqual([])
    })
    it("is not accepted although it is named", () => {
      const named = ["LAMP-1", "KIT-1"]
      expect(judgeAcceptance(order({ lines }), named, "item", PRICES, context())).toMatchObject({
        item_external_ids: ["LAMP-1"],
      })
    })
    it.each([{}, { out_of_stock: "refuse" }])(
      "leaves a decision on the whole order to a human (%j)",
      (settings) => {
        const stock = settings.out_of_stock ? { iitem_lamp: 0 } : {}
        expect(judge(lines, { settings, stock })).toEqual(
          settings.out_of_stock
            ? asked("out_of_stock", "shipped_by_marketplace")
            : asked("shipped_by_marketplace")
        )
      }
    )
  })

  it.each([
    ["a negotiated price", [sold("LAMP", { is_negotiated: true })], asked("negotiated")],
    ["a pre-order", [sold("LAMP", { is_preorder: true })], asked("preorder")],
    ["an article that the store does not know", [sold("INCONNU")], asked("unknown_sku")],
    ["short stock", [sold("LAMP", {}, ["1", "2", "3"])], asked("out_of_stock")],
    ["two lines that are short together", [sold("LAMP", {}, ["1", "2"]), sold("KIT")], asked("out_of_stock")],
  ])("asks a human about %s", (_, lines, verdict) => {
    expect(judge(lines)).toEqual(verdict)
  })

  it("asks about an article that is stocked nowhere", () => {
    expect(judge([sold("LAMP")], { stock: { iitem_lamp: undefined } as object })).toMatchObject(
      asked("out_of_stock")
    )
  })

  it("asks when the store has no price to compare with", () => {
    expect(judge([sold("LAMP")], { prices: new Map() })).toEqual(asked("price_unknown"))
  })

  it.each([
    [15, 50, "accept"],
    [15.01, 50, "ask"],
    [5, 50, "accept"],
    [4.99, 50, "ask"],
    [10, 0, "accept"],
    [10.01, 0, "ask"],
  ])("a price of %d against 10 within %d %%: %s", (unit_price, price_guard_percent, kind) => {
    const verdict = judge([sold("LAMP", { unit_price })], { settings: { price_guard_percent } })
    expect(verdict.kind).toBe(kind)
    if (verdict.kind === "ask") {
      expect(verdict.problem).toEqual({
        code: "price_guard",
        params: { sku: "LAMP", price: unit_price, store_price: 10, currency_code: "EUR" },
      })
    }
  })

  describe("where the merchant wants short items refused", () => {
    const settings = { out_of_stock: "refuse" }
    const lines = [sold("LAMP", {}, ["1", "2", "3"]), sold("BOOK", { unit_price: 8 })]

    it("refuses the whole order where that is how it is decided", () => {
      expect(judge(lines, { settings })).toEqual({
        kind: "refuse",
        item_external_ids: ["LAMP-1", "LAMP-2", "LAMP-3", "BOOK-1"],
      })
    })
    it("else only what is short", () => {
      expect(judge(lines, { settings, decides: "item" })).toEqual({
        kind: "refuse",
        item_external_ids: ["LAMP-1", "LAMP-2", "LAMP-3"],
      })
    })
    it("never an article whose stock was not set up, nor one that is unknown", () => {
      const missing = { settings, stock: { iitem_lamp: undefined } as object }
      expect(judge([sold("LAMP")], missing).kind).toBe("ask")
      expect(judge([sold("INCONNU")], { settings }).kind).toBe("ask")
    })
  })
})

describe("acceptedReservations", () => {
  const reserve = (lines: OrderLine[], ids: string[], stock: Record<string, number>) =>
    acceptedReservations(order({ lines }), ids, context({ stock: stockOf({ sloc_a: stock }) }))

  it("holds what was accepted, below zero where it must", () => {
    expect(
      reserve([sold("KIT", {}, ["1", "2"])], ["KIT-1", "KIT-2"], { iitem_lamp: 5, iitem_bulb: 1 })
    ).toEqual([
      { line_key: "KIT", inventory_item_id: "iitem_lamp", location_id: "sloc_a", quantity: 2 },
      { line_key: "KIT", inventory_item_id: "iitem_bulb", location_id: "sloc_a", quantity: 6 },
    ])
  })
  it("holds nothing for an item that is refused, canceled or not accepted", () => {
    const lines = [sold("LAMP", {}, ["1"], "refused"), sold("BOOK", {}, ["1", "2"])]
    expect(reserve(lines, ["LAMP-1", "BOOK-2"], { iitem_lamp: 5, iitem_book: 5 })).toEqual([
      { line_key: "BOOK", inventory_item_id: "iitem_book", location_id: "sloc_a", quantity: 1 },
    ])
  })
  it("passes over articles that are unknown, stocked nowhere or not the seller's", () => {
    const lines = [sold("INCONNU"), sold("BOOK"), sold("KIT", { fulfilled_by: "marketplace" }), sold("LAMP")]
    expect(reserve(lines, ["INCONNU-1", "BOOK-1", "KIT-1", "LAMP-1"], { iitem_lamp: 0 })).toEqual([
      { line_key: "LAMP", inventory_item_id: "iitem_lamp", location_id: "sloc_a", quantity: 1 },
    ])
  })
})
