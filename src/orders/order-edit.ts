import type { NormalizedOrder, PickupPoint } from "../marketplaces/port"
import type { OrderEdit } from "./changes"
import type { DraftItem, DraftShippingMethod, OrderDraft } from "./order-draft"

/** The parts of a store order that an edit may change. */
export type EditableOrder = {
  /** It goes with the address, whatever the marketplace says now. */
  pickup_point: unknown
  items: { id: string; line_key: string | null }[]
  shipping_methods: {
    id: string
    name: string
    /** Major units, tax included. */
    amount: number
    shipping_option_id: string | null
    /** Percent. */
    tax_rates: number[]
  }[]
}

/** An order edit in full: the lines' quantities, lines to create, and the shipping methods that take the place of all others. */
export type EditPlan = {
  quantities: { line_item_id: string; quantity: number; external_ids: string[] }[]
  added: DraftItem[]
  /** Null: shipping and fees stay as they are. */
  shipping_methods: DraftShippingMethod[] | null
}

/** The order with these items as the ones that are sold, whatever became of them since: the rest keeps its status. */
export function orderAsSold(order: NormalizedOrder, item_external_ids: readonly string[]): NormalizedOrder {
  const sold = new Set(item_external_ids)
  return {
    ...order,
    lines: order.lines.map((line) => ({
      ...line,
      items: line.items.map((item) =>
        sold.has(item.external_id) ? { ...item, status: "ready" as const } : item
      ),
    })),
  }
}

/** @param draft of `orderAsSold` */
export function planEdit(edit: OrderEdit, draft: OrderDraft["order"], order: EditableOrder): EditPlan {
  const items = new Map(draft.items.map((item) => [item.metadata.line_key, item]))
  const keys = new Map(order.items.map(({ id, line_key }) => [id, line_key]))
  const isSame =
    draft.shipping_methods.length === order.shipping_methods.length &&
    draft.shipping_methods.every((method) => order.shipping_methods.some((one) => isSameMethod(method, one)))
  return {
    quantities: edit.quantities.map(({ line_item_id, quantity }) => ({
      line_item_id,
      quantity,
      external_ids: items.get(keys.get(line_item_id) ?? "")?.metadata.external_ids ?? [],
    })),
    added: edit.added.flatMap((key) => items.get(key) ?? []),
    shipping_methods: isSame
      ? null
      : draft.shipping_methods.map((method) => ({
          ...method,
          data: order.pickup_point ? { pickup_point: order.pickup_point as PickupPoint } : {},
        })),
  }
}

/** In any order: the database gives several taxes in its own. */
const isSameRates = (...[some, others]: number[][]) =>
  JSON.stringify([...some].sort((a, b) => a - b)) === JSON.stringify([...others].sort((a, b) => a - b))

function isSameMethod(
  draft: DraftShippingMethod,
  method: EditableOrder["shipping_methods"][number]
): boolean {
  return (
    draft.name === method.name &&
    Math.abs(draft.amount - method.amount) < 0.005 &&
    draft.shipping_option_id === method.shipping_option_id &&
    isSameRates(
      draft.tax_lines.map(({ rate }) => rate),
      method.tax_rates
    )
  )
}
