import type { MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { marketplaceOf } from "../shared/marketplace"

/** Rows of one kind that are cleaned in one go; the housekeeping goes on with the rest. */
const AT_ONCE = 500
/** A parcel can be told some time after its order was purged; nothing is written later than that. */
const LATE_DAYS = 30

type Packed = { id: string; data: { pickup_point?: unknown; sent?: { parcels?: object[] } } }
/** Where a tracking link can be, with the column that holds it. */
const LINKED = {
  marketplace_action: "params",
  marketplace_action_attempt: "sent",
  marketplace_history_entry: "data",
}
type Linked = { id: string; table: keyof typeof LINKED; content: unknown }

/**
 * Takes the buyer's data out of everything that the plugin keeps or wrote of these orders, for good. Answers those that
 * were not purged before.
 */
export async function purge(container: MedusaContainer, ids: string[]): Promise<string[]> {
  if (!ids.length) return []
  const marketplace = marketplaceOf(container)
  const purged = await marketplace.orders.purgeOrders(ids, (marketplace_id, payload) =>
    marketplace.adapter(marketplace_id).withoutPersonalData(payload)
  )
  await purgeTraces(container)
  return purged
}

/**
 * What is left of purged orders beside their snapshots: the pick-up point that our fulfilment providers wrote, and tracking
 * links, which can hold a postcode. Of what is still to be told the action's link stays until it is told. Safe to repeat.
 */
export async function purgeTraces(container: MedusaContainer): Promise<void> {
  const marketplace = marketplaceOf(container)
  const packed = await marketplace.query<Packed>(
    `select f.id, f.data from marketplace_order o
       join order_fulfillment l on l.order_id = o.order_id
       join fulfillment f on f.id = l.fulfillment_id
      where o.purged_at > now() - interval '${LATE_DAYS} days' and f.data ->> 'marketplace' = o.marketplace_id
        and (f.data -> 'pickup_point' <> 'null'::jsonb or (f.data -> 'sent')::text ~ '"tracking_url": "') limit ?`,
    [AT_ONCE]
  )
  const fulfillments = container.resolve(Modules.FULFILLMENT)
  for (const { id, data } of packed) {
    const cleaned = { ...(withoutLinks(data) as object), pickup_point: null }
    // Medusa's own workflow takes `data` for a relation.
    await fulfillments.updateFulfillment(id, { data: cleaned })
  }
  const linked = await marketplace.query<Linked>(
    `select a.id, 'marketplace_action' as table, a.params as content from marketplace_action a
       join marketplace_order o on o.id = a.marketplace_order_id and o.purged_at > now() - interval '${LATE_DAYS} days'
      where a.state in ('confirmed', 'skipped', 'done_elsewhere') and a.params::text ~ '"tracking_url": "'
     union all
     select t.id, 'marketplace_action_attempt', t.sent from marketplace_action_attempt t
       join marketplace_action a on a.id = t.action_id
       join marketplace_order o on o.id = a.marketplace_order_id and o.purged_at > now() - interval '${LATE_DAYS} days'
      where t.sent::text ~ '"tracking_url": "'
     union all
     select h.id, 'marketplace_history_entry', h.data from marketplace_history_entry h
       join marketplace_order o on o.id = h.marketplace_order_id and o.purged_at > now() - interval '${LATE_DAYS} days'
      where h.data::text ~ '"tracking_url": "' limit ?`,
    [AT_ONCE]
  )
  for (const { id, table, content } of linked) {
    const cleaned = JSON.stringify(withoutLinks(content))
    await marketplace.query(`update ${table} set ${LINKED[table]} = ?::jsonb where id = ?`, [cleaned, id])
  }
  // A marketplace's answer can repeat what it was sent.
  await marketplace.query(
    `update marketplace_action_attempt set message = null where message is not null and action_id in (
       select a.id from marketplace_action a
         join marketplace_order o on o.id = a.marketplace_order_id and o.purged_at > now() - interval '${LATE_DAYS} days')`
  )
  await marketplace.query(
    `update marketplace_action a set problem_params = a.problem_params - 'detail' from marketplace_order o
      where o.id = a.marketplace_order_id and o.purged_at > now() - interval '${LATE_DAYS} days' and a.problem_params ->> 'detail' is not null`
  )
  await marketplace.query(
    `update marketplace_order set problem_params = problem_params - 'detail'
      where purged_at > now() - interval '${LATE_DAYS} days' and problem_params ->> 'detail' is not null`
  )
  // A notification repeats what a problem said. It stays, so that it is not sent anew.
  await marketplace.query(
    `update notification n
        set data = n.data || jsonb_build_object('text', n.data -> 'title')
                          || case when n.data ->> 'description' is not null then jsonb_build_object('description', n.data -> 'title') else '{}'::jsonb end
       from marketplace_order o
      where o.purged_at > now() - interval '${LATE_DAYS} days' and n.idempotency_key like 'marketplace:%'
        and o.id = split_part(n.data ->> 'link', '/marketplace-orders/', 2)
        and n.data -> 'text' is distinct from n.data -> 'title'`
  )
}

function withoutLinks(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutLinks)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, key === "tracking_url" ? null : withoutLinks(part)])
  )
}
