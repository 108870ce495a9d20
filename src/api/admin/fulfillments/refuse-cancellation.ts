import type { MedusaContainer } from "@medusajs/framework/types"
import { notAllowed } from "../../../modules/marketplace/refusal"
import { marketplaceOf } from "../../../workflows/shared/marketplace"

/** Throws when a marketplace counts the parcel as shipped, or may do so any moment. One query for any fulfillment. */
export async function refuseCancellation(container: MedusaContainer, fulfillment_id: string): Promise<void> {
  const marketplace = marketplaceOf(container)
  const shipped = await marketplace.actions.findShipped(fulfillment_id)
  if (!shipped) return
  throw notAllowed(shipped.is_certain ? "parcel_declared" : "parcel_being_declared", {
    name: marketplace.marketplaceName(shipped.marketplace_id),
    order: shipped.external_id,
  })
}
