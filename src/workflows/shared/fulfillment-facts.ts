import type { MedusaContainer } from "@medusajs/framework/types"
import type { FulfillmentFacts } from "../../orders/fulfillments"
import { marketplaceOf } from "./marketplace"

/** The order's fields that `query.graph` must load for the facts. */
export const FULFILLMENT_FIELDS = [
  "fulfillments.*",
  "fulfillments.items.*",
  "fulfillments.labels.*",
  "fulfillments.shipping_option.data",
]

export type GraphFulfillment = {
  id: string
  canceled_at: string | Date | null
  shipped_at: string | Date | null
  delivered_at: string | Date | null
  shipping_option_id: string | null
  provider_id: string | null
  items?: { line_item_id: string | null; quantity: number }[]
  labels?: { id: string; tracking_number: string; tracking_url: string }[]
  shipping_option?: { data?: { carrier?: string | null } | null } | null
  /** `label_carrier`: the carrier's key, where its label was made here. */
  data?: Record<string, unknown> | null
}

const iso = (value: string | Date | null) => (value ? new Date(value).toISOString() : null)

/** Units of order lines in fulfillments, as the order's own record of the packing counts them. */
export type PackedUnits = ReadonlyMap<string, number>

const unitsKey = (fulfillment_id: string, line_item_id: string) => `${fulfillment_id} ${line_item_id}`

/**
 * How much of each line a fulfillment holds, in the buyer's units. A fulfillment itself lists the parts of a kit; what a
 * kit was made of when it was packed is known only while its variant is there and unchanged, but the order keeps how
 * many of the line were packed.
 */
export async function packedUnits(container: MedusaContainer, order_ids: string[]): Promise<PackedUnits> {
  const rows = await marketplaceOf(container).medusaTables.sumPackedUnits(order_ids)
  return new Map(
    rows.map(({ fulfillment_id, line_item_id, quantity }) => [
      unitsKey(fulfillment_id, line_item_id),
      quantity,
    ])
  )
}

export function fulfillmentFacts(one: GraphFulfillment, packed: PackedUnits): FulfillmentFacts {
  const lineIds = [...new Set((one.items ?? []).flatMap((item) => item.line_item_id ?? []))]
  return {
    id: one.id,
    canceled_at: iso(one.canceled_at),
    // Medusa lets a packed parcel be marked as delivered without a shipment.
    shipped_at: iso(one.shipped_at ?? one.delivered_at),
    delivered_at: iso(one.delivered_at),
    items: lineIds.map((line_item_id) => ({
      line_item_id,
      quantity: packed.get(unitsKey(one.id, line_item_id)) ?? fewestParts(one, line_item_id),
    })),
    labels: (one.labels ?? []).map(({ tracking_number, tracking_url }) => ({
      tracking_number,
      tracking_url,
    })),
    shipping_option_id: one.shipping_option_id,
    provider_id: one.provider_id,
  }
}

/** For a fulfillment that was made past the order: each part once per unit. */
const fewestParts = ({ items = [] }: GraphFulfillment, line_item_id: string): number =>
  Math.min(
    ...items.filter((item) => item.line_item_id === line_item_id).map(({ quantity }) => Number(quantity))
  )
