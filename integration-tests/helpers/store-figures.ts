import type { ExpectedOrder } from "../../sandbox/expected"
import type { TestDatabase } from "./database"

/** What one marketplace order is in the store, counted row by row. Money in cents. */
export type OrderFigures = {
  external_id: string
  orders: number
  total: number
  /** Pieces by SKU, from the lines and from the reservations. */
  lines: Record<string, number>
  reserved: Record<string, number>
  reservations: number
  payment_collections: number
  payment_sessions: number
  payments: number
  captures: number
  captured: number
  transactions: number
  transacted: number
  pending: number
}

const FIGURES = `
  with found as (
    select o.*, o.metadata ->> 'external_id' as external_id from "order" o
     where o.metadata ->> 'external_id' = any($1) and o.deleted_at is null),
  collection as (
    select f.external_id, c.* from found f
      join order_payment_collection l on l.order_id = f.id and l.deleted_at is null
      join payment_collection c on c.id = l.payment_collection_id and c.deleted_at is null),
  line as (
    select f.external_id, i.item_id, l.metadata ->> 'sku' as sku, i.quantity from found f
      join order_item i on i.order_id = f.id and i.version = f.version and i.deleted_at is null
      join order_line_item l on l.id = i.item_id),
  reservation as (
    select line.external_id, line.sku, r.id, r.quantity from line
      join reservation_item r on r.line_item_id = line.item_id and r.deleted_at is null)
  select e.external_id,
    (select count(*)::int from found f where f.external_id = e.external_id) as orders,
    (select round(sum((s.totals ->> 'current_order_total')::numeric) * 100)::int from found f
       join order_summary s on s.order_id = f.id and s.version = f.version and s.deleted_at is null
      where f.external_id = e.external_id) as total,
    (select round(sum((s.totals ->> 'pending_difference')::numeric) * 100)::int from found f
       join order_summary s on s.order_id = f.id and s.version = f.version and s.deleted_at is null
      where f.external_id = e.external_id) as pending,
    (select coalesce(jsonb_object_agg(sku, pieces), '{}') from (
       select sku, sum(quantity)::int as pieces from line where line.external_id = e.external_id group by sku) l) as lines,
    (select coalesce(jsonb_object_agg(sku, pieces), '{}') from (
       select sku, sum(quantity)::int as pieces from reservation r where r.external_id = e.external_id group by sku) r
    ) as reserved,
    (select count(*)::int from reservation r where r.external_id = e.external_id) as reservations,
    (select count(*)::int from collection c where c.external_id = e.external_id) as payment_collections,
    (select count(*)::int from collection c join payment_session s on s.payment_collection_id = c.id
      where c.external_id = e.external_id and s.deleted_at is null) as payment_sessions,
    (select count(*)::int from collection c join payment p on p.payment_collection_id = c.id
      where c.external_id = e.external_id and p.deleted_at is null) as payments,
    (select count(*)::int from collection c join payment p on p.payment_collection_id = c.id
       join capture k on k.payment_id = p.id
      where c.external_id = e.external_id and k.deleted_at is null) as captures,
    (select round(sum(k.amount) * 100)::int from collection c join payment p on p.payment_collection_id = c.id
       join capture k on k.payment_id = p.id
      where c.external_id = e.external_id and k.deleted_at is null) as captured,
    (select count(*)::int from found f join order_transaction t on t.order_id = f.id
      where f.external_id = e.external_id and t.deleted_at is null) as transactions,
    (select round(sum(t.amount) * 100)::int from found f join order_transaction t on t.order_id = f.id
      where f.external_id = e.external_id and t.deleted_at is null) as transacted
  from unnest($1::text[]) as e (external_id) order by e.external_id`

const figuresOf = (database: TestDatabase, external_ids: string[]) =>
  database.sql<OrderFigures>(FIGURES, [external_ids])

/** The same from the sandbox's own figures: one of everything, and the money to the cent. */
function expectedFigures(order: ExpectedOrder): OrderFigures {
  const owed = order.lines.filter((line) => line.is_owed)
  const pieces: Record<string, number> = {}
  for (const { sku, quantity } of owed) pieces[sku] = (pieces[sku] ?? 0) + quantity
  const cents = order.import_cents ?? 0
  const paid = cents > 0 ? 1 : 0
  return {
    external_id: order.external_id ?? "",
    orders: 1,
    total: cents,
    lines: pieces,
    reserved: pieces,
    reservations: owed.length,
    payment_collections: paid,
    payment_sessions: paid,
    payments: paid,
    captures: paid,
    captured: cents,
    transactions: paid,
    transacted: cents,
    pending: 0,
  }
}

/** Everything exactly once: orders, stock, money and links, against the figures of the sandbox. */
export async function expectExactlyOnce(database: TestDatabase, orders: ExpectedOrder[]): Promise<void> {
  const expected = orders
    .map(expectedFigures)
    .sort((a, b) => (a.external_id < b.external_id ? -1 : a.external_id > b.external_id ? 1 : 0))
  const ids = expected.map(({ external_id }) => external_id)
  const found = await figuresOf(database, ids)
  found.sort((a, b) => (a.external_id < b.external_id ? -1 : 1))
  expect(found).toEqual(expected)
  const rows = await database.sql(
    "select external_id from marketplace_order where external_id = any($1) and order_id is not null and imported_at is not null",
    [ids]
  )
  expect(rows).toHaveLength(ids.length)
}

const NO_STRAYS = {
  orders_without_row: 0,
  payment_collections_without_order: 0,
  payments_without_collection: 0,
  reservations_without_line: 0,
  levels_that_disagree: [],
}

/** Nothing is left behind in the whole store by a half-done or doubled import. */
export async function expectNoStrays(database: TestDatabase): Promise<void> {
  expect(await strays(database)).toEqual(NO_STRAYS)
}

async function strays({ sql }: TestDatabase) {
  const [row] = await sql(`select
    (select count(*)::int from "order" o where o.metadata ->> 'marketplace' is not null
       and not exists (select 1 from marketplace_order m where m.order_id = o.id)) as orders_without_row,
    (select count(*)::int from payment_collection c where c.deleted_at is null and not exists (
       select 1 from order_payment_collection l where l.payment_collection_id = c.id and l.deleted_at is null)
    ) as payment_collections_without_order,
    (select count(*)::int from payment p where p.deleted_at is null and not exists (
       select 1 from payment_collection c where c.id = p.payment_collection_id)) as payments_without_collection,
    (select count(*)::int from reservation_item r where r.deleted_at is null and not exists (
       select 1 from order_line_item l where l.id = r.line_item_id)) as reservations_without_line,
    (select coalesce(jsonb_agg(level), '[]') from (
       select l.inventory_item_id, l.reserved_quantity, coalesce(sum(r.quantity), 0) as counted from inventory_level l
         left join reservation_item r on r.inventory_item_id = l.inventory_item_id and r.location_id = l.location_id
           and r.deleted_at is null
        group by l.id having l.reserved_quantity <> coalesce(sum(r.quantity), 0)) level) as levels_that_disagree`)
  return row
}
