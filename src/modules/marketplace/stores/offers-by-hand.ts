import { type Database, rowsOf, type TransactionalDatabase } from "./database"
import { raises } from "./offers"

export type ChangedOffers = { connection_id: string; count: number; skus: string[] }

/** The history names so many of them. */
const SKUS_NAMED = 20

const CHANGES = {
  // What was refused is sent once more, and so is what shows another value than ours.
  push: `stock_refused = null, price_refused = null, delivery_refused = null,
    stock_confirmed = case when o.foreign_changes -> 'stock' is null then o.stock_confirmed end,
    price_confirmed = case when o.foreign_changes -> 'price' is null then o.price_confirmed end,
    foreign_changes = null, stock_kept = null, price_kept = null`,
  exclude: `state = 'excluded', overrides = o.overrides || '{"is_excluded": true}'`,
  include: `state = case when o.variant_id is null then 'unmatched' else 'active' end,
    overrides = o.overrides - 'is_excluded'`,
}
const APPLIES = {
  push: "o.state <> 'gone'",
  exclude: "o.state not in ('excluded', 'gone')",
  include: "o.state = 'excluded'",
}

/**
 * Another variant is recognized under this SKU, or none: then nothing more is sent for it. Returns whether an offer changed.
 */
export async function recognizeOffers(
  database: Database,
  connection_id: string,
  external_sku: string,
  variant_id: string | null
): Promise<boolean> {
  const rows = await rowsOf(
    database,
    `update marketplace_offer o
        set variant_id = :variant_id, variant_gone_at = null,
            state = case when o.state in ('excluded', 'gone') then o.state
                         when :variant_id::text is null then 'unmatched' else 'active' end,
            updated_at = now(), ${raises(["stock", "price", "delivery"])}
      where o.connection_id = :connection_id and o.external_sku = :external_sku
        and o.variant_id is distinct from :variant_id
     returning o.id`,
    { connection_id, external_sku, variant_id }
  )
  return rows.length > 0
}

const HELD = {
  stock: "o.stock_problem_code = 'offer_zero_braked'",
  price: "o.price_problem_code = 'offer_price_braked'",
}
const both = (stock: string, price: string) =>
  Object.entries({ stock, price }).flatMap(([aspect, sql]) => {
    const held = HELD[aspect as keyof typeof HELD]
    return sql.split("; ").map((assignment) => {
      const [column, value] = assignment.split(" := ")
      return `${column} = case when ${held} then ${value} else o.${column} end`
    })
  })

/** `release`: goes as it is now. `keep`: nothing goes until the store has another value. */
const DECISIONS = {
  release: [
    ...both(
      "stock_mark := o.stock_mark + 1; stock_released := o.stock_mark + 1; stock_problem_code := null; stock_problem_params := null; stock_problem_since := null",
      "price_released := o.price_desired ->> 'amount'; price_mark := o.price_mark + 1; price_problem_code := null; price_problem_params := null; price_problem_since := null"
    ),
    "next_attempt_at = null",
  ],
  keep: both(
    "stock_kept := o.stock_desired; stock_lower_since := null; stock_problem_code := null; stock_problem_params := null; stock_problem_since := null",
    "price_kept := o.price_desired ->> 'amount'; price_problem_code := null; price_problem_params := null; price_problem_since := null"
  ),
}

/** Decides on what the brake holds of a connection: all of it, or these offers. */
export const decideBraked = (
  database: TransactionalDatabase,
  connection_id: string,
  decision: "release" | "keep",
  ids: string[] | null
): Promise<{ count: number; skus: string[] }> =>
  database.transaction(async (transaction) => {
    const rows = await rowsOf<{ external_sku: string }>(
      transaction,
      `update marketplace_offer o set ${DECISIONS[decision].join(", ")}, updated_at = now()
        where o.connection_id = :connection_id and (${HELD.stock} or ${HELD.price})
          and (:ids::text[] is null or o.id = any(:ids))
       returning o.external_sku`,
      { connection_id, ids }
    )
    await rowsOf(
      transaction,
      `update marketplace_connection set offers_brake = null
        where id = ? and not exists (select 1 from marketplace_offer o where o.connection_id = ? and ${HELD.stock})`,
      [connection_id, connection_id]
    )
    return { count: rows.length, skus: rows.map(({ external_sku }) => external_sku).slice(0, SKUS_NAMED) }
  })

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
