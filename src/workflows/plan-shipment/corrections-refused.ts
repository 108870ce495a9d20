import type MarketplaceModuleService from "../../modules/marketplace/service"
import { settingParams } from "../../orders/fill-text"
import type { Refusal } from "../../orders/refusals"
import { ownSettings, readOrder } from "../../orders/read-order"
import type { LoadedOrder } from "./load-shipment"

/** Why no sent parcel of this order can be corrected at the marketplace; null where it can. */
export function correctionRefused({
  adapter,
  policy,
}: Pick<LoadedOrder, "adapter" | "policy">): Refusal | null {
  const { name, capabilities } = adapter.descriptor
  if (!capabilities.corrects_shipments) return { code: "no_correction", params: { name } }
  const params = { name, ...settingParams(policy.correction_settings) }
  return policy.corrections === false ? { code: "correction_off", params } : null
}

/** Those of these orders whose sent parcels cannot be corrected at the marketplace now, with the reason. */
export async function correctionsRefused(
  marketplace: MarketplaceModuleService,
  ids: string[]
): Promise<Map<string, Refusal>> {
  const refusals = new Map<string, Refusal>()
  const adapters = new Map(marketplace.listAdapters().map((adapter) => [adapter.descriptor.id, adapter]))
  for (const row of ids.length ? await marketplace.orders.loadOrders([...new Set(ids)]) : []) {
    const connection = await marketplace.anyConnection(row.connection_id)
    const adapter = adapters.get(row.marketplace_id)
    if (!adapter) continue
    const order = readOrder(adapter, connection, row).order
    const policy = order && adapter.shipmentPolicy(order, ownSettings(adapter, connection))
    const refusal: Refusal | null = connection.deleted_at
      ? { code: "shipment_connection_deleted", params: { name: connection.name } }
      : policy
        ? correctionRefused({ adapter, policy })
        : { code: "order_unreadable", params: {} }
    if (refusal) refusals.set(row.id, refusal)
  }
  return refusals
}
