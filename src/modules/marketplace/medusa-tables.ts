/**
 * All statements that read Medusa's own tables. An upgrade of Medusa has this file to check, and
 * `integration-tests/medusa-tables.spec.ts` runs each of them against the installed version. Each says why the module's API
 * is not enough. Nothing here writes to them: Medusa's rows change through its services and workflows only.
 */
import { shipmentKey } from "../../orders/intent-keys"
import { WAS_SENT } from "./stores/actions"
import type { OrderLineRecord } from "./stores/orders"
import { type Database, hasRow, rowsOf } from "./stores/database"
import { foldedText, likeAnyAccent, likeWord } from "./stores/folded-text"

/** The Medusa whose tables and services these statements and reasons were compared with. */
export const CHECKED_WITH = "2.21.2"

/** Fulfillments of the store's order that a row of ours stands for. */
const FULFILLMENTS = `join order_fulfillment l on l.order_id = o.order_id and l.deleted_at is null
       join fulfillment f on f.id = l.fulfillment_id and f.deleted_at is null`

/** The key of the action that sends a fulfillment. */
const SHIPMENT_KEY = `'${shipmentKey("' || o.id || '", "' || f.id || '")}'`

/** When a parcel left: Medusa lets a packed one be marked as delivered without a shipment. */
const LEFT_AT = "coalesce(f.shipped_at, f.delivered_at)"

// Orders

export type StoreOrder = {
  id: string
  external_id: string
  external_reference: string | null
  channel: string | null
  currency_code: string
  is_canceled: boolean
  created_at: Date
  total: number | null
  lines: (Omit<OrderLineRecord, "key" | "external_ids"> & {
    key: string | null
    external_ids: string[] | null
  })[]
}

/**
 * Orders of the store, by id, that came from this account and have no row of ours.
 * Why SQL: the order module's filters know no key of `metadata`, and cannot leave out the orders that have our row.
 */
export const listOrdersWithoutRow = (
  database: Database,
  { marketplace_id, account }: { marketplace_id: string; account: string },
  after: string,
  limit: number
): Promise<StoreOrder[]> =>
  rowsOf(
    database,
    `select o.id, o.metadata ->> 'external_id' as external_id, o.currency_code, o.created_at,
            o.metadata ->> 'external_reference' as external_reference, o.metadata ->> 'channel' as channel,
            o.status = 'canceled' as is_canceled,
            (select (s.totals ->> 'original_order_total')::float8 from order_summary s
              where s.order_id = o.id and s.version = o.version and s.deleted_at is null limit 1) as total,
            coalesce((select jsonb_agg(jsonb_build_object(
                'key', l.metadata ->> 'line_key', 'external_ids', l.metadata -> 'external_ids',
                'sku', l.metadata ->> 'sku', 'title', l.title, 'quantity', i.quantity,
                'unit_price', coalesce(i.unit_price, l.unit_price), 'variant_id', l.variant_id,
                'line_item_id', l.id, 'status', ''))
              from order_item i join order_line_item l on l.id = i.item_id
             where i.order_id = o.id and i.version = o.version and i.deleted_at is null), '[]'::jsonb) as lines
       from "order" o
      where o.id > :after and o.deleted_at is null and o.metadata ->> 'marketplace' = :marketplace_id
        and o.metadata ->> 'external_id' is not null and o.metadata ->> 'is_test' is null
        and coalesce(o.metadata ->> 'account', :account) = :account
        and not exists (select 1 from marketplace_order m where m.order_id = o.id)
      order by o.id limit :limit`,
    { after, marketplace_id, account, limit }
  )

/** Nothing is kept of their buyer: purged, or adopted and never read. */
const UNKEPT = `select id, order_id, purchased_at from marketplace_order
  where imported_at is not null and (purged_at is not null or snapshot_hash = '')`

/** Orders of the store that are looked for by its own addresses, since no text of ours says whose they are. */
const NAMED_BY_STORE = {
  /** Their buyer was not read yet. */
  unread: `select o.id, o.order_id, o.purchased_at from marketplace_order o
             join marketplace_order_snapshot k on k.marketplace_order_id = o.id
            where k.buyer is null and k.deleted_at is null and o.imported_at is not null`,
  unkept: UNKEPT,
  lately_unkept: `${UNKEPT} order by purchased_at desc nulls last, id limit 100000`,
}

/**
 * Our ids of such orders whose buyer's name, company, street, phone or e-mail has, in the store, these words, or the digits
 * of this phone, the latest first.
 * Why SQL: the order module's filters know no part of an address, and its search looks through other columns.
 */
