import type { Address, AfterSale, ItemStatus, NormalizedOrder, OrderItem } from "../../marketplaces/port"
import { storeAddress } from "../addresses"
import type { CurrentBuyer } from "../buyer-changes"
import { buyerFacts } from "../buyer-facts"
import { type ImportedOrder, planChanges, unconfirmedCancellation } from "../changes"
import type { FulfillmentFacts } from "../fulfillments"
import { problemKey } from "../problem-key"
import { type Problem, PROBLEM_CODES, type ProblemCode, PROBLEMS } from "../problems"
import { address, item, line, order, settings } from "./fixtures"

const WRITTEN = storeAddress(address(), ["fr"])
const CURRENT: CurrentBuyer = {
  shipping_address: WRITTEN,
  billing_address: WRITTEN,
  email: "relay@buyer.example",
  pickup_points: [null],
  customer: null,
}
const ask = { changes: { cancel_in_store: "ask" } }

type Look = { sold: NormalizedOrder; imported?: Partial<ImportedOrder>; set?: Record<string, unknown> }

/** What is found of an order in the store with this code. */
function found(code: ProblemCode, { sold, imported: patch = {}, set = {} }: Look): Problem {
  const imported: ImportedOrder = {
    canceled_by: null,
    lines: sold.lines.map(({ key, items }) => ({
      line_item_id: `li_${key}`,
      line_key: key,
      item_external_ids: items.map(({ external_id }) => external_id),
      quantity: items.length,
      current_quantity: items.length,
    })),
    after_sales: [],
    withdrawn_item_ids: [],
    sent_item_ids: [],
    fulfillments: [],
    recorded_fulfillment_id: null,
    written: buyerFacts(order(), settings(), ["fr"]),
    current: CURRENT,
    is_address_corrected: false,
    is_captured: true,
    short_stock: [],
    ...patch,
  }
  const problems = planChanges(sold, imported, settings(set), ["fr"]).changes.flatMap((change) => {
    if (change.kind === "raise") return change.problem
    return change.kind === "edit_order" ? change.otherwise : []
  })
  const problem = problems.find((one) => one.code === code)
  if (!problem) throw new Error(`${code} is not found, but ${JSON.stringify(problems)}`)
  return problem
}

/** Two lines of one article. */
const sold = (
  a: ItemStatus[],
  b: ItemStatus[] = ["ready"],
  patch: Partial<NormalizedOrder> = {},
  itemPatch: Partial<OrderItem> = {}
) =>
  order({
    lines: [a, b].map((statuses, index) =>
      line({
        key: "AB"[index],
        items: statuses.map((status, unit) =>
          item(status, { external_id: `${"AB"[index]}${unit}`, ...itemPatch })
        ),
      })
    ),
    ...patch,
  })

const parcel = (id: string, lines: string[], shipped_at: string | null = null): FulfillmentFacts => ({
  id,
  canceled_at: null,
  shipped_at,
  delivered_at: null,
  items: lines.map((key) => ({ line_item_id: `li_${key}`, quantity: 1 })),
  labels: [],
  shipping_option_id: null,
  provider_id: null,
})
const AT = "2026-07-02T01:00:00Z"

const imported = (...lines: string[][]) =>
  lines.map((item_external_ids, index) => ({
    line_item_id: `li_${"AB"[index]}`,
    line_key: "AB"[index],
    item_external_ids,
    quantity: item_external_ids.length,
    current_quantity: item_external_ids.length,
  }))

const afterSale = (patch: Partial<AfterSale>): AfterSale => ({
  kind: "return",
  external_id: "R1",
  external_ids: ["A0"],
  quantity: 1,
  amount: null,
  currency_code: null,
  reason: null,
  status: "open",
  at: AT,
  ...patch,
})
const afterSales = (...some: Partial<AfterSale>[]): Look => ({
  sold: sold(["delivered"]),
  imported: { after_sales: some.map(afterSale) },
})
const movedTo = (patch: Partial<NormalizedOrder>, imported: Partial<ImportedOrder> = {}): Look => ({
  sold: sold(["ready"], ["ready"], patch),
  imported: { fulfillments: [parcel("ful_1", ["A"])], ...imported },
})
const moved = (patch: Partial<Address>, imported?: Partial<ImportedOrder>) =>
  movedTo({ shipping_address: address(patch) }, imported)
