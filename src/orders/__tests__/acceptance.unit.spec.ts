import type { ItemStatus, NormalizedOrder, OrderLine } from "../../marketplaces/port"
import { automaticDecisions, acceptedReservations, judgeAcceptance, undecidedItems } from "../acceptance"
import { item, line, order } from "./fixtures"
import { context, stockOf, VARIANTS } from "./store-fixtures"

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
  { decides = "order" as "order" | "item", settings = {}, stock = {}, there = {}, prices = PRICES } = {}
) {
  const bought = order({ lines })
  const ids = undecidedItems(bought).map(({ external_id }) => external_id)
  const levels = { sloc_a: { iitem_lamp: 2, iitem_bulb: 3, iitem_book: 1, ...stock }, sloc_b: there }
  return judgeAcceptance(
    bought,
    ids,
    decides,
    prices,
    context({ stock: stockOf(levels) }, { import: settings })
  )
}

const because = (...reasons: string[]) => ({ code: "not_accepted_automatically", params: { reasons } })
const asked = (...reasons: string[]) => ({
  accept: [],
  reservations: [],
  refuse: [],
  ask: because(...reasons),
})

describe("judgeAcceptance", () => {
  it("accepts what is known, there and priced as in the store", () => {
    expect(judge([sold("LAMP", {}, ["1", "2"]), sold("CARD", { unit_price: 5 })])).toEqual({
      accept: ["LAMP-1", "LAMP-2", "CARD-1"],
      refuse: [],
      ask: null,
      reservations: [
        { line_key: "LAMP", inventory_item_id: "iitem_lamp", location_id: "sloc_a", quantity: 2 },
      ],
    })
  })

  it("leaves out what is decided already", () => {
    expect(judge([sold("LAMP"), sold("BOOK", {}, ["1"], "ready")])).toMatchObject({
      accept: ["LAMP-1"],
    })
  })

  describe("what the marketplace ships", () => {
    const foreign = sold("KIT", { fulfilled_by: "marketplace", unit_price: 20 })
    const lines = [sold("LAMP"), foreign]

    it("is not the seller's to decide, beside the seller's items too", () => {
      expect(judge(lines, { decides: "item" })).toMatchObject({
        accept: ["LAMP-1"],
        ask: null,
      })
      expect(undecidedItems(order({ lines: [foreign] }))).toEqual([])
    })
    it("is not accepted although it is named", () => {
      const named = ["LAMP-1", "KIT-1"]
      expect(judgeAcceptance(order({ lines }), named, "item", PRICES, context())).toMatchObject({
        accept: ["LAMP-1"],
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
    const params = { sku: "LAMP", price: unit_price, store_price: 10, currency_code: "EUR" }
    expect(verdict).toMatchObject(
      kind === "accept"
        ? { accept: ["LAMP-1"], ask: null }
        : { accept: [], ask: { code: "price_guard", params } }
    )
  })

  const three = ["1", "2", "3"]

  it("counts what all locations have together", () => {
    const there = { iitem_lamp: 1 }
    expect(judge([sold("LAMP", {}, three)], { there })).toMatchObject({
      accept: three.map((id) => `LAMP-${id}`),
    })
    expect(judge([sold("LAMP", {}, ["1", "2"]), sold("KIT", { unit_price: 20 })], { there })).toMatchObject({
      ask: null,
    })
    const owed = { iitem_lamp: -1 }
    expect(judge([sold("LAMP", {}, ["1", "2"])], { there: owed }).ask).toEqual(because("out_of_stock"))
  })

  it("accepts what is there beside what is not, where the marketplace decides by item", () => {
    const lines = [sold("LAMP", {}, three), sold("BOOK", { unit_price: 8 })]
    const verdict = { accept: ["LAMP-1", "LAMP-2", "BOOK-1"], refuse: [], ask: because("out_of_stock") }
    expect(judge(lines, { decides: "item" })).toMatchObject(verdict)
    // Any other doubt is about the whole purchase.
    const dear = [sold("LAMP", {}, three), sold("BOOK", { unit_price: 80 })]
    expect(judge(dear, { decides: "item" })).toEqual(asked("out_of_stock"))
  })

  it("does not count what the order has reserved for items that were accepted before", () => {
    const bought = order({ lines: [sold("LAMP", {}, ["1"], "ready"), sold("LAMP", { key: "2" }, ["2"])] })
    const reserved = [
      { line_key: "LAMP", inventory_item_id: "iitem_lamp", location_id: "sloc_a", quantity: 1 },
    ]
    const stock = stockOf({ sloc_a: { iitem_lamp: 0 } })
    expect(judgeAcceptance(bought, ["LAMP-2"], "item", PRICES, context({ stock, reserved }))).toEqual(
      asked("out_of_stock")
    )
  })

  describe("where the merchant wants short items refused", () => {
    const settings = { out_of_stock: "refuse" }
    const none = { iitem_lamp: 0, iitem_book: 0 }
    const lines = [sold("LAMP", {}, three), sold("BOOK", { unit_price: 8 })]
    const all = ["LAMP-1", "LAMP-2", "LAMP-3", "BOOK-1"]

    it("refuses a whole order of which nothing is there, and asks about one that could go in part", () => {
      expect(judge(lines, { settings, stock: none })).toMatchObject({ accept: [], refuse: all, ask: null })
      expect(judge(lines, { settings })).toEqual(asked("out_of_stock"))
      expect(judge(lines, { settings, stock: none, there: { iitem_book: 1 } })).toEqual(asked("out_of_stock"))
    })
    it("refuses single units where the marketplace decides so, and accepts the others", () => {
      expect(judge(lines, { settings, decides: "item" })).toMatchObject({
        accept: ["LAMP-1", "LAMP-2", "BOOK-1"],
        refuse: ["LAMP-3"],
        ask: null,
      })
      const twice = [sold("LAMP", {}, ["1", "2"]), { ...sold("LAMP", {}, ["3", "4"]), key: "again" }]
      expect(judge(twice, { settings, decides: "item", there: { iitem_lamp: 1 } })).toMatchObject({
        accept: ["LAMP-1", "LAMP-2", "LAMP-3"],
        refuse: ["LAMP-4"],
      })
    })
    it("gives the stock that an unserved kit would take to the next item", () => {
      const kit = [sold("KIT", { unit_price: 20 }), sold("LAMP", {}, ["1", "2"])]
      expect(judge(kit, { settings, decides: "item", stock: { iitem_bulb: 2 } })).toMatchObject({
        accept: ["LAMP-1", "LAMP-2"],
        refuse: ["KIT-1"],
      })
    })
    it("serves a kit whose parts lie apart", () => {
      const apart = { settings, stock: { iitem_bulb: undefined } as object, there: { iitem_bulb: 3 } }
      expect(judge([sold("KIT", { unit_price: 20 })], apart)).toMatchObject({
        accept: ["KIT-1"],
        reservations: [
          { inventory_item_id: "iitem_lamp", location_id: "sloc_a", quantity: 1 },
          { inventory_item_id: "iitem_bulb", location_id: "sloc_b", quantity: 3 },
        ],
      })
    })
    it("never an article whose stock was not set up, nor one that is unknown", () => {
      const missing = { settings, stock: { iitem_lamp: undefined } as object }
      expect(judge([sold("LAMP")], missing)).toEqual(asked("out_of_stock"))
      expect(judge([sold("INCONNU")], { settings })).toEqual(asked("unknown_sku"))
    })
    it.each<["order" | "item"]>([["order"], ["item"]])(
      "never what may come later, or cannot be read (by %s)",
      (decides) => {
        const refused = (one: OrderLine, patch: Partial<NormalizedOrder> = {}, backorder = false) => {
          const known = VARIANTS.map((variant) => ({ ...variant, allow_backorder: backorder }))
          return judgeAcceptance(
            order({ lines: [one], ...patch }),
            one.items.map(({ external_id }) => external_id),
            decides,
            PRICES,
            context(
              {
                stock: stockOf({ sloc_a: none }),
                variants: new Map(known.map((variant) => [variant.id, variant])),
              },
              { import: settings }
            )
          ).refuse
        }
        expect(refused(sold("LAMP"))).toEqual(["LAMP-1"])
        expect(refused(sold("LAMP"), {}, true)).toEqual([])
        expect(refused(sold("LAMP", { is_preorder: true }))).toEqual([])
        const odd = [{ field: "items.price", given: null, blocks: true, settings: null }]
        expect(refused(sold("LAMP"), { unread: odd })).toEqual([])
        const unread = item("to_accept", { external_id: "LAMP-1", quantity: null })
        expect(refused(sold("LAMP", { items: [unread] }))).toEqual([])
      }
    )
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

describe("what is decided without a human", () => {
  const decided = (
    decides: "order" | "item" | "items_together",
    acceptance: "automatic" | "manual",
    accept: string[],
    refuse: string[]
  ) =>
    automaticDecisions({ accept, refuse }, ["1", "2"], decides, acceptance).map((one) =>
      [one.decision, one.item_external_ids, one.refused].flat().join(" ")
    )

  it.each<[...Parameters<typeof decided>, string[]]>([
    ["item", "automatic", ["1"], ["2"], ["refuse 2", "accept 1"]],
    ["item", "manual", ["1"], ["2"], ["refuse 2"]],
    ["item", "automatic", ["1"], [], ["accept 1"]],
    ["order", "automatic", ["1", "2"], [], ["accept 1 2"]],
    ["order", "manual", [], ["1", "2"], ["refuse 1 2"]],
    ["items_together", "automatic", ["1", "2"], [], ["accept 1 2"]],
    ["items_together", "automatic", ["1"], ["2"], ["accept 1 2"]],
    ["items_together", "automatic", ["1"], [], []],
    ["items_together", "automatic", [], ["2"], []],
    ["items_together", "manual", ["1"], ["2"], []],
    ["items_together", "manual", [], ["1", "2"], ["refuse 1 2"]],
    ["items_together", "automatic", [], [], []],
  ])("by %s, %s, of %j to accept and %j to refuse: %j", (decides, acceptance, accept, refuse, made) => {
    expect(decided(decides, acceptance, accept, refuse)).toEqual(made)
  })

  it("says which items of a mixed decision are refused", () => {
    const verdict = { accept: ["1"], refuse: ["2"] }
    expect(automaticDecisions(verdict, ["1", "2"], "items_together", "automatic")).toEqual([
      { decision: "accept", item_external_ids: ["1"], refused: ["2"] },
    ])
  })
})
