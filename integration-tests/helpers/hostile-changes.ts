import type { MarketplaceName } from "../../sandbox/faults"
import type { Sandbox } from "../../sandbox/server"

/** What a marketplace may do to an order of one line and one unit, and what becomes of it: a problem or a state. */
export type HostileChange = {
  name: string
  change: (sandbox: Sandbox, external_id: string) => void
  is: string | null
}

type Line = Record<string, unknown> & {
  sellingPrice: Record<string, unknown>
  offer: Record<string, unknown>
}

const order =
  (patch: Record<string, unknown>) =>
  ({ control }: Sandbox, external_id: string) =>
    void control.cdiscount.modify({ external_id, patch })
const line =
  (patch: (line: Line) => Record<string, unknown>) =>
  ({ control }: Sandbox, external_id: string) => {
    const { lines } = control.cdiscount.order({ external_id }).wire as { lines: Line[] }
    control.cdiscount.modify({
      external_id,
      patch: { lines: lines.map((one) => ({ ...one, ...patch(one) })) },
    })
  }
const price = (unitSalesPrice: unknown) =>
  line(({ sellingPrice }) => ({ sellingPrice: { ...sellingPrice, unitSalesPrice } }))

const cdiscount: HostileChange[] = [
  { name: "a negative price", change: price(-5), is: "unreadable_part" },
  { name: "a price that is words", change: price("12,90 environ"), is: "unreadable_part" },
  { name: "a price of 1e300", change: price(1e300), is: "unreadable_part" },
  { name: "no price (NaN)", change: price(Number.NaN), is: "unreadable_part" },
  { name: "a quantity of 0", change: line(() => ({ quantity: 0 })), is: "unreadable_part" },
  { name: "a negative quantity", change: line(() => ({ quantity: -1 })), is: "unreadable_part" },
  { name: "half a piece", change: line(() => ({ quantity: 1.5 })), is: "unreadable_part" },
  { name: "a billion pieces", change: line(() => ({ quantity: 1e9 })), is: "unreadable_part" },
  {
    name: "a line id of a megabyte",
    change: line(() => ({ orderLineId: "1".repeat(1e6) })),
    is: "unreadable_order",
  },
  {
    name: "one line twice",
    change: ({ control }, external_id) => {
      const { lines } = control.cdiscount.order({ external_id }).wire as { lines: Line[] }
      control.cdiscount.modify({ external_id, patch: { lines: [...lines, ...lines] } })
    },
    is: "unreadable_order",
  },
  { name: "no lines", change: order({ lines: [] }), is: "unreadable_order" },
  { name: "a currency in lower case", change: order({ currencyCode: "eur" }), is: "imported" },
  { name: "a currency that is none", change: order({ currencyCode: "€" }), is: "unreadable_part" },
  {
    name: "a total of 1e300",
    change: order({ totalPrice: { sellingPrice: 1e300 } }),
    is: "unreadable_part",
  },
  { name: "a negative total", change: order({ totalPrice: { sellingPrice: -1 } }), is: "total_mismatch" },
  {
    name: "bought in the year 9999",
    change: order({ purchasedAt: "9999-12-31T23:59:59Z", createdAt: "9999-12-31T23:59:59Z" }),
    is: "unreadable_part",
  },
  {
    name: "bought in the year 1",
    change: order({ purchasedAt: "0001-01-01T00:00:00Z", createdAt: "0001-01-01T00:00:00Z" }),
    is: "unreadable_part",
  },
  {
    name: "to be shipped in the year 9999",
    change: order({ shippedAtMax: "9999-12-31T23:59:59Z" }),
    is: "imported",
  },
  { name: "an unknown status", change: line(() => ({ status: "Teleported" })), is: "unknown_status" },
  {
    name: "a title of two megabytes",
    change: line(({ offer }) => ({ offer: { ...offer, productTitle: "é".repeat(2e6) } })),
    is: "unread_detail",
  },
  {
    name: "a reference of ten megabytes",
    change: order({ reference: "r".repeat(1e7) }),
    is: "unreadable_order",
  },
]

type Item = { itemid: string; sku: string; price_cents: number }
const sale =
  (patch: Record<string, unknown>) =>
  ({ control }: Sandbox, external_id: string) =>
    void control.rakuten.modify({ external_id, patch })
const items =
  (patch: Record<string, unknown>) =>
  ({ control }: Sandbox, external_id: string) => {
    const { items: all } = control.rakuten.order({ external_id }).wire as { items: Item[] }
    control.rakuten.modify({ external_id, patch, item_ids: all.map(({ itemid }) => itemid) })
  }
const rakuten: HostileChange[] = [
  { name: "a negative price", change: items({ price_cents: -500 }), is: "unreadable_part" },
  { name: "no price (NaN)", change: items({ price_cents: Number.NaN }), is: "unreadable_part" },
  { name: "a price of 1e300", change: items({ price_cents: 1e300 }), is: "unreadable_part" },
  { name: "an item id of a megabyte", change: items({ itemid: "1".repeat(1e6) }), is: "unreadable_order" },
  { name: "an item id with blanks", change: items({ itemid: "1 2" }), is: "unreadable_order" },
  {
    name: "bought in the year 9999",
    change: sale({ purchased_at: Date.parse("9999-06-01") }),
    is: "unreadable_part",
  },
  { name: "a title of two megabytes", change: items({ headline: "é".repeat(2e6) }), is: "imported" },
]

export const HOSTILE_CHANGES: Record<MarketplaceName, HostileChange[]> = { cdiscount, rakuten }
