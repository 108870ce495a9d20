import type { MedusaContainer } from "@medusajs/framework/types"
import { settingsOf } from "../shared/connection-settings"
import { eachAlone } from "../shared/each-alone"
import { marketplaceOf } from "../shared/marketplace"
import { planOrderShipments } from "./plan-order"

const AT_ONCE = 50

/**
 * Makes good what events did not bring: shipped fulfilments of imported orders without action, waits that are over,
 * labels that came or fulfilments that were cancelled unheard, sending that was off, answers that can be read again.
 * Also of a connection that is disabled, so that its deadlines still alarm. Answers the orders that were planned anew by
 * their number there; what is due is sent by the job.
 * @param states only orders in these; left out: all, however old, as the daily comparison wants it
 */
export async function planMissingShipments(
  container: MedusaContainer,
  connection_id: string,
  states: string[] | null = null
): Promise<string[]> {
  const marketplace = marketplaceOf(container)
  const connection = await marketplace.connection(connection_id)
  const adapter = marketplace.adapter(connection.marketplace_id)
  const { send } = settingsOf(adapter, connection.settings, {}).shipping
  let after = ""
  const planned: string[] = []
  for (;;) {
    const orders = await marketplace.query<{ id: string; external_id: string }>(
      `select distinct o.id, o.external_id from marketplace_order o
         join order_fulfillment l on l.order_id = o.order_id and l.deleted_at is null
         join fulfillment f on f.id = l.fulfillment_id and f.deleted_at is null
         left join marketplace_action a on a.intent_key = 'ship:' || o.id || ':' || f.id
        where o.connection_id = ? and o.id > ? and o.imported_at is not null and not o.is_test
          and (?::text[] is null or o.state = any(?))
          and f.metadata ->> 'fulfilled_by_marketplace' is null
          and (a.params ->> 'decided_by_hand') is null
          and case
                when a.id is null then f.shipped_at is not null and f.canceled_at is null
                when a.unsettled_since is not null or a.sent_at is not null then false
                when f.canceled_at is not null then a.state in ('pending', 'retrying', 'needs_attention')
                when a.params ->> 'skipped' = 'sending_is_off' then ?::boolean
                when a.params ->> 'skipped' = 'not_shipped' then f.shipped_at is not null
                when a.problem_code = 'unreadable_order' then o.updated_at > a.updated_at
                when a.params ->> 'waiting' is not null and a.next_attempt_at <= now() then true
                when a.params ->> 'waiting' is not null or a.problem_code like 'tracking_number_%' then exists (
                  select 1 from fulfillment_label label
                   where label.fulfillment_id = f.id and label.deleted_at is null and label.updated_at > a.updated_at)
                else false
              end
        order by o.id limit ?`,
      [connection_id, after, states, states, send, AT_ONCE]
    )
    await eachAlone(
      container,
      orders,
      ({ external_id }) => `planning of shipments of ${external_id}`,
      async ({ id, external_id }) => {
        after = id
        await planOrderShipments(container, id)
        planned.push(external_id)
      }
    )
    if (orders.length < AT_ONCE) return planned
  }
}
