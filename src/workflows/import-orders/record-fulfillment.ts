import type {
  CreateFulfillmentDTO,
  IFulfillmentModuleService,
  IOrderModuleService,
  MedusaContainer,
} from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import type { OrderRowWithPayload } from "../../modules/marketplace/stores/orders"
import type { OrderDraft } from "../../orders/order-draft"
import { lineIdKey } from "../shared/reservations"
import { marketplaceOf } from "../shared/marketplace"

type Recorded = { row: OrderRowWithPayload; draft: OrderDraft; ids: Record<string, string> }

/** Only this provider is asked: another one could buy a label for a parcel that the marketplace sends. */
const MANUAL = "manual_manual"

/**
 * Marks the lines that the marketplace ships itself as shipped: through the modules and not through Medusa's flows, so
 * that no stock moves and no event is emitted. Under reserved ids and safe to repeat.
 */
export async function recordFulfillments(container: MedusaContainer, orders: Recorded[]): Promise<void> {
  for (const order of orders.filter(({ draft }) => draft.fulfilled_line_keys.length > 0)) {
    await recordFulfillment(container, order)
  }
}

async function recordFulfillment(container: MedusaContainer, order: Recorded): Promise<void> {
  const { draft, ids } = order
  const service = container.resolve<IOrderModuleService>(Modules.ORDER)
  const lineIds = draft.fulfilled_line_keys.map((key) => ids[lineIdKey(key)])
  await createFulfillment(container, order)
  const stored = await service.retrieveOrder(ids.order, { relations: ["items"] })
  const lines = (stored.items ?? []).filter(({ id }) => lineIds.includes(id))
  const left = (done: "fulfilled_quantity" | "shipped_quantity") =>
    lines
      .map(({ id, quantity, detail }) => ({ id, quantity: Number(quantity) - Number(detail[done]) }))
      .filter(({ quantity }) => quantity > 0)
  const reference = { order_id: ids.order, reference: Modules.FULFILLMENT, reference_id: ids.fulfillment }
  const unfulfilled = left("fulfilled_quantity")
  const unshipped = left("shipped_quantity")
  if (unfulfilled.length) await service.registerFulfillment({ ...reference, items: unfulfilled })
  if (unshipped.length) await service.registerShipment({ ...reference, items: unshipped })
}

/** A store without the manual provider keeps the quantities alone. */
async function createFulfillment(container: MedusaContainer, { row, draft, ids }: Recorded): Promise<void> {
  const service = container.resolve<IFulfillmentModuleService>(Modules.FULFILLMENT)
  const [provider] = await service.listFulfillmentProviders({ id: MANUAL })
  if (!provider) return
  const [existing] = await service.listFulfillments({ id: ids.fulfillment }, { select: ["id"] })
  if (!existing) {
    const { stock_location_ids } = await marketplaceOf(container).anyConnection(row.connection_id)
    const now = new Date()
    // The published type knows no id.
    const input = {
      id: ids.fulfillment,
      location_id: stock_location_ids[0],
      provider_id: MANUAL,
      shipping_option_id: draft.order.shipping_methods[0].shipping_option_id,
      packed_at: now,
      shipped_at: now,
      metadata: { fulfilled_by_marketplace: true },
      delivery_address: draft.order.shipping_address,
      items: draft.order.items
        .filter((item) => draft.fulfilled_line_keys.includes(item.metadata.line_key))
        .map((item) => ({
          title: item.title,
          sku: item.variant_sku ?? "",
          barcode: item.variant_barcode ?? "",
          quantity: item.quantity,
          line_item_id: ids[lineIdKey(item.metadata.line_key)],
        })),
      labels: [],
      order: { id: ids.order },
    } as unknown as CreateFulfillmentDTO
    await service.createFulfillment(input)
  }
  await container.resolve(ContainerRegistrationKeys.LINK).create({
    [Modules.ORDER]: { order_id: ids.order },
    [Modules.FULFILLMENT]: { fulfillment_id: ids.fulfillment },
  })
}