export const listOrdersOfBuyer = (
  database: Database,
  which: keyof typeof NAMED_BY_STORE,
  { words, phone }: { words: string[]; phone: string | null },
  limit: number
): Promise<{ id: string }[]> =>
  rowsOf(
    database,
    `select m.id from (${NAMED_BY_STORE[which]}) m join "order" o on o.id = m.order_id
       left join order_address s on s.id = o.shipping_address_id
       left join order_address b on b.id = o.billing_address_id,
       lateral (select concat_ws(' ', s.first_name, s.last_name, s.company, s.address_1, s.address_2, s.postal_code,
                  s.city, '|', b.first_name, b.last_name, b.company, b.address_1, b.address_2, b.postal_code, b.city,
                  '|', o.email) as text) buyer
      where (lower(buyer.text) like all(:loose) and ${foldedText("buyer.text")} like all(:likes))
         or regexp_replace(concat_ws('|', s.phone, b.phone), '[^0-9|]', '', 'g') like :phone
      order by m.purchased_at desc limit :limit`,
    {
      loose: words.map(likeAnyAccent),
      likes: words.map(likeWord),
      phone: phone && `%${phone}%`,
      limit,
    }
  )

/**
 * Our ids of orders that have an address of the store which is newer than what was last written of their buyer; of the
 * addresses behind this id, since ids of Medusa's begin with their time. Why SQL: the order module lists no addresses.
 */
export const listReaddressed = (
  database: Database,
  behind: string,
  limit: number
): Promise<{ id: string }[]> =>
  rowsOf(
    database,
    `select distinct m.id from order_address a
       cross join lateral (
         select id from "order" where shipping_address_id = a.id and deleted_at is null
         union select id from "order" where billing_address_id = a.id and deleted_at is null) o
       join marketplace_order m on m.order_id = o.id and m.imported_at is not null
       join marketplace_order_snapshot s on s.marketplace_order_id = m.id and s.deleted_at is null and s.buyer <> ''
      where a.id > :behind and a.created_at > s.updated_at limit :limit`,
    { behind, limit }
  )

/**
 * How many units of each order line went into each fulfillment.
 * Why SQL: an order has an action for each packed line, and the module's API returns them one by one and sums nothing.
 */
export const sumPackedUnits = (
  database: Database,
  order_ids: string[]
): Promise<{ fulfillment_id: string; line_item_id: string; quantity: number }[]> =>
  rowsOf(
    database,
    `select reference_id as fulfillment_id, details ->> 'reference_id' as line_item_id,
            sum((details ->> 'quantity')::numeric)::float8 as quantity
       from order_change_action
      where order_id = any(?) and action = 'FULFILL_ITEM' and deleted_at is null and reference_id is not null
      group by 1, 2`,
    [order_ids]
  )

// Fulfillments

/**
 * Our order of a fulfillment; null for an order that is not from a marketplace.
 * Why SQL: every shipment of the store asks this, and `query.graph` makes a query for each module on the way.
 */
export const orderOfFulfillment = async (
  database: Database,
  fulfillment_id: string
): Promise<{ id: string; connection_id: string } | null> => {
  const [order] = await rowsOf<{ id: string; connection_id: string }>(
    database,
    `select o.id, o.connection_id from order_fulfillment f join marketplace_order o on o.order_id = f.order_id
      where f.fulfillment_id = ? and f.deleted_at is null`,
    [fulfillment_id]
  )
  return order ?? null
}

/**
 * The shipped fulfillment of one of our orders that a label is on, or was on when its parcel was planned.
 * Why SQL: the fulfillment module has no method for labels, and Medusa deletes a label's row before it says so.
 */
export const fulfillmentOfLabel = async (database: Database, label_id: string): Promise<string | null> => {
  const [shipped] = await rowsOf<{ fulfillment_id: string }>(
    database,
    `select f.id as fulfillment_id from fulfillment_label label
       join fulfillment f on f.id = label.fulfillment_id and ${LEFT_AT} is not null
       join order_fulfillment l on l.fulfillment_id = f.id and l.deleted_at is null
       join marketplace_order o on o.order_id = l.order_id
      where label.id = ?
      union
     select fulfillment_id from marketplace_action
      where deleted_at is null and type = 'ship' and params -> 'label_ids' @> to_jsonb(?::text)
      limit 1`,
    [label_id, label_id]
  )
  return shipped?.fulfillment_id ?? null
}

export type ShippedFulfillment = {
  fulfillment_id: string
  connection_id: string
  /** Of the action that is planned for it. */
  params: Record<string, unknown>
}

/**
 * Shipped fulfillments of one of our orders about which no person has decided.
 * Why SQL: whether one belongs to the result is said by our action of it, which the module cannot join.
 */
export const listShippedFulfillments = (
  database: Database,
  marketplace_order_id: string
): Promise<ShippedFulfillment[]> =>
  rowsOf(
    database,
    `select f.id as fulfillment_id, o.connection_id, coalesce(a.params, '{}'::jsonb) as params
       from marketplace_order o
       ${FULFILLMENTS}
       left join marketplace_action a on a.intent_key = ${SHIPMENT_KEY}
      where o.id = ? and ${LEFT_AT} is not null and f.canceled_at is null
        and a.params ->> 'decided_by_hand' is null`,
    [marketplace_order_id]
  )

