import type { TestDatabase } from "./database"

/**
 * Packs every imported order of a connection into one parcel a line, shipped just now and waiting to be sent, all first
 * parcels before all second ones. In SQL: by hand it would take half a second a parcel. Returns the number of actions.
 */
export async function plantShipments({ sql }: Pick<TestDatabase, "sql">, connection_id: string) {
  await sql(
    `create temporary table planted as
       select 'ful_' || o.id || '_' || l.nr as id, o.id as marketplace_order_id, o.order_id, o.connection_id, l.nr,
              l.line ->> 'line_item_id' as line_item_id, (l.line ->> 'quantity')::int as quantity,
              c.stock_location_ids ->> 0 as location_id, row_number() over (order by l.nr, o.id) as place
         from marketplace_order o
         join marketplace_connection c on c.id = o.connection_id
        cross join jsonb_array_elements(o.lines) with ordinality l(line, nr)
        where o.connection_id = $1 and o.imported_at is not null`,
    [connection_id]
  )
  await sql(
    `insert into fulfillment (id, location_id, provider_id, packed_at, shipped_at)
     select id, location_id, 'manual_manual', now(), now() from planted`
  )
  await sql(
    `insert into fulfillment_item (id, title, sku, barcode, quantity, raw_quantity, line_item_id, fulfillment_id)
     select 'fulit_' || id, '', '', '', quantity, jsonb_build_object('value', quantity::text, 'precision', 20),
            line_item_id, id from planted`
  )
  await sql(
    `insert into fulfillment_label (id, tracking_number, tracking_url, label_url, fulfillment_id)
     select 'fulla_' || id, '6A' || lpad(place::text, 11, '0'), '#', '#', id from planted`
  )
  await sql(
    `insert into order_fulfillment (id, order_id, fulfillment_id) select 'ordful_' || id, order_id, id from planted`
  )
  const actions = await sql(
    `insert into marketplace_action
       (id, connection_id, marketplace_order_id, type, fulfillment_id, intent_key, state, params, next_attempt_at,
        created_at, updated_at)
     select 'mpact_' || id, connection_id, marketplace_order_id, 'ship', id,
            'ship:' || marketplace_order_id || ':' || id, 'pending', '{}', now(),
            now() + place * interval '1 microsecond', now()
       from planted returning id`
  )
  await sql("drop table planted")
  return actions.length
}
