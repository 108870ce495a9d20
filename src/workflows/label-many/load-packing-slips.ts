import type { MedusaContainer } from "@medusajs/framework/types"
import type { PackingSlip } from "../../labels/packing-slip"
import type { LoadedOrderRow } from "../../modules/marketplace/stores/orders"
import { readOrder } from "../../orders/read-order"
import { marketplaceOf } from "../shared/marketplace"
import type { PackedLabel } from "./load-packed-lines"

type OfMarketplace = Pick<PackingSlip, "marketplace" | "delivery_mode" | "pickup_point">

/** One packing slip for each of these labels, in their order. */
export async function loadPackingSlips(
  container: MedusaContainer,
  packed: readonly PackedLabel[]
): Promise<PackingSlip[]> {
  const { orders } = marketplaceOf(container)
  const sources = await orders.listSources([...new Set(packed.map(({ request }) => request.order_id))])
  const rows = await orders.loadOrders(sources.map(({ id }) => id))
  const known = new Map<string, OfMarketplace>()
  for (const { id, order_id, connection_id } of sources) {
    known.set(
      order_id,
      await read(
        container,
        connection_id,
        rows.find((row) => row.id === id)
      )
    )
  }
  return packed.map(({ request, lines, shipping_method }) => {
    const { marketplace, delivery_mode, pickup_point } = known.get(request.order_id) ?? NONE
    const chosen = request.overrides?.pickup_point_id
    return {
      marketplace,
      order_number: request.order_number,
      delivery_mode: delivery_mode ?? (marketplace === null ? shipping_method : null),
      // What was corrected for this label is where its parcel goes.
      pickup_point:
        chosen === undefined || chosen === pickup_point?.id
          ? pickup_point
          : chosen === null
            ? null
            : { id: chosen, name: null },
      lines: lines.map(({ title, sku, ean, quantity }) => ({ title, sku, ean, quantity })),
    }
  })
}

const NONE: OfMarketplace = { marketplace: null, delivery_mode: null, pickup_point: null }

async function read(
  container: MedusaContainer,
  connection_id: string,
  row: LoadedOrderRow | undefined
): Promise<OfMarketplace> {
  const marketplace = marketplaceOf(container)
  const connection = await marketplace.anyConnection(connection_id)
  if (!marketplace.hasAdapter(connection.marketplace_id)) {
    return { ...NONE, marketplace: connection.marketplace_id }
  }
  const adapter = marketplace.adapter(connection.marketplace_id)
  const { order } = row ? readOrder(adapter, connection, row) : { order: null }
  return {
    marketplace: adapter.descriptor.name,
    delivery_mode: order?.delivery_mode ?? null,
    pickup_point: order?.pickup_point ?? null,
  }
}