/** How long after its action a parcel is looked at whose labels changed without an event. */
const LABELS_FOLLOWED = "interval '60 days'"

/** Whether the labels of a fulfillment say something else than when an action last read them. */
const LABELS_DIFFER = `exists (
                select 1 from (
                  select s.params -> 'labels' -> f.id as numbers from marketplace_action s
                   where s.marketplace_order_id = o.id and s.type = 'ship' and s.deleted_at is null
                     and jsonb_exists(s.params -> 'labels', f.id)
                   order by s.created_at desc, s.id desc limit 1) known, (
                  select coalesce(jsonb_agg(left(label.tracking_number, 100)), '[]'::jsonb) as numbers
                    from fulfillment_label label
                   where label.fulfillment_id = f.id and label.deleted_at is null and label.tracking_number <> '') now
                 where not (known.numbers @> now.numbers and now.numbers @> known.numbers))`

/**
 * Orders of ours, by id, with a fulfillment whose action is missing or no longer fits it.
 * @param states only orders in these; null: in any
 * @param send whether the connection sends shipments: those that were skipped while it did not are planned then
 * Why SQL: compares each fulfillment and its labels with our action of it, for all orders of a connection in one query.
 */
export const listShipmentsToPlan = (
  database: Database,
  {
    connection_id,
    after,
    states,
    send,
    limit,
  }: { connection_id: string; after: string; states: string[] | null; send: boolean; limit: number }
): Promise<{ id: string; external_id: string }[]> =>
  rowsOf(
    database,
    `select distinct o.id, o.external_id from marketplace_order o
       ${FULFILLMENTS}
       left join marketplace_action a on a.intent_key = ${SHIPMENT_KEY}
      where o.connection_id = :connection_id and o.id > :after and o.imported_at is not null and not o.is_test
        and (:states::text[] is null or o.state = any(:states))
        and f.metadata ->> 'fulfilled_by_marketplace' is null
        and (a.params ->> 'decided_by_hand' is null or a.state = 'done_elsewhere')
        and case
              when a.id is null then ${LEFT_AT} is not null and f.canceled_at is null
              when ${WAS_SENT}
                then f.canceled_at is null and a.updated_at > now() - ${LABELS_FOLLOWED} and ${LABELS_DIFFER}
              when a.unsettled_since is not null then false
              when f.canceled_at is not null then a.state in ('pending', 'retrying', 'needs_attention')
              when a.params ->> 'skipped' = 'sending_is_off' then :send::boolean
              when a.params ->> 'skipped' = 'sent_with_another_parcel' then ${LABELS_DIFFER}
              when a.params ->> 'skipped' = 'not_shipped' then ${LEFT_AT} is not null
              when a.problem_code = 'unreadable_order' then o.updated_at > a.updated_at
              when a.params ->> 'waiting' is not null and a.next_attempt_at <= now() then true
              when a.params ->> 'waiting' is not null or a.problem_code like 'tracking_number_%' then exists (
                select 1 from fulfillment_label label
                 where label.fulfillment_id = f.id and label.deleted_at is null and label.updated_at > a.updated_at)
              else false
            end
      order by o.id limit :limit`,
    { connection_id, after, states, send, limit }
  )

/**
 * Orders of ours that were canceled in the store, which our rows do not know yet.
 * Why SQL: compares the orders of a connection with our rows in one query.
 */
export const listCanceledUnseen = (database: Database, connection_id: string): Promise<{ id: string }[]> =>
  rowsOf(
    database,
    `select o.id from marketplace_order o join "order" s on s.id = o.order_id
      where o.connection_id = ? and o.imported_at is not null and not o.is_test and o.state <> 'canceled'
        and o.marks -> 'canceled_by' is null and s.canceled_at is not null and s.deleted_at is null`,
    [connection_id]
  )

/**
 * Orders of ours of which a parcel was unpacked in the last days, and of which something has not followed since it was packed,
 * or one of these problems says so. Medusa's route by the fulfillment's own id emits no event that names an order.
 * Why SQL: compares the fulfillments of all orders of a connection with our rows in one query.
 */
export const listUnpacked = (
  database: Database,
  connection_id: string,
  problem_codes: readonly string[],
  days: number
): Promise<{ id: string }[]> =>
  rowsOf(
    database,
    `select distinct o.id from marketplace_order o
       ${FULFILLMENTS}
      where o.connection_id = ? and o.imported_at is not null and not o.is_test
        and f.canceled_at > now() - make_interval(days => ?)
        and (o.marks -> 'buyer_behind' is not null or o.problem_code = any(?))`,
    [connection_id, days, problem_codes]
  )

/**
 * Orders of ours with a shipped fulfillment of which no action was ever written.
 * Why SQL: see `listShipmentsToPlan`.
 */
