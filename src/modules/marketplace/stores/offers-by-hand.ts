import { type Database, inTransaction, rowsOf, type TransactionalDatabase } from "./database"
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
 * Another variant is recognized under each of these SKUs, or none: then nothing more is sent for it. Returns whether an offer changed.
 */
export async function recognizeOffers(
  database: Database,
  connection_id: string,
  recognized: { external_sku: string; variant_id: string | null }[]
): Promise<boolean> {
  const rows = await rowsOf(
    database,
    `update marketplace_offer o
        set variant_id = v.variant_id, variant_gone_at = null,
            state = case when o.state in ('excluded', 'gone') then o.state
                         when v.variant_id is null then 'unmatched' else 'active' end,
            updated_at = now(), ${raises(["stock", "price", "delivery"])}
       from jsonb_to_recordset(:values::jsonb) as v (external_sku text, variant_id text)
      where o.connection_id = :connection_id and o.external_sku = v.external_sku
        and o.variant_id is distinct from v.variant_id
     returning o.id`,
    { connection_id, values: JSON.stringify(recognized) }
  )
  return rows.length > 0
}

/** What the brake holds, by the aspect that it holds of an offer. */
export const BRAKED = { stock: "offer_zero_braked", price: "offer_price_braked" } as const
type Held = keyof typeof BRAKED
export type BrakedCode = (typeof BRAKED)[Held]

const isHeld = (aspect: Held) => `coalesce(o.${aspect}_problem_code = '${BRAKED[aspect]}', false)`
/** Of what is asked for. */
const isAsked = (
  aspect: Held
) => `(${isHeld(aspect)} and coalesce(:problem::text, '${BRAKED[aspect]}') = '${BRAKED[aspect]}'
  and (:ids::text[] is null or o.id = any(:ids)))`
/** As it was shown: what is held since then, or with another value, was not. Times are shown in milliseconds. */
const isDecided = (aspect: Held) => `(${isAsked(aspect)}
  and coalesce(date_trunc('milliseconds', o.${aspect}_problem_since) <= :held_until::timestamptz, :held_until::timestamptz is null))`
const both = (stock: string, price: string) =>
  Object.entries({ stock, price }).flatMap(([aspect, sql]) => {
    const held = isDecided(aspect as Held)
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

/** What of the held a person decides on; null: all of it. `held_until`: as it was held then, which is what was shown. */
export type BrakedChoice = { ids: string[] | null; problem: BrakedCode | null; held_until: string | null }

/**
 * Decides on what the brake holds of a connection. Returns how many offers that was, and how many of the same choice were held
 * only later: they stay held.
 */
export const decideBraked = (
  database: TransactionalDatabase,
  connection_id: string,
  decision: "release" | "keep",
  choice: BrakedChoice
): Promise<{ count: number; later: number; skus: string[] }> =>
  inTransaction(database, async (transaction) => {
    const values = { connection_id, ...choice }
    const rows = await rowsOf<{ external_sku: string }>(
      transaction,
      `update marketplace_offer o set ${DECISIONS[decision].join(", ")}, updated_at = now()
        where o.connection_id = :connection_id and (${isDecided("stock")} or ${isDecided("price")})
       returning o.external_sku`,
      values
    )
    const [{ later }] = await rowsOf<{ later: number }>(
      transaction,
      `select count(*)::int as later from marketplace_offer o
        where o.connection_id = :connection_id and (${isAsked("stock")} or ${isAsked("price")})`,
      values
    )
    await rowsOf(
      transaction,
      `update marketplace_connection set offers_brake = null
        where id = ? and not exists (select 1 from marketplace_offer o where o.connection_id = ? and ${isHeld("stock")})`,
      [connection_id, connection_id]
    )
    const skus = rows.map(({ external_sku }) => external_sku).slice(0, SKUS_NAMED)
    return { count: rows.length, later, skus }
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
