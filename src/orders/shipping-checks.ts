import type { Refusal } from "./refusals"
import type { MarketplaceOrderState } from "./order-states"
import type { ShippingRow } from "./shipping-list"

/** What is known of an order that a row names. */
export type ShippableOrder = {
  id: string
  /** As buyer and seller know it. */
  number: string
  state: MarketplaceOrderState
  is_test: boolean
  is_active: boolean
  /** Two orders with the same are sent to the same place. */
  address_key: string
  /** Of a problem that has to be decided before anything of the order leaves; null: there is none. */
  stopped_by: string | null
  /** What its packing needs; a refusal where it cannot be packed as a whole, at one place. */
  packing: Refusal | "possible"
}

export type CheckedRow = {
  row: ShippingRow
  order: ShippableOrder | null
  /** Each of these stops the row; none: it can be sent. */
  stops: Refusal[]
}

type Facts = {
  /** Of each row: the orders that its number may mean. */
  candidates: (row: ShippingRow) => ShippableOrder[]
  /** As the number is sent. */
  cleaned: (row: ShippingRow) => string
  /** What was sent to the marketplaces before, by the parcel's number: each order's number and where it goes. */
  declared: ReadonlyMap<string, readonly Pick<ShippableOrder, "number" | "address_key" | "id">[]>
}

const SHIPPABLE: readonly MarketplaceOrderState[] = ["imported", "partly_shipped"]

/**
 * What keeps each row from being sent, judged over all of them: one shifted column would send every parcel under another's
 * number, and not every marketplace takes a correction.
 */
export function checkRows(rows: ShippingRow[], { candidates, cleaned, declared }: Facts): CheckedRow[] {
  const found = rows.map((row) => ({ row, orders: candidates(row), number: cleaned(row) }))
  const sole = found.map(({ orders }) => (orders.length === 1 ? orders[0] : null))
  return found.map(({ row, orders, number }, place): CheckedRow => {
    const order = sole[place]
    if (!order) {
      const code = orders.length ? "row_several_orders" : "row_unknown_order"
      return { row, order, stops: [{ code, params: { number: row.order_number || "–" } }] }
    }
    const others = sole.filter(
      (other, at) => at !== place && other && number && found[at].number === number && other.id !== order.id
    )
    const elsewhere = others.filter((other) => other?.address_key !== order.address_key)
    // What goes to one place can go in one parcel.
    const before = ((number && declared.get(number)) || []).find(
      (other) => other.id === order.id || other.address_key !== order.address_key
    )
    const stops: (Refusal | false)[] = [
      sole.filter((other) => other?.id === order.id).length > 1 && { code: "row_duplicate", params: {} },
      !SHIPPABLE.includes(order.state) && { code: "row_closed_order", params: {} },
      order.is_test && { code: "test_order", params: {} },
      !order.is_active && { code: "row_connection_paused", params: {} },
      order.stopped_by !== null && { code: "row_parcel_stopped", params: { problem: order.stopped_by } },
      elsewhere.length > 0 && {
        code: "row_number_shared",
        params: { tracking_number: number, numbers: elsewhere.map((other) => other?.number ?? "–") },
      },
      before !== undefined && {
        code: "row_number_declared",
        params: { tracking_number: number, number: before.number },
      },
      order.packing !== "possible" && SHIPPABLE.includes(order.state) && order.packing,
    ]
    return { row, order, stops: stops.filter((stop) => stop !== false) }
  })
}