export const listForgottenShipments = (
  database: Database,
  connection_id: string
): Promise<{ external_id: string }[]> =>
  rowsOf(
    database,
    `select distinct o.external_id from marketplace_order o
       ${FULFILLMENTS}
      where o.connection_id = ? and o.imported_at is not null and not o.is_test
        and ${LEFT_AT} is not null and f.canceled_at is null
        and not exists (select 1 from marketplace_action a where a.fulfillment_id = f.id and a.deleted_at is null)`,
    [connection_id]
  )

export type FulfillmentTrace = {
  id: string
  data: { pickup_point?: unknown; sent?: { parcels?: object[] } }
}

/**
 * Fulfillments whose `data` names a pickup point or a tracking link although the order is purged, where either happened in
 * the last days. Deleted ones too.
 * Why SQL: the fulfillment module's filters know no key of `data`, and not our orders.
 */
export const listFulfillmentTraces = (
  database: Database,
  purged_days: number,
  limit: number
): Promise<FulfillmentTrace[]> =>
  rowsOf(
    database,
    `select f.id, f.data from marketplace_order o
       join order_fulfillment l on l.order_id = o.order_id
       join fulfillment f on f.id = l.fulfillment_id
      where o.purged_at is not null and greatest(o.purged_at, f.updated_at) > now() - make_interval(days => ?)
        and f.data ->> 'marketplace' = o.marketplace_id
        and (f.data -> 'pickup_point' <> 'null'::jsonb or (f.data -> 'sent')::text ~ '"tracking_url": "') limit ?`,
    [purged_days, limit]
  )

export type NotificationTrace = { id: string; data: Record<string, unknown> }

/**
 * Notifications about purged orders that repeat what a problem said, where either happened in the last days.
 * Why SQL: the notification module's filters know no key of `data`, and not our orders.
 */
export const listNotificationTraces = (
  database: Database,
  purged_days: number,
  limit: number
): Promise<NotificationTrace[]> =>
  rowsOf(
    database,
    [
      ["o.id", "/marketplace-orders/"],
      // Of labels, which are dealt with on the store's order.
      ["o.order_id", "/orders/"],
    ]
      .map(
        ([id, page]) => `select n.id, n.data from marketplace_order o
       join notification n on ${id} = split_part(n.data ->> 'link', '${page}', 2)
      where o.purged_at is not null and greatest(o.purged_at, n.updated_at) > now() - make_interval(days => :days)
        and n.idempotency_key like 'marketplace:%'
        and n.data -> 'text' is distinct from n.data -> 'title'`
      )
      .join(" union all ") + " limit :limit",
    { days: purged_days, limit }
  )

// Articles

const stockedAs = (table: "inventory_level" | "reservation_item") =>
  `v.id in (select i.variant_id from product_variant_inventory_item i join ${table} t
              on t.inventory_item_id = i.inventory_item_id where t.id = any(?) and i.deleted_at is null)`

const VARIANTS_BY = {
  product: "v.product_id = any(?)",
  variant: "v.id = any(?)",
  inventory_level: stockedAs("inventory_level"),
  reservation_item: stockedAs("reservation_item"),
}

/** What names an article: a row of one of these tables of Medusa. */
export type ArticleSource = keyof typeof VARIANTS_BY

/**
 * All names under which marketplaces may know the items, deleted ones too: SKU, codes, and our listings of them.
 * Why SQL: from a reservation, which may be deleted, the way to its variants leads over two modules and their link, and
 * events come by the thousand: one query covers five hundred.
 */
export const listArticleNames = (
  database: Database,
  source: ArticleSource,
  ids: string[]
): Promise<{ sku: string; is_ean: boolean }[]> =>
  rowsOf(
    database,
    `with changed as (
       select v.id, v.sku, v.barcode, v.ean, v.upc from product_variant v where ${VARIANTS_BY[source]})
     select * from (select unnest(array[sku, barcode, ean, upc]) as sku,
                           unnest(array[false, true, true, true]) as is_ean from changed
       union select l.external_sku, false from marketplace_listing l join changed on changed.id = l.variant_id
              where l.deleted_at is null) names where sku <> ''`,
    [ids]
  )

// Offers

/** What changed, by the table of Medusa that its id is of. */
export type ChangedInStore = {
  levels: string[]
  reservations: string[]
  products: string[]
  variants: string[]
  prices: string[]
}

const CHANGING = ["stock", "price"] as const
type Changing = (typeof CHANGING)[number]
/** That it changed at all. */
const hasChanged = (aspect: Changing) => `s.${aspect}_at is not null`

/**
 * Raises the marks of the offers of `changed (variant_id, stock, price, at)`, of each aspect where `isDue` holds of when it
 * changed last (`s`) and of the offer (`o`). Returns the connections that drive them.
 */
