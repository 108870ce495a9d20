import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { FulfillmentEvents } from "@medusajs/framework/utils"
import { planAndSend } from "../workflows/send-actions/plan-and-send"
import { marketplaceOf } from "../workflows/shared/marketplace"
import { withoutData } from "../workflows/shared/without-data"

/**
 * A label came, changed or went after shipping: until the parcel is told, it is told with what its labels say now.
 * Carrier plugins add their numbers so, and no other event says it. A label that went has no row any more: its parcel
 * is found by the action that was planned with it.
 */
export default async function marketplaceLabelChanged({ event, container }: SubscriberArgs<{ id: string }>) {
  await withoutData(event.name, async () => {
    const [shipped] = await marketplaceOf(container).query<{ fulfillment_id: string }>(
      `select f.id as fulfillment_id from fulfillment_label label
         join fulfillment f on f.id = label.fulfillment_id and f.shipped_at is not null
         join order_fulfillment l on l.fulfillment_id = f.id and l.deleted_at is null
         join marketplace_order o on o.order_id = l.order_id
        where label.id = ?
        union
       select fulfillment_id from marketplace_action
        where state in ('pending', 'retrying', 'needs_attention') and deleted_at is null and type = 'ship'
          and sent_at is null and params -> 'label_ids' @> to_jsonb(?::text)
        limit 1`,
      [event.data.id, event.data.id]
    )
    if (shipped) await planAndSend(container, shipped.fulfillment_id)
  })
}

/* eslint-disable @medusajs/prefer-workflow-event-over-module-event -- no workflow event tells of a later label */
export const config: SubscriberConfig = {
  event: [
    FulfillmentEvents.FULFILLMENT_LABEL_CREATED,
    FulfillmentEvents.FULFILLMENT_LABEL_UPDATED,
    FulfillmentEvents.FULFILLMENT_LABEL_DELETED,
  ],
  context: { subscriberId: "marketplace-label-changed" },
}