const elsewhere = (key: string, city: string): Look => ({
  sold: sold(["ready"], ["ready"], {
    other_addresses: [{ line_keys: [key], address: address({ city }) }],
  }),
})
const CORRECTED: Partial<ImportedOrder> = {
  fulfillments: [],
  current: { ...CURRENT, shipping_address: { ...WRITTEN, address_1: "1 place de la Correction" } },
}
const mailed = (email: string): Look => ({
  sold: sold(["ready"], ["ready"], { email }),
  imported: { current: { ...CURRENT, email: "hand@store.example" } },
})

/** Each look finds something that none of the others does: a note of one covers no other. */
const AGAIN: Partial<Record<ProblemCode, Record<string, Look>>> = {
  canceled_at_marketplace: {
    "one unit each": { sold: sold(["canceled"], ["canceled"]), set: ask },
    "a unit that came later, too": { sold: sold(["canceled", "canceled"], ["canceled"]), set: ask },
  },
  shipped_only_there: {
    "one line": { sold: sold(["shipped"]) },
    "another unit of it, too": { sold: sold(["shipped", "shipped"]) },
    "the other line": { sold: sold(["ready"], ["shipped"]) },
    "both lines": { sold: sold(["shipped"], ["closed"]) },
  },
  cancel_stop_parcel: {
    "one line": { sold: sold(["canceled"]), imported: { fulfillments: [parcel("ful_1", ["A", "B"])] } },
    "the other line": {
      sold: sold(["ready"], ["canceled"]),
      imported: { fulfillments: [parcel("ful_1", ["A", "B"])] },
    },
    everything: {
      sold: sold(["canceled"], ["canceled"]),
      imported: { fulfillments: [parcel("ful_1", ["A", "B"])] },
    },
    "packed once more": {
      sold: sold(["canceled"]),
      imported: { fulfillments: [parcel("ful_2", ["A", "B"])] },
    },
  },
  canceled_after_shipping: {
    "one line": { sold: sold(["canceled"]), imported: { fulfillments: [parcel("ful_1", ["A", "B"], AT)] } },
    everything: {
      sold: sold(["canceled"], ["canceled"]),
      imported: { fulfillments: [parcel("ful_1", ["A", "B"], AT)] },
    },
    "another parcel": {
      sold: sold(["canceled"]),
      imported: { fulfillments: [parcel("ful_1", ["A"], AT), parcel("ful_2", ["A"], AT)] },
    },
  },
  partial_cancellation: {
    "one line": { sold: sold(["canceled"]), set: ask },
    "the other line of the same article": { sold: sold(["ready"], ["canceled"]), set: ask },
    "another unit": { sold: sold(["canceled", "canceled"]), set: ask },
  },
  cancel_requested: {
    "one line": { sold: sold(["cancel_requested"]) },
    "the other line of the same article": { sold: sold(["ready"], ["cancel_requested"]) },
    both: { sold: sold(["cancel_requested"], ["cancel_requested"]) },
  },
  removed_here: {
    "one line": { sold: sold(["ready"]), imported: { lines: [], withdrawn_item_ids: ["A0"] } },
    "both lines": { sold: sold(["ready"]), imported: { lines: [], withdrawn_item_ids: ["A0", "B0"] } },
    "one of two units": {
      sold: sold(["ready", "ready"]),
      imported: { lines: imported(["A0", "A1"], ["B0"]).map((one) => ({ ...one, current_quantity: 1 })) },
    },
    "both units": {
      sold: sold(["ready", "ready"]),
      imported: {
        lines: imported(["A0", "A1"], ["B0"]).map((one, at) => ({ ...one, current_quantity: at })),
      },
    },
  },
  late_lines: {
    "one unit": { sold: sold(["ready"]), imported: { lines: imported([], ["B0"]).slice(1) } },
    "another one": { sold: sold(["ready", "ready"]), imported: { lines: imported([], ["B0"]).slice(1) } },
  },
  items_not_shown: {
    "one item": { sold: sold(["ready"], ["ready"]), imported: { lines: imported(["A0", "A1"], ["B0"]) } },
    "another one": { sold: sold(["ready"], ["ready"]), imported: { lines: imported(["A0"], ["B0", "B1"]) } },
    both: { sold: sold(["ready"], ["ready"]), imported: { lines: imported(["A0", "A1"], ["B0", "B1"]) } },
  },
  unknown_status: {
    "one item": { sold: sold(["unknown"], ["ready"], {}, { external_status: "NEW" }) },
    "another word": { sold: sold(["unknown"], ["ready"], {}, { external_status: "NEWER" }) },
    "another item": { sold: sold(["ready"], ["unknown"], {}, { external_status: "NEW" }) },
    both: { sold: sold(["unknown"], ["unknown"], {}, { external_status: "NEW" }) },
  },
  unread_detail: {
    "one part": {
      sold: sold(["ready"], ["ready"], {
        unread: [{ field: "phone", given: "x", settings: null, blocks: false }],
      }),
    },
    "another value": {
      sold: sold(["ready"], ["ready"], {
        unread: [{ field: "phone", given: "y", settings: null, blocks: false }],
      }),
    },
    "another part": {
      sold: sold(["ready"], ["ready"], {
        unread: [{ field: "channel", given: "x", settings: null, blocks: false }],
      }),
    },
    "more than are named": {
      sold: sold(["ready"], ["ready"], {
        unread: Array.from({ length: 12 }, (_, index) => ({
          field: `lines.${index}`,
          given: "x",
          settings: null,
          blocks: false,
        })),
      }),
    },
    "more than that": {
      sold: sold(["ready"], ["ready"], {
        unread: Array.from({ length: 13 }, (_, index) => ({
          field: `lines.${index}`,
          given: "x",
          settings: null,
          blocks: false,
        })),
      }),
    },
  },
  unpaid: {
    "not paid": {
      sold: sold(["waiting"], ["waiting"], { is_paid: false }),
      imported: { is_captured: false },
    },
  },
  oversold: {
    "one article": {
      sold: sold(["ready"]),
      imported: { short_stock: [{ code: "oversold", params: { sku: "LAMP", needed: 1, available: 0 } }] },
    },
    "another amount": {
      sold: sold(["ready"]),
      imported: { short_stock: [{ code: "oversold", params: { sku: "LAMP", needed: 2, available: 0 } }] },
    },
  },
  stock_elsewhere: {
    "one article": {
      sold: sold(["ready"]),
      imported: { short_stock: [{ code: "stock_elsewhere", params: { sku: "LAMP", needed: 1 } }] },
    },
    "another amount": {
      sold: sold(["ready"]),
      imported: { short_stock: [{ code: "stock_elsewhere", params: { sku: "LAMP", needed: 2 } }] },
    },
  },
  lost_letters: {
    "one city": {
      sold: sold(["ready"]),
      imported: { current: { ...CURRENT, shipping_address: { ...WRITTEN, city: "Or\uFFFDans" } } },
    },
    "another city": {
      sold: sold(["ready"]),
      imported: { current: { ...CURRENT, shipping_address: { ...WRITTEN, city: "Besan\uFFFDon" } } },
    },
  },
  cancellation_reverted: {
    "one line": { sold: sold(["ready"], ["canceled"]), imported: { canceled_by: "marketplace" } },
    "the other": { sold: sold(["canceled"], ["ready"]), imported: { canceled_by: "marketplace" } },
  },
  canceled_in_store: {
    everything: { sold: sold(["ready"], ["ready"]), imported: { canceled_by: "operator" } },
    "one line": { sold: sold(["ready"], ["canceled"]), imported: { canceled_by: "operator" } },
  },
  claim_open: {
    "one item": { sold: sold(["claim"]) },
    "another item": { sold: sold(["shipped"], ["claim"]) },
    both: { sold: sold(["claim"], ["claim"]) },
  },
  returned_at_marketplace: {
    "one return": afterSales({}),
    "two returns": afterSales({}, { external_id: "R2" }),
    "more of it": afterSales({ quantity: 2 }),
  },
  refunded_at_marketplace: {
    "one refund": afterSales({ kind: "refund", amount: 5 }),
    "another amount": afterSales({ kind: "refund", amount: 9 }),
    "a gesture with its number": afterSales({ kind: "gesture", amount: 5 }),
  },
  address_changed_after_packing: {
    "one city": moved({ city: "Lyon" }),
    "another city": moved({ city: "Nantes" }),
    "another pickup point": movedTo({ pickup_point: { id: "P2", name: "Relais", network: null } }),
  },
  address_changed_after_correction: {
    "one city": moved({ city: "Lyon" }, CORRECTED),
    "another city": moved({ city: "Nantes" }, CORRECTED),
  },
  address_changed_incomplete: {
    "no city": moved({ city: null }),
    "no city, elsewhere": moved({ city: null, lines: ["9 rue Neuve"] }),
  },
  country_changed: {
    "one country": moved({ country_code: "BE" }, { fulfillments: [] }),
    "another country": moved({ country_code: "DE" }, { fulfillments: [] }),
    "an address there": moved({ country_code: "DE", city: "Trier" }, { fulfillments: [] }),
  },
  delivery_mode_changed: {
    "one mode": { sold: sold(["ready"], ["ready"], { delivery_mode: "EXP" }) },
    "another mode": { sold: sold(["ready"], ["ready"], { delivery_mode: "REL" }) },
  },
  lines_go_elsewhere: {
    "one line": elsewhere("A", "Lyon"),
    "the other": elsewhere("B", "Lyon"),
    "somewhere else": elsewhere("A", "Nantes"),
  },
  buyer_changed: {
    "one e-mail": mailed("new@buyer.example"),
    "another e-mail": mailed("newer@buyer.example"),
    "a billing address": {
      sold: sold(["ready"], ["ready"], { billing_address: address({ city: "Lyon" }) }),
      imported: { current: { ...CURRENT, billing_address: { ...WRITTEN, city: "Nice" } } },
    },
  },
}