const marksChanged = (
  changed: string,
  isDue: (aspect: Changing) => string = hasChanged
) => `with changed as (${changed}),
  summed as (
    select variant_id, ${CHANGING.map((aspect) => `max(at) filter (where ${aspect}) as ${aspect}_at`).join(", ")}
      from changed group by 1),
  marked as (
    update marketplace_offer o
       set ${CHANGING.map(
         (aspect) => `${aspect}_mark = o.${aspect}_mark + (${isDue(aspect)})::int,
           ${aspect}_marked_at = case when ${isDue(aspect)} then now() else o.${aspect}_marked_at end`
       ).join(", ")},
           next_attempt_at = null
      from summed s where o.variant_id = s.variant_id and (${CHANGING.map(isDue).join(" or ")})
    returning o.connection_id)
  select distinct connection_id from marked`

const VARIANTS_OF_ITEMS = "join product_variant_inventory_item i on i.inventory_item_id = t.inventory_item_id"
const VARIANTS_OF_PRICES = "join product_variant_price_set l on l.price_set_id = p.price_set_id"

/**
 * Marks the offers of what changed in the store, deleted rows included. Returns the connections that drive them.
 * Why SQL: from a reservation or a price, which may be deleted, the way to its variants leads over two modules and their
 * link, and events come by the thousand: one statement covers five hundred.
 */
export const markOffersOfChanges = async (database: Database, changed: ChangedInStore): Promise<string[]> => {
  const rows = await rowsOf<{ connection_id: string }>(
    database,
    marksChanged(`
      select i.variant_id, true as stock, false as price, now() as at
        from inventory_level t ${VARIANTS_OF_ITEMS} where t.id = any(:levels)
      union all select i.variant_id, true, false, now()
        from reservation_item t ${VARIANTS_OF_ITEMS} where t.id = any(:reservations)
      union all select v.id, true, true, now() from product_variant v where v.product_id = any(:products)
      union all select unnest(:variants::text[]), true, true, now()
      union all select l.variant_id, false, true, now()
        from price p ${VARIANTS_OF_PRICES} where p.id = any(:prices)`),
    { ...changed }
  )
  return rows.map(({ connection_id }) => connection_id)
}

/** A change that was committed later than this after it was made is found by the nightly look at everything. */
const COMMIT_SECONDS = 60

/** Rows of `table` that were written or deleted since. */
const touched = (table: string, alias: string) =>
  `select ${alias}.*, greatest(${alias}.updated_at, ${alias}.deleted_at) as at from ${table} ${alias}
    where greatest(${alias}.updated_at, ${alias}.deleted_at) > :since::timestamptz`

/**
 * Marks the offers of everything that was written since a moment, whoever wrote it, and of price lists that began or ended since
 * another. What was marked after the change is left. Returns the connections that drive them.
 * Why SQL: compares all levels, reservations, links and prices of the store with our offers at once; no event says that a
 * price list begins.
 */
export const markOffersChangedSince = async (
  database: Database,
  { since, lists_since }: { since: Date; lists_since: Date }
): Promise<string[]> => {
  const prices = (which: string) =>
    `select l.variant_id, false, true, p.at from (${which}) p ${VARIANTS_OF_PRICES}`
  const rows = await rowsOf<{ connection_id: string }>(
    database,
    marksChanged(
      `
      select i.variant_id, true as stock, false as price, t.at from (${touched("inventory_level", "t")}) t ${VARIANTS_OF_ITEMS}
      union all select i.variant_id, true, false, t.at
        from (${touched("reservation_item", "t")}) t ${VARIANTS_OF_ITEMS}
      union all select t.variant_id, true, false, t.at from (${touched("product_variant_inventory_item", "t")}) t
      union all select t.id, true, true, t.at from (${touched("product_variant", "t")}) t
      union all select v.id, true, true, t.at from (${touched("product", "t")}) t join product_variant v on v.product_id = t.id
      union all select v.id, true, false, t.at from (${touched("product_sales_channel", "t")}) t
        join product_variant v on v.product_id = t.product_id
      union all select t.variant_id, false, true, t.at from (${touched("product_variant_price_set", "t")}) t
      union all ${prices(touched("price", "t"))}
      union all ${prices(`select p.price_set_id, r.at from (${touched("price_rule", "t")}) r join price p on p.id = r.price_id`)}
      union all ${prices(`select p.price_set_id, r.at from (${touched("price_list_rule", "t")}) r join price p on p.price_list_id = r.price_list_id`)}
      union all ${prices(`select p.price_set_id, r.at from (${touched("price_list", "t")}) r join price p on p.price_list_id = r.id`)}
      union all ${prices(`select p.price_set_id, now() as at from price_list r join price p on p.price_list_id = r.id
        where r.starts_at > :lists_since and r.starts_at <= now() or r.ends_at > :lists_since and r.ends_at <= now()`)}`,
      (aspect) =>
        `coalesce(coalesce(o.${aspect}_marked_at, '-infinity') < s.${aspect}_at + interval '${COMMIT_SECONDS} seconds', false)`
    ),
    { since, lists_since }
  )
  return rows.map(({ connection_id }) => connection_id)
}

