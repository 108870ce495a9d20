import { type Aspect, ASPECTS } from "../../../offers/result"
import { type Database, rowsOf } from "./database"
import { DIFFERS, HAS_PROBLEM, type OfferRow } from "./offers"
import { isAspectOn } from "./plan-offers"

export type OfferProblemRow = {
  connection_id: string
  aspect: Aspect
  code: string
  /** Those of the offer that waits longest. */
  params: Record<string, unknown>
  count: number
  since: Date
  /** Of the one that waits shortest. */
  last_since: Date
}
export type OfferCounts = {
  to_fix: number
  differs: number
  all: number
  unmatched: number
  excluded: number
}

/** What offers wait for, by cause, the largest group first, and how many offers there are of each kind. */
export async function readOfferProblems(
  database: Database,
  connection_ids?: string[]
): Promise<{ groups: OfferProblemRow[]; counts: OfferCounts }> {
  const values = { connection_ids: connection_ids ?? null }
  const where = `(:connection_ids::text[] is null or o.connection_id = any(:connection_ids))`
  const [groups, [counts]] = await Promise.all([
    rowsOf<OfferProblemRow>(
      database,
      `select connection_id, aspect, code, count(*)::int as count, min(since) as since, max(since) as last_since,
              (array_agg(params order by since))[1] as params
         from (${ASPECTS.map(
           (aspect) => `select o.connection_id, '${aspect}' as aspect, o.${aspect}_problem_code as code,
             coalesce(o.${aspect}_problem_params, '{}') as params, coalesce(o.${aspect}_problem_since, o.updated_at) as since
             from marketplace_offer o where o.${aspect}_problem_code is not null and ${where}`
         ).join(" union all ")}) problems
        group by 1, 2, 3 order by 4 desc, 3, 2`,
      values
    ),
    rowsOf<OfferCounts>(
      database,
      `select count(*) filter (where ${HAS_PROBLEM})::int as to_fix, count(*) filter (where ${DIFFERS})::int as differs,
              count(*)::int as all, count(*) filter (where o.state = 'unmatched')::int as unmatched,
              count(*) filter (where o.state = 'excluded')::int as excluded
         from marketplace_offer o where ${where}`,
      values
    ),
  ])
  return { groups, counts }
}

export type OfferFigures = {
  /** Offers of the store's articles that the marketplace shows as for sale, with their units. */
  live: number
  live_units: number
  braked: number
  last_held_at: Date | null
  /** Quantities that wait and are lower than what may be shown. */
  lower: number
  lower_units: number
  lower_since: Date | null
}

const SHOWN = "coalesce(o.stock_confirmed, o.stock_sent, (o.shown ->> 'quantity')::int, 0)"

/** Whether an offer `o` goes on selling when nothing more is sent of it. */
export const IS_LIVE = `${SHOWN} > 0 and o.variant_id is not null and o.state <> 'gone'`

/** What of a connection's offers is for sale, held, or on its way down. */
export async function readOfferFigures(database: Database, connection_id: string): Promise<OfferFigures> {
  const [figures] = await rowsOf<OfferFigures>(
    database,
    `select count(*) filter (where ${IS_LIVE})::int as live,
            coalesce(sum(${SHOWN}) filter (where ${IS_LIVE}), 0)::int as live_units,
            count(*) filter (where o.stock_problem_code = 'offer_zero_braked'
                                or o.price_problem_code = 'offer_price_braked')::int as braked,
            max(greatest(case when o.stock_problem_code = 'offer_zero_braked' then o.stock_problem_since end,
                         case when o.price_problem_code = 'offer_price_braked' then o.price_problem_since end)) as last_held_at,
            count(*) filter (where o.stock_lower_since is not null)::int as lower,
            coalesce(sum(greatest(0, ${SHOWN} - coalesce(o.stock_desired, 0)))
                       filter (where o.stock_lower_since is not null), 0)::int as lower_units,
            min(o.stock_lower_since) as lower_since
       from marketplace_offer o where o.connection_id = ? and o.state <> 'gone'`,
    [connection_id]
  )
  return figures
}

export type OfferAlarm = {
  connection_id: string
  name: string
  settings: Record<string, unknown>
  minutes: number
  /** Falls that were not confirmed in time, with the units that could be oversold. */
  lower: number
  units: number
  lower_since: Date | null
  /** Zeros that the brake holds. */
  held: number
  held_since: Date | null
}

/** Of connections that send stock: what was not confirmed within so many minutes, and what waits for a person. */
export const listOfferAlarms = (
  database: Database,
  waits: { connection_id: string; minutes: number }[]
): Promise<OfferAlarm[]> => {
  const isHeld = "o.stock_problem_code = 'offer_zero_braked'"
  const isLate = `o.stock_lower_since < now() - make_interval(mins => v.minutes) and ${isHeld} is not true`
  return rowsOf<OfferAlarm>(
    database,
    `select c.id as connection_id, c.name, c.settings, v.minutes,
            count(*) filter (where ${isLate})::int as lower,
            coalesce(sum(greatest(0, ${SHOWN} - coalesce(o.stock_desired, 0))) filter (where ${isLate}), 0)::int as units,
            min(o.stock_lower_since) filter (where ${isLate}) as lower_since,
            count(*) filter (where ${isHeld})::int as held, min(o.stock_problem_since) filter (where ${isHeld}) as held_since
       from jsonb_to_recordset(?::jsonb) as v (connection_id text, minutes integer)
       join marketplace_connection c on c.id = v.connection_id and c.deleted_at is null and c.is_enabled and ${isAspectOn("stock")}
       join marketplace_offer o on o.connection_id = c.id and o.state <> 'gone' and (${isLate} or ${isHeld})
      group by c.id, v.minutes`,
    [JSON.stringify(waits)]
  )
}

/** A page of a connection's offers, by their ids. */
export const listOffersAfter = (
  database: Database,
  connection_id: string,
  after: string,
  limit: number
): Promise<OfferRow[]> =>
  rowsOf<OfferRow>(
    database,
    "select * from marketplace_offer where connection_id = ? and id > ? and state <> 'gone' order by id limit ?",
    [connection_id, after, limit]
  )
