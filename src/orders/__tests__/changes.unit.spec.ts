import type { ItemStatus, NormalizedOrder, OrderItem } from "../../marketplaces/port"
import { storeAddress } from "../addresses"
import type { CurrentBuyer } from "../buyer-changes"
import { buyerFacts } from "../buyer-facts"
import { isMassCancellation, planChanges } from "../changes"
import type { Change, ImportedOrder, StoreLine } from "../changes"
import type { FulfillmentFacts } from "../fulfillments"
import type { Problem } from "../problems"
import { address, item, line, order, settings } from "./fixtures"

const WRITTEN = storeAddress(address(), ["fr"])
const CURRENT: CurrentBuyer = {
  shipping_address: WRITTEN,
  billing_address: WRITTEN,
  email: "relay@buyer.example",
  pickup_points: [null],
  customer: null,
}

/** One line of the given units, imported whole. */
const orderOf = (
  statuses: ItemStatus[],
  patch: Partial<NormalizedOrder> = {},
  itemPatch: Partial<OrderItem> = {}
) =>
  order({
    lines: [
      line({
        key: "A",
        items: statuses.map((status, i) => item(status, { external_id: `A${i}`, ...itemPatch })),
      }),
    ],
    ...patch,
  })

const fulfillment = (quantity: number, patch: Partial<FulfillmentFacts> = {}): FulfillmentFacts => ({
  id: "ful_1",
  canceled_at: null,
  shipped_at: null,
  delivered_at: null,
  items: [{ line_item_id: "li_A", quantity }],
  labels: [],
  shipping_option_id: null,
  provider_id: null,
  ...patch,
})
const shipped = { shipped_at: "2026-07-02T01:00:00Z" }

const storeLine = (key: string, ids: string[], current_quantity = ids.length): StoreLine => ({
  line_item_id: `li_${key}`,
  line_key: key,
  item_external_ids: ids,
  quantity: ids.length,
  current_quantity,
})
const ask = { changes: { cancel_in_store: "ask" } }

function plan(sold: NormalizedOrder, patch: Partial<ImportedOrder> = {}, set: Record<string, unknown> = {}) {
  const ids = sold.lines[0].items.map((one) => one.external_id)
  const imported: ImportedOrder = {
    canceled_by: null,
    lines: [storeLine("A", ids)],
    after_sales: [],
    withdrawn_item_ids: [],
    sent_item_ids: [],
    fulfillments: [],
    recorded_fulfillment_id: null,
    written: buyerFacts(order(), settings(set), ["fr"]),
    current: CURRENT,
    is_address_corrected: false,
    is_captured: true,
    short_stock: [],
    ...patch,
  }
  const { state, changes } = planChanges(sold, imported, settings(set), ["fr"])
  return { state, changes: changes.map(withoutAbout) }
}

/** What a problem is about beside its texts is in `acknowledged.unit.spec.ts`. */
const withoutAbout = (change: Change): Change => {
  if (change.kind === "raise") return { ...change, problem: named(change.problem) }
  return change.kind === "edit_order" ? { ...change, otherwise: named(change.otherwise) } : change
}
const named = ({ code, params }: Problem): Problem => ({ code, params })

const raised = (code: string, params: Record<string, unknown> = {}) => ({
  kind: "raise",
  problem: { code, params },
})