/**
 * Units of the articles of these variants that reservations at these locations held until they ended in the last minutes: as
 * a rule, since they were packed.
 * Why SQL: a reservation that has ended is deleted, and the way to its variants leads over a link between two modules.
 */
export const listEndedReservations = (
  database: Database,
  variant_ids: string[],
  location_ids: string[],
  minutes: number
): Promise<{ inventory_item_id: string; location_id: string; quantity: string }[]> =>
  rowsOf(
    database,
    `select t.inventory_item_id, t.location_id, sum(t.quantity)::text as quantity from reservation_item t
      where t.deleted_at > now() - make_interval(mins => :minutes) and t.location_id = any(:location_ids)
        and t.inventory_item_id in (select i.inventory_item_id from product_variant_inventory_item i
                                     where i.variant_id = any(:variant_ids) and i.deleted_at is null)
      group by 1, 2`,
    { variant_ids, location_ids, minutes }
  )

/**
 * Published variants of a connection's sales channel that have an EAN, in whichever field, and no offer on a channel of its
 * account, a page at a time. `with_gone`: what is gone there counts as without offer.
 * Why SQL: whether a product is in a channel is a link between two modules, and whether it is offered is said by our rows.
 */
export const listUnofferedVariants = async (
  database: Database,
  {
    marketplace_id,
    account,
    sales_channel_id,
  }: { marketplace_id: string; account: string; sales_channel_id: string | null },
  { channel, with_gone }: { channel: string; with_gone: boolean },
  after: string,
  limit: number
): Promise<string[]> => {
  const rows = await rowsOf<{ id: string }>(
    database,
    `select v.id from product_variant v join product p on p.id = v.product_id
      where v.deleted_at is null and p.deleted_at is null and p.status = 'published' and v.id > :after
        and trim(concat(v.ean, v.barcode, v.upc)) <> ''
        and exists (select 1 from product_sales_channel l
                     where l.product_id = p.id and l.sales_channel_id = :sales_channel_id and l.deleted_at is null)
        and not exists (select 1 from marketplace_offer o
                         where o.marketplace_id = :marketplace_id and o.account = :account and o.channel = :channel
                           and not (:with_gone::boolean and o.state = 'gone') and (o.variant_id = v.id or o.external_sku = v.sku))
      order by v.id limit :limit`,
    { marketplace_id, account, sales_channel_id, channel, with_gone, after, limit }
  )
  return rows.map(({ id }) => id)
}

/**
 * The variants whose SKU, or whose product's title, has most of these texts in it; of those that have as many, the shortest first.
 * Why SQL: Medusa orders a list by its columns, not by how much of what is looked for a row has.
 */
export const listAlikeVariants = async (
  database: Database,
  { field, texts, limit }: { field: "sku" | "title"; texts: readonly string[]; limit: number }
): Promise<string[]> => {
  if (!texts.length) return []
  const column = field === "sku" ? "v.sku" : "p.title"
  const rows = await rowsOf<{ id: string }>(
    database,
    `select v.id from product_variant v join product p on p.id = v.product_id
      where v.deleted_at is null and p.deleted_at is null and ${column} ilike any(:patterns::text[])
      order by (select count(*) from unnest(:patterns::text[]) pattern where ${column} ilike pattern) desc,
               length(${column}), v.id limit :limit`,
    { patterns: texts.map((text) => `%${text.replace(/[\\%_]/g, "\\$&")}%`), limit }
  )
  return rows.map(({ id }) => id)
}

/** What one unit of a variant takes of an article, and how much of the article a location has; amounts as exact text. */
type StorePart = { inventory_item_id: string; required_quantity: string | null }
type StoreLevel = Record<
  "inventory_item_id" | "location_id" | "stocked_quantity" | "reserved_quantity",
  string
>

export type StoreVariant = {
  id: string
  title: string | null
  sku: string | null
  ean: string | null
  barcode: string | null
  upc: string | null
  manage_inventory: boolean
  allow_backorder: boolean
  /** Its own, else that of its product. */
  weight: number | null
  metadata: Record<string, unknown> | null
  price_set_id: string | null
  parts: StorePart[]
  levels: StoreLevel[]
  product: {
    id: string
    title: string
    status: string
    collection_id: string | null
    type_id: string | null
    category_ids: string[]
    tag_ids: string[]
    sales_channel_ids: string[]
  } | null
}

const listIn = (query: string) => `coalesce((select jsonb_agg(${query}), '[]'::jsonb)`

/**
 * Variants with their stock, price set and product as they are now; one that is deleted is missing.
 * Why SQL: of 500 variants the module's objects stop the process for 0.4 s, in ten statements of which the first is older than
 * the last.
 */
