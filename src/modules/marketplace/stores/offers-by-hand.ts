import { type Database, rowsOf } from "./database"
import { raises } from "./offers"

export type ChangedOffers = { connection_id: string; count: number; skus: string[] }

/** The history names so many of them. */
const SKUS_NAMED = 20

const CHANGES = {
  // What was refused is sent once more, and so is what shows another value than ours.
  push: `stock_refused = null, price_refused = null, delivery_refused = null,
    stock_confirmed = case when o.foreign_changes -> 'stock' is null then o.stock_confirmed end,
    price_confirmed = case when o.foreign_changes -> 'price' is null then o.price_confirmed end,
    foreign_changes = null`,
  exclude: `state = 'excluded', overrides = o.overrides || '{"is_excluded": true}'`,
  include: `state = case when o.variant_id is null then 'unmatched' else 'active' end,
    overrides = o.overrides - 'is_excluded'`,
}
const APPLIES = {
  push: "o.state <> 'gone'",
  exclude: "o.state not in ('excluded', 'gone')",
  include: "o.state = 'excluded'",
}

/** Changes offers by their ids or of a connection, and marks them. Returns of which connections, and how many. */
export const changeOffersByHand = (
  database: Database,
  { ids, connection_id }: { ids?: string[]; connection_id?: string },
  as: keyof typeof CHANGES
): Promise<ChangedOffers[]> =>
  rowsOf(
    database,
    `with changed as (
       update marketplace_offer o set ${CHANGES[as]}, updated_at = now(), ${raises(["stock", "price", "delivery"])}
        where (o.id = any(:ids::text[]) or o.connection_id = :connection_id) and ${APPLIES[as]}
       returning o.connection_id, o.external_sku)
     select connection_id, count(*)::int as count,
            (array_agg(external_sku order by external_sku))[1:${SKUS_NAMED}] as skus
       from changed group by 1`,
    { ids: ids ?? [], connection_id: connection_id ?? null }
  )