describe("planChanges", () => {
  it.each([
    ["waiting", "partly_shipped"],
    ["to_accept", "partly_shipped"],
    ["unknown", "partly_shipped"],
    ["shipped", "shipped"],
    ["canceled", "shipped"],
    ["refused", "shipped"],
  ] as const)("what left here and is %s there, with a line that never came: %s", (status, state) => {
    const late = line({ key: "B", sku: "B", items: [item(status, { external_id: "B0" })] })
    const sold = orderOf(["shipped"])
    const fulfillments = [fulfillment(1, shipped)]
    const found = plan({ ...sold, lines: [...sold.lines, late] }, { fulfillments, sent_item_ids: ["A0"] })
    expect(found.state).toBe(state)
    expect(
      plan({ ...sold, lines: [...sold.lines, { ...late, fulfilled_by: "marketplace" }] }, { fulfillments })
        .state
    ).toBe("shipped")
  })

  it("has nothing to do where nothing changed", () => {
    expect(plan(orderOf(["ready", "ready"]))).toEqual({ state: "imported", changes: [] })
  })

  describe("canceled at the marketplace", () => {
    const gone = orderOf(["canceled", "refused"])

    it("cancels what is not packed, or asks", () => {
      expect(plan(gone)).toEqual({ state: "canceled", changes: [{ kind: "cancel_order" }] })
      expect(plan(gone, {}, { changes: { cancel_in_store: "ask" } })).toEqual({
        state: "imported",
        changes: [raised("canceled_at_marketplace")],
      })
      const unpacked = fulfillment(2, { canceled_at: "2026-07-02T00:00:00Z" })
      expect(plan(gone, { fulfillments: [unpacked] }).changes).toEqual([{ kind: "cancel_order" }])
    })

    it("stops a packed parcel, and shows both truths of a shipped one", () => {
      expect(plan(gone, { fulfillments: [fulfillment(2)] }).changes).toEqual([raised("cancel_stop_parcel")])
      expect(plan(gone, { fulfillments: [fulfillment(2, shipped)] })).toEqual({
        state: "shipped",
        changes: [raised("canceled_after_shipping")],
      })
      expect(plan(gone, { fulfillments: [fulfillment(1, shipped), fulfillment(1)] }).changes).toEqual([
        raised("canceled_after_shipping"),
        raised("cancel_stop_parcel"),
      ])
    })

    it("takes out by an order edit what is canceled in part, or asks, until it is done", () => {
      const part = orderOf(["ready", "canceled", "canceled"])
      const partial = { code: "partial_cancellation", params: { lines: ["2 × LAMP"] } }
      expect(plan(part).changes).toEqual([
        {
          kind: "edit_order",
          quantities: [{ line_item_id: "li_A", quantity: 1 }],
          takes_away: true,
          added: [],
          item_external_ids: ["A0"],
          otherwise: partial,
        },
      ])
      expect(plan(part, {}, ask).changes).toEqual([{ kind: "raise", problem: partial }])
      const done = { lines: [storeLine("A", ["A0", "A1", "A2"], 1)] }
      expect(plan(part, done).changes).toEqual([])
      expect(plan(part, done, ask).changes).toEqual([])
      const half = { lines: [storeLine("A", ["A0", "A1", "A2"], 2)] }
      expect(plan(part, half).changes).toMatchObject([{ quantities: [{ quantity: 1 }] }])
    })

    it("stops what is packed of a line of which too much has left already", () => {
      const part = orderOf(["canceled", "canceled", "canceled", "ready"])
      const left = fulfillment(2, { id: "ful_0", ...shipped })
      expect(plan(part, { fulfillments: [left, fulfillment(2)] }).changes).toEqual([
        raised("canceled_after_shipping"),
        raised("cancel_stop_parcel"),
      ])
    })

    it("does not cancel an order of which one line is canceled whole", () => {
      const two = order({
        lines: [
          line({ key: "A", items: [item("canceled", { external_id: "A0" })] }),
          line({ key: "B", sku: "BOOK", items: [item("ready", { external_id: "B0" })] }),
        ],
      })
      const lines = [storeLine("A", ["A0"]), storeLine("B", ["B0"])]
      expect(plan(two, { lines }).changes).toMatchObject([
        {
          kind: "edit_order",
          quantities: [{ line_item_id: "li_A", quantity: 0 }],
          item_external_ids: ["B0"],
          otherwise: { params: { lines: ["1 × LAMP"] } },
        },
      ])
    })

    it("judges a part by what has been packed and shipped of its line", () => {
      const part = orderOf(["ready", "canceled"])
      const codes = (...fulfillments: FulfillmentFacts[]) =>
        plan(part, { fulfillments }).changes.map((one) =>
          one.kind === "raise" ? one.problem.code : one.kind
        )
      expect(codes(fulfillment(1, shipped))).toEqual(["edit_order"])
      expect(codes(fulfillment(2))).toEqual(["cancel_stop_parcel"])
      expect(codes(fulfillment(2, shipped))).toEqual(["canceled_after_shipping"])
    })

    it("counts what stays in the store although it is canceled, when another line is edited", () => {
      const two = order({
        lines: [
          line({ key: "A", items: [item("canceled", { external_id: "A0" })] }),
          line({
            key: "B",
            items: [item("ready", { external_id: "B0" }), item("ready", { external_id: "B1" })],
          }),
        ],
      })
      const lines = [storeLine("A", ["A0"]), storeLine("B", ["B0"])]
      const changes = plan(two, { lines, fulfillments: [fulfillment(1)] }).changes
      expect(changes).toMatchObject([
        raised("cancel_stop_parcel"),
        {
          quantities: [{ line_item_id: "li_B", quantity: 2 }],
          takes_away: false,
          item_external_ids: ["A0", "B0", "B1"],
          otherwise: { code: "late_lines" },
        },
      ])
    })

    it("does not take a line that is no longer shown for a canceled one", () => {
      const lines = [storeLine("A", ["A0", "A1"])]
      const shown = orderOf(["canceled"])
      expect(plan(shown, { lines }).changes).toMatchObject([
        { quantities: [{ quantity: 1 }], otherwise: { params: { lines: ["1 × LAMP"] } } },
        raised("items_not_shown", { lines: ["LAMP"] }),
      ])
      expect(
        plan(order({ lines: [line({ key: "B", items: [item("closed", { external_id: "B1" })] })] }), {
          lines,
        })
      ).toEqual({
        state: "imported",
        changes: [raised("items_not_shown", { lines: ["A"] })],
      })
    })

    it("says nothing of one that has left, nor before the marketplace was asked about the order alone", () => {
      const lines = [storeLine("A", ["A0", "A1"])]
      const shown = orderOf(["ready"])
      expect(plan({ ...shown, needs_details: true }, { lines }).changes).toEqual([])
      expect(plan(shown, { lines, fulfillments: [fulfillment(2, shipped)] }).changes).toEqual([])
    })
  })

  it("raises a canceled order that is open again, and one that was canceled only here", () => {
    const open = orderOf(["ready"])
    expect(plan(open, { canceled_by: "marketplace" })).toEqual({
      state: "canceled",
      changes: [raised("cancellation_reverted")],
    })
    expect(plan(open, { canceled_by: "operator" })).toEqual({
      state: "canceled",
      changes: [raised("canceled_in_store")],
    })
    expect(plan(orderOf(["canceled"]), { canceled_by: "marketplace" })).toEqual({
      state: "canceled",
      changes: [],
    })
    expect(plan(orderOf(["shipped"]), { canceled_by: "operator" }).changes).toEqual([])
  })

  describe("where the order stands", () => {
    it.each<[string, ItemStatus[], FulfillmentFacts[]]>([
      ["imported", ["ready", "ready"], [fulfillment(2)]],
      ["imported", ["ready", "ready"], [fulfillment(2, { ...shipped, delivered_at: shipped.shipped_at })]],
      ["imported", ["claim", "claim"], []],
      ["partly_shipped", ["shipped", "ready"], []],
      ["partly_shipped", ["shipped", "claim"], []],
      ["shipped", ["delivered", "shipped"], [fulfillment(2, shipped)]],
      ["delivered", ["delivered", "closed"], []],
      [
        "delivered",
        ["shipped", "shipped"],
        [fulfillment(2, { ...shipped, delivered_at: "2026-07-03T00:00:00Z" })],
      ],
    ])("%s: %j", (state, statuses, fulfillments) => {
      expect(plan(orderOf(statuses), { fulfillments }).state).toBe(state)
    })

    it.each<[string, ItemStatus[], string[]]>([
      ["partly_shipped", ["ready", "ready"], ["A0"]],
      ["shipped", ["ready", "ready"], ["A0", "A1"]],
      ["shipped", ["shipped", "claim"], ["A1"]],
      ["shipped", ["ready", "canceled"], ["A0"]],
    ])("%s: %j, of which the marketplace was sent %j", (state, statuses, sent_item_ids) => {
      expect(plan(orderOf(statuses), { sent_item_ids }).state).toBe(state)
    })

    it("shipped: a claim on a parcel that the marketplace knows", () => {
      expect(plan(orderOf(["claim", "claim"], {}, { is_shipped: true })).state).toBe("shipped")
    })
  })

  it("counts an order as shipped when all that is left of it has been", () => {
    const rest = order({
      lines: [
        line({ key: "A", items: [item("ready", { external_id: "A0" })] }),
        line({ key: "B", items: [item("canceled", { external_id: "B0" })] }),
      ],
    })
    const lines = [storeLine("A", ["A0"]), storeLine("B", ["B0"])]
    expect(plan(rest, { lines, sent_item_ids: ["A0"] }).state).toBe("shipped")
  })

  it("marks what has arrived as delivered, where that is wanted", () => {
    const arrived = orderOf(["delivered", "closed"])
    const fulfillments = [fulfillment(2, shipped)]
    expect(plan(arrived, { fulfillments }).changes).toEqual([
      { kind: "mark_delivered", fulfillment_id: "ful_1" },
    ])
    expect(plan(arrived, { fulfillments }, { changes: { mark_delivered: false } }).changes).toEqual([])
    expect(plan(orderOf(["delivered", "shipped"]), { fulfillments }).changes).toEqual([])
    const onlyThere = raised("shipped_only_there", { lines: ["2 × LAMP"], numbers: [] })
    expect(plan(arrived, { fulfillments: [fulfillment(2)] }).changes).toEqual([onlyThere])
    const done = [fulfillment(2, { ...shipped, delivered_at: "2026-07-03T00:00:00Z" })]
    expect(plan(arrived, { fulfillments: done }).changes).toEqual([])
  })

  describe("shipped at the marketplace and not here", () => {
    const there = orderOf(
      ["shipped", "shipped"],
      {},
      {
        parcels: [{ tracking_number: "6A1", carrier_name: null, tracking_url: null }],
      }
    )
    const both = (lines: string[]) => raised("shipped_only_there", { lines, numbers: ["6A1"] })

    it("shows both truths, before and after packing, and knows its number", () => {
      expect(plan(there)).toEqual({ state: "shipped", changes: [both(["2 × LAMP"])] })
      expect(plan(there, { fulfillments: [fulfillment(2)] }).changes).toEqual([both(["2 × LAMP"])])
      expect(plan(there, { fulfillments: [fulfillment(1, shipped)] }).changes).toEqual([both(["1 × LAMP"])])
    })

    it("agrees once it has left here, was taken out, or was sent by us", () => {
      expect(plan(there, { fulfillments: [fulfillment(2, shipped)] }).changes).toEqual([])
      expect(plan(there, { sent_item_ids: ["A0", "A1"] }).changes).toEqual([])
      expect(plan(there, { lines: [storeLine("A", ["A0", "A1"], 0)] }).changes).toEqual([])
      expect(plan(there, { canceled_by: "operator" }).changes).toEqual([])
    })

    it("counts a parcel of ours for the items that it was sent with", () => {
      const one = { sent_item_ids: ["A0"], fulfillments: [fulfillment(1, shipped)] }
      expect(plan(there, one).changes).toEqual([both(["1 × LAMP"])])
    })

    it("is not said of what the marketplace ships, and neither of a claim", () => {
      const theirs = order({
        lines: [
          line({ key: "A", fulfilled_by: "marketplace", items: [item("shipped", { external_id: "A0" })] }),
        ],
      })
      expect(plan(theirs).changes).toEqual([])
      expect(plan(orderOf(["claim"])).changes).toEqual([raised("claim_open", { items: ["A0"] })])
    })
  })

  it("captures an order that was imported before its payment was confirmed", () => {
    expect(plan(orderOf(["ready"]), { is_captured: false }).changes).toEqual([{ kind: "capture_payment" }])
    expect(plan(orderOf(["waiting"], { is_paid: false }), { is_captured: false }).changes).toEqual([
      raised("unpaid"),
    ])
    expect(plan(orderOf(["canceled"]), { is_captured: false }).changes).toEqual([{ kind: "cancel_order" }])
  })

  it("adds what became ready late, never what an operator took out", () => {
    const lines = [storeLine("A", ["A0"])]
    const late = orderOf(["ready", "ready"])
    expect(plan(late, { lines }).changes).toEqual([
      {
        kind: "edit_order",
        quantities: [{ line_item_id: "li_A", quantity: 2 }],
        takes_away: false,
        added: [],
        item_external_ids: ["A0", "A1"],
        otherwise: { code: "late_lines", params: { lines: ["LAMP"] } },
      },
    ])
    expect(plan(late, { lines }, ask).changes).toMatchObject([{ kind: "edit_order" }])
    const other = line({ key: "B", items: [item("ready", { external_id: "B0" })] })
    const both = { ...late, lines: [...late.lines, other] }
    expect(plan(both, { lines: [storeLine("B", ["B0"])] }).changes).toMatchObject([
      { quantities: [], added: ["A"], item_external_ids: ["B0", "A0", "A1"] },
    ])
    const withdrawn = { lines: [storeLine("B", ["B0"])], withdrawn_item_ids: ["A0", "A1"] }
    expect(plan(both, withdrawn).changes).toEqual([raised("removed_here", { lines: ["2 × LAMP"] })])
    expect(plan(orderOf(["ready", "to_accept"]), { lines }).changes).toEqual([])
  })

  it("raises at once what an operator took out and the marketplace still expects", () => {
    const two = orderOf(["ready", "ready"])
    const lines = [storeLine("A", ["A0", "A1"], 1)]
    expect(plan(two, { lines }).changes).toEqual([raised("removed_here", { lines: ["1 × LAMP"] })])
    expect(plan(two, { lines: [storeLine("A", ["A0", "A1"], 0)] }).changes).toEqual([
      raised("removed_here", { lines: ["2 × LAMP"] }),
    ])
    // Canceled there too, shipped there, or sent from here.
    expect(plan(orderOf(["ready", "canceled"]), { lines }).changes).toEqual([])
    expect(
      plan(orderOf(["shipped", "shipped"]), { lines: [storeLine("A", ["A0", "A1"], 0)] }).changes
    ).toEqual([])
    const sent = { lines, sent_item_ids: ["A0", "A1"], fulfillments: [fulfillment(1, shipped)] }
    expect(plan(two, sent).changes).toEqual([])
    // One of them left: the other is still owed.
    expect(plan(two, { ...sent, sent_item_ids: ["A0"] }).changes).toEqual([
      raised("removed_here", { lines: ["1 × LAMP"] }),
    ])
    expect(plan(two, { lines }, { changes: { cancel_at_marketplace: "never" } }).changes).toEqual([])
  })

  it("raises cancellations that are asked for, and unknown words", () => {
    expect(plan(orderOf(["cancel_requested"])).changes).toEqual([
      raised("cancel_requested", { lines: ["LAMP"] }),
    ])
    expect(plan(orderOf(["unknown"], {}, { external_status: "NOUVEAU" })).changes).toEqual([
      raised("unknown_status", { status: "NOUVEAU" }),
    ])
  })
})

describe("isMassCancellation", () => {
  it.each([
    [10, 10, false],
    [11, 55, false],
    [12, 55, true],
    [11, 54, true],
  ])("%d of %d: %s", (canceled, open, expected) => {
    expect(isMassCancellation(canceled, open)).toBe(expected)
  })
})