export const listOfferVariants = (database: Database, ids: string[]): Promise<StoreVariant[]> =>
  rowsOf(
    database,
    `select v.id, v.title, v.sku, v.ean, v.barcode, v.upc, v.manage_inventory, v.allow_backorder, v.metadata,
            coalesce(v.weight, p.weight)::float8 as weight,
            (select l.price_set_id from product_variant_price_set l
              where l.variant_id = v.id and l.deleted_at is null limit 1) as price_set_id,
            ${listIn(`jsonb_build_object('inventory_item_id', l.inventory_item_id, 'required_quantity', l.required_quantity::text)
               order by l.inventory_item_id) from product_variant_inventory_item l
              where l.variant_id = v.id and l.deleted_at is null`)} as parts,
            ${listIn(`jsonb_build_object('inventory_item_id', t.inventory_item_id, 'location_id', t.location_id,
                 'stocked_quantity', coalesce(t.raw_stocked_quantity ->> 'value', t.stocked_quantity::text),
                 'reserved_quantity', coalesce(t.raw_reserved_quantity ->> 'value', t.reserved_quantity::text))
               order by t.id) from product_variant_inventory_item l
               join inventory_item i on i.id = l.inventory_item_id and i.deleted_at is null
               join inventory_level t on t.inventory_item_id = i.id and t.deleted_at is null
              where l.variant_id = v.id and l.deleted_at is null`)} as levels,
            case when p.id is not null then jsonb_build_object(
              'id', p.id, 'title', p.title, 'status', p.status, 'collection_id', p.collection_id, 'type_id', p.type_id,
              'category_ids', ${listIn(`c.id) from product_category_product l join product_category c
                on c.id = l.product_category_id and c.deleted_at is null where l.product_id = p.id`)},
              'tag_ids', ${listIn(`t.id) from product_tags l join product_tag t
                on t.id = l.product_tag_id and t.deleted_at is null where l.product_id = p.id`)},
              'sales_channel_ids', ${listIn(`l.sales_channel_id) from product_sales_channel l join sales_channel c
                on c.id = l.sales_channel_id and c.deleted_at is null
                where l.product_id = p.id and l.deleted_at is null`)}) end as product
       from product_variant v left join product p on p.id = v.product_id and p.deleted_at is null
      where v.id = any(?) and v.deleted_at is null`,
    [ids]
  )

/** Marketplace orders that are not in the store yet and will take stock; what is reserved for them is not asked here. */
const NOT_IMPORTED = `o.state in ('to_accept', 'waiting', 'ready', 'importing') and o.imported_at is null and not o.is_test
  and o.fulfilled_by = 'seller'`

/** The lines of orders `o`, each with the variant that it will take. */
const soldLines = (which: string) => `
  select o.id, o.reserved_ids, l ->> 'key' as key, coalesce((l ->> 'quantity')::numeric, 0) as quantity,
         coalesce(l ->> 'variant_id',
           (select a.variant_id from marketplace_listing a
             where a.connection_id = o.connection_id and a.external_sku = l ->> 'sku' and a.deleted_at is null),
           (select f.variant_id from marketplace_offer f
             where f.marketplace_id = o.marketplace_id and f.account = o.account and f.external_sku = l ->> 'sku'
               and f.variant_id is not null order by f.channel limit 1),
           (select v.id from product_variant v where v.sku = l ->> 'sku' and v.deleted_at is null)) as variant_id
    from marketplace_order o, jsonb_array_elements(o.lines) l where ${which}`

/** Units that marketplaces sold of a variant and the store has not reserved, with what one unit takes. */
export type UnreservedUnits = {
  variant_id: string
  quantity: number
  inventory: { inventory_item_id: string; required_quantity: string }[]
}

/**
 * What was sold and is not reserved, of these variants and of those that share an article with them.
 * Why SQL: whether a line has its reservation, and which variants share an article, is said by two modules and our rows
 * together, for all open orders at once.
 */
export const listUnreservedUnits = (database: Database, variant_ids: string[]): Promise<UnreservedUnits[]> =>
  rowsOf(
    database,
    `with sold as (${soldLines(NOT_IMPORTED)}),
     shared as (
       select distinct other.variant_id from product_variant_inventory_item own
         join product_variant_inventory_item other on other.inventory_item_id = own.inventory_item_id
        where own.variant_id = any(:variant_ids) and own.deleted_at is null and other.deleted_at is null)
     select sold.variant_id, sum(sold.quantity)::int as quantity,
            (select jsonb_agg(jsonb_build_object('inventory_item_id', i.inventory_item_id,
                                                 'required_quantity', i.required_quantity::text))
               from product_variant_inventory_item i
              where i.variant_id = sold.variant_id and i.deleted_at is null) as inventory
       from sold join shared on shared.variant_id = sold.variant_id
      where sold.quantity > 0 and not exists (
        select 1 from jsonb_each_text(coalesce(sold.reserved_ids, '{}'::jsonb)) r
          join reservation_item t on t.id = r.value and t.deleted_at is null
         where starts_with(r.key, 'reservation:' || sold.key || ':'))
      group by sold.variant_id`,
    { variant_ids }
  )

