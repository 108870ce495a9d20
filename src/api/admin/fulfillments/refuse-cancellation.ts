import type { MedusaContainer } from "@medusajs/framework/types"
import { notAllowed } from "../../../modules/marketplace/refusal"
import { marketplaceOf } from "../../../workflows/shared/marketplace"

type Told = { marketplace_id: string; external_id: string; is_certain: boolean }

/** Throws when a marketplace counts the parcel as shipped, or may do so any moment. One query for any fulfilment. */
export async function refuseCancellation(container: MedusaContainer, fulfillment_id: string): Promise<void> {
  const marketplace = marketplaceOf(container)
  const [told] = await marketplace.query<Told>(
    `select o.marketplace_id, o.external_id,
            (a.sent_at is not null or a.state in ('confirmed', 'done_elsewhere')) as is_certain
       from marketplace_action a join marketplace_order o on o.id = a.marketplace_order_id
      where a.fulfillment_id = ? and a.deleted_at is null and a.type = 'ship'
        and (a.sent_at is not null or a.unsettled_since is not null
             or a.state in ('sending', 'sent', 'confirmed', 'done_elsewhere'))
      order by 3 desc limit 1`,
    [fulfillment_id]
  )
  if (!told) return
  const { name } = marketplace.adapter(told.marketplace_id).descriptor
  throw notAllowed(told.is_certain ? "parcel_told" : "parcel_being_told", { name, order: told.external_id })
}
