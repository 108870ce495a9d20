import type { MedusaContainer } from "@medusajs/framework/types"
import { MedusaError } from "@medusajs/framework/utils"
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
  throw new MedusaError(
    MedusaError.Types.NOT_ALLOWED,
    told.is_certain
      ? `${name} counts this parcel of order ${told.external_id} as shipped, and the buyer has been told. ` +
          "It cannot be cancelled here: correct its number, or cancel or refund the order on the marketplace's portal."
      : `This parcel of order ${told.external_id} is just being declared to ${name}, which may count it as shipped. ` +
          "Look again in half an hour."
  )
}