/**
 * Marks the offers of what these orders sold, and of what shares an article with it. A unit that is sold at a marketplace
 * lowers the number there: what it confirmed is not known any more. Returns the connections that drive them.
 * Why SQL: see `listUnreservedUnits`.
 *
 * @param sold whether the orders are new: their units were taken off there just now
 */
export const markOffersOfOrders = async (
  database: Database,
  order_ids: string[],
  sold: boolean
): Promise<string[]> => {
  const rows = await rowsOf<{ connection_id: string }>(
    database,
    `with sold as (${soldLines("o.id = any(:order_ids)")}),
     lines as (
       select o.marketplace_id, o.account, o.purchased_at, l ->> 'sku' as sku, (l ->> 'quantity')::numeric as quantity
         from marketplace_order o, jsonb_array_elements(o.lines) l
        where :sold::boolean and o.id = any(:order_ids) and not o.is_test and o.state not in ('canceled', 'ignored')),
     there as (
       select f.id, sum(lines.quantity)::int as units
         from lines join marketplace_offer f on f.marketplace_id = lines.marketplace_id and f.account = lines.account
                                            and f.external_sku = lines.sku
        where f.stock_sent_at is null or lines.purchased_at is null or lines.purchased_at >= f.stock_sent_at - interval '1 minute'
        group by f.id),
     shared as (
       select variant_id from sold where variant_id is not null
       union select other.variant_id from sold
         join product_variant_inventory_item own on own.variant_id = sold.variant_id and own.deleted_at is null
         join product_variant_inventory_item other on other.inventory_item_id = own.inventory_item_id),
     marked as (
       update marketplace_offer o
          set stock_mark = o.stock_mark + 1, stock_marked_at = now(), next_attempt_at = null,
              stock_confirmed = case when there.units is null then o.stock_confirmed end,
              stock_sold_since = o.stock_sold_since + coalesce(there.units, 0)
         from marketplace_offer f left join there on there.id = f.id
        where f.id = o.id and (o.variant_id in (select variant_id from shared) or there.units is not null)
       returning o.connection_id)
     select distinct connection_id from marked`,
    { order_ids, sold }
  )
  return rows.map(({ connection_id }) => connection_id)
}

// Notifications

/**
 * The channels that a notification provider of this store serves.
 * Why SQL: the notification module has no method for its providers.
 */
export const listServedChannels = async (database: Database): Promise<string[]> => {
  const rows = await rowsOf<{ channel: string }>(
    database,
    "select distinct unnest(channels) as channel from notification_provider where is_enabled and deleted_at is null"
  )
  return rows.map(({ channel }) => channel)
}

/**
 * Which of these keys have a notification.
 * Why SQL: the module's filters know no `idempotency_key`.
 */
export const listNotifiedKeys = async (database: Database, keys: string[]): Promise<string[]> => {
  const rows = await rowsOf<{ idempotency_key: string }>(
    database,
    "select idempotency_key from notification where idempotency_key = any(?) and deleted_at is null",
    [keys]
  )
  return rows.map(({ idempotency_key }) => idempotency_key)
}

/**
 * How many causes the keys that begin with `start` name: the sixth part of a key.
 * Why SQL: the module's filters know no `idempotency_key`, and it counts rows, not causes.
 */
export const countNotifiedCauses = async (database: Database, start: string): Promise<number> => {
  const [{ count }] = await rowsOf<{ count: number }>(
    database,
    `select count(distinct split_part(idempotency_key, ':', 6))::int as count from notification
      where starts_with(idempotency_key, ?) and deleted_at is null`,
    [start]
  )
  return count
}

export type UnsentNotification = {
  id: string
  to: string
  channel: string
  template: string
  data: Record<string, unknown> | null
  idempotency_key: string
  trigger_type: string | null
}

/**
 * Notifications of the last day that a provider has refused, or that have waited for its answer for longer than the minutes
 * given, without those whose `trigger_type` is `except`.
 * Why SQL: the module's filters know neither `idempotency_key` nor `status`.
 */
export const listUnsentNotifications = (
  database: Database,
  {
    start,
    except,
    left_minutes,
    limit,
  }: { start: string; except: string; left_minutes: number; limit: number }
): Promise<UnsentNotification[]> =>
  rowsOf(
    database,
    `select id, "to", channel, template, data, idempotency_key, trigger_type from notification
      where deleted_at is null and starts_with(idempotency_key, :start) and provider_id is not null
        and (status = 'failure' or (status = 'pending' and updated_at < now() - make_interval(mins => :left_minutes)))
        and created_at > now() - interval '1 day' and coalesce(trigger_type, '') <> :except
      order by created_at, id limit :limit`,
    { start, except, left_minutes, limit }
  )

/**
 * Forgets that a migration was run, and returns whether it was. Why SQL: the framework's migrator keeps its table to itself,
 * and takes no single migration back.
 */
export const forgetMigration = (database: Database, name: string): Promise<boolean> =>
  hasRow(database, "delete from mikro_orm_migrations where name = ? returning name", [name])
