import type { FulfillmentFacts } from "../../orders/fulfillments"

/** What the facts are made of: ask `query.graph` for these of an order. */
export const FULFILLMENT_FIELDS = [
  "items.id",
  "items.variant.inventory_items.inventory_item_id",
  "items.variant.inventory_items.required_quantity",
  "fulfillments.*",
  "fulfillments.items.*",
  "fulfillments.labels.*",
  "fulfillments.shipping_option.data",
]

export type GraphItem = {
  id: string
  variant?: { inventory_items?: { inventory_item_id: string; required_quantity: number }[] } | null
}

export type GraphFulfillment = {
  id: string
  canceled_at: string | Date | null
  shipped_at: string | Date | null
  delivered_at: string | Date | null
  shipping_option_id: string | null
  provider_id: string | null
  items?: { line_item_id: string | null; inventory_item_id: string | null; quantity: number }[]
  labels?: { id: string; tracking_number: string; tracking_url: string }[]
  shipping_option?: { data?: { carrier?: string | null } | null } | null
}

const iso = (value: string | Date | null) => (value ? new Date(value).toISOString() : null)

export function fulfillmentFacts(one: GraphFulfillment, items: GraphItem[]): FulfillmentFacts {
  const lineIds = [...new Set((one.items ?? []).flatMap((item) => item.line_item_id ?? []))]
  return {
    id: one.id,
    canceled_at: iso(one.canceled_at),
    shipped_at: iso(one.shipped_at),
    delivered_at: iso(one.delivered_at),
    items: lineIds.map((line_item_id) => ({ line_item_id, quantity: buyersUnits(one, line_item_id, items) })),
    labels: (one.labels ?? []).map(({ tracking_number, tracking_url }) => ({
      tracking_number,
      tracking_url,
    })),
    shipping_option_id: one.shipping_option_id,
    provider_id: one.provider_id,
  }
}

/** A kit is packed as its parts: three parts of one kit that needs three are one unit of what the buyer bought. */
function buyersUnits(one: GraphFulfillment, line_item_id: string, items: GraphItem[]): number {
  const needed = items.find(({ id }) => id === line_item_id)?.variant?.inventory_items ?? []
  const parts = (one.items ?? []).filter((item) => item.line_item_id === line_item_id)
  const units = parts.map((part) => {
    const required = needed.find(({ inventory_item_id }) => inventory_item_id === part.inventory_item_id)
    return Math.floor(Number(part.quantity) / (required?.required_quantity ?? 1))
  })
  return Math.min(...units)
}