/** What shows on no order in the store, or what only its own decision ends. */
const isElsewhere = (code: ProblemCode) => {
  const { subject, blocks, cleared_by } = PROBLEMS[code]
  const isEnded = code === "mass_cancellation" || cleared_by.includes("decision")
  // A deadline stands beside the problem; a parcel of nothing is an action's, as what is unreadable is the snapshot's.
  const isOther = code.startsWith("deadline_") || code.startsWith("overdue_")
  return (
    subject !== "order" ||
    isEnded ||
    isOther ||
    (blocks && code !== "cancellation_reverted") ||
    code === "fulfillment_not_marketplace_lines"
  )
}

const looks = Object.entries(AGAIN) as [ProblemCode, Record<string, Look>][]

describe("What a person has taken note of", () => {
  it("is known of every problem that an order in the store can show", () => {
    expect(PROBLEM_CODES.filter((code) => !isElsewhere(code)).sort()).toEqual(Object.keys(AGAIN).sort())
  })

  it.each(looks)("%s: covers nothing else of the same kind", (code, cases) => {
    const keys = Object.values(cases).map((look) => problemKey(found(code, look)))
    expect(new Set(keys).size).toBe(keys.length)
  })

  it.each(looks)("%s: stays so while the order changes in what it is not about", (code, cases) => {
    for (const look of Object.values(cases)) {
      const later = { ...look, sold: { ...look.sold, updated_at: AT, ship_by: AT, buyer_reference: "B-2" } }
      const turned = { ...later, sold: { ...later.sold, lines: [...later.sold.lines].reverse() } }
      expect(problemKey(found(code, later))).toBe(problemKey(found(code, look)))
      if (code !== "unread_detail") {
        expect(problemKey(found(code, turned))).toBe(problemKey(found(code, look)))
      }
    }
  })

  it("is the same whether a cancellation was confirmed or not", () => {
    const gone = sold(["canceled"], ["refused"])
    expect(problemKey(unconfirmedCancellation(gone))).toBe(
      problemKey(found("canceled_at_marketplace", { sold: gone, set: ask }))
    )
  })
})
