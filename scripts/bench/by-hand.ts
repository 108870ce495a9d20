import {
  createOrderPaymentCollectionWorkflow,
  createOrderWorkflow,
  createReservationsWorkflow,
  markPaymentCollectionAsPaid,
} from "@medusajs/medusa/core-flows"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import type { App } from "../../integration-tests/helpers/app"
import type { SeededStore } from "../../integration-tests/helpers/seed-store"
import type { BenchOrder } from "./orders"

/**
 * The import as a Medusa developer would write it, order by order, to the same result: look whether the order is there,
 * create it, reserve its stock, pay it, record it.
 */
export async function importByHand(app: App, store: SeededStore, orders: BenchOrder[]): Promise<void> {
  const { container } = app
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const inventory = container.resolve(Modules.INVENTORY)
  const bySku = new Map(store.variants.map((variant) => [variant.sku, variant]))
  for (const order of orders) {
    const [known] = await query
      .graph({ entity: "marketplace_order", fields: ["id"], filters: { external_id: `hand-${order.id}` } })
      .then(({ data }) => data)
    if (known) continue
    const items = order.lines.map((line) => ({
      variant_id: bySku.get(line.sku)?.variant_id,
      title: line.title,
      quantity: line.quantity,
      unit_price: line.price,
      is_tax_inclusive: true,
      requires_shipping: true,
    }))
    const { result } = await createOrderWorkflow(container).run({
      input: {
        region_id: store.region_id,
        sales_channel_id: store.sales_channel_id,
        currency_code: "eur",
        items,
        shipping_methods: [{ name: "Marketplace", amount: 4.99, is_tax_inclusive: true }],
        shipping_address: { ...order.address, country_code: "fr" },
        billing_address: { ...order.address, country_code: "fr" },
        metadata: { external_id: order.id },
      } as never,
    })
    await createReservationsWorkflow(container).run({
      input: {
        reservations: (result.items ?? []).map((item) => ({
          line_item_id: item.id,
          inventory_item_id: bySku.get(item.variant_sku ?? "")?.inventory_item_id ?? "",
          location_id: store.stock_location_id,
          quantity: Number(item.quantity),
        })),
      },
    })
    const [{ total }] = await query
      .graph({ entity: "order", fields: ["total"], filters: { id: result.id } })
      .then(({ data }) => data as { total: number }[])
    const { result: collections } = await createOrderPaymentCollectionWorkflow(container).run({
      input: { order_id: result.id, amount: total },
    })
    await markPaymentCollectionAsPaid(container).run({
      input: { order_id: result.id, payment_collection_id: collections[0].id },
    })
    await inventory.listReservationItems({ line_item_id: (result.items ?? []).map(({ id }) => id) })
  }
}
