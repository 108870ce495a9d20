import type { OfferDelivery } from "../../../marketplaces/port"
import type { PlanStep } from "../../../offers/explanation"
import type { OfferPrice } from "../../../offers/price-rules"
import { type Aspect, ASPECTS } from "../../../offers/result"
import { type Database, hasRow, rowsOf } from "./database"
import { type OfferRow, raises } from "./offers"

/** What the settings of a connection `c` switch on; without a cast, so that unreadable settings fail no query. */
export const isAspectOn = (aspect: Aspect): string =>
  `coalesce(c.settings #> '{offers,${aspect}}' = 'true'::jsonb, false)`

export const IS_ANY_ASPECT_ON = `(${ASPECTS.map(isAspectOn).join(" or ")})`

/** Whether an offer `o` of `c` has a change that no batch holds, of an aspect that is on. */
export const IS_TO_PLAN = `(${ASPECTS.map(
  (aspect) => `(${isAspectOn(aspect)} and o.${aspect}_mark > o.${aspect}_claimed)`
).join(" or ")}) and o.state <> 'gone' and (o.next_attempt_at is null or o.next_attempt_at <= now())`

/** The time by the database's clock, as exact as it keeps it. */
export async function readMarkingClock(database: Database): Promise<string> {
  const [{ now }] = await rowsOf<{ now: string }>(database, "select now()::text as now")
  return now
}

/** Long enough for a page of offers; the lease ends it where its owner is gone. */
const CLAIM_SECONDS = 300

/**
 * Claims offers whose values are to be computed, for the owner of the lease: what may lower a quantity first, then what waits
 * longest.
 */
export const claimOffers = (
  database: Database,
  connection_id: string,
  owner: string,
  limit: number
): Promise<OfferRow[]> =>
  rowsOf<OfferRow>(
    database,
    `with chosen as (
       select o.id from marketplace_offer o, marketplace_connection c
        where c.id = :connection_id and o.connection_id = c.id and ${IS_TO_PLAN}
          and (o.claimed_until is null or o.claimed_until < now())
        order by (o.stock_mark > o.stock_claimed) desc, o.stock_marked_at nulls last, o.id
        limit :limit for update of o skip locked)
     update marketplace_offer o
        set claimed_until = now() + make_interval(secs => ${CLAIM_SECONDS}), claimed_by = :owner
       from chosen where o.id = chosen.id returning o.*`,
    { connection_id, owner, limit }
  )

/** What a plan came to for one aspect. `clears`: nothing has to go, up to this mark. */
export type PlannedAspect<Value> = {
  desired: Value | null
  clears: number | null
  problem: { code: string; params: Record<string, unknown> } | null
}

export type PlannedOffer = {
  id: string
  /** Of the values: what was marked since is planned again at once. */
  marks: Record<Aspect, number>
  stock: PlannedAspect<number> | null
  price: PlannedAspect<OfferPrice> | null
  delivery: PlannedAspect<OfferDelivery> | null
  explanation: Partial<Record<Aspect, PlanStep[]>>
  /** In seconds: what has to wait is planned again then; null: at once, or it goes now. */
  wait_seconds: number | null
  /** Whether a quantity is to go that is lower than what the marketplace may show. */
  is_lower: boolean
  /** Whether a quantity of zero is to go that nothing explains: one that is held stays so until the brake has judged it again. */
  is_unexplained_zero: boolean
  second_read: OfferRow["stock_second_read"]
  /** Whether its variant is in the sales channel that offers follow. */
  is_in_channel: boolean
  /** Whether there is another value than the one that a person decided on. */
  ends: { stock: boolean; price: boolean }
}

const VALUE_COLUMNS: Record<Aspect, string> = { stock: "integer", price: "jsonb", delivery: "jsonb" }

/** A zero that the brake holds, and may hold again: since when is kept, as a person decides on what was held by then. */
const IS_HELD_AGAIN =
  "(v.is_unexplained_zero and coalesce(o.stock_problem_code = 'offer_zero_braked', false))"

/** Writes what plans came to, of offers that `owner` still has claimed; those that are named in `keeps` stay claimed. */
export async function writePlans(
  database: Database,
  plans: PlannedOffer[],
  owner: string,
  keeps: string[]
): Promise<void> {
  if (!plans.length) return
  const values = JSON.stringify(
    plans.map(({ marks, stock, price, delivery, ends, ...plan }) => ({
      ...plan,
      stock_ends: ends.stock,
      price_ends: ends.price,
      keeps: keeps.includes(plan.id),
      ...Object.fromEntries(
        ASPECTS.flatMap((aspect) => {
          const planned = { stock, price, delivery }[aspect]
          return [
            [`${aspect}_mark`, marks[aspect]],
            [`${aspect}_is_planned`, planned !== null],
            [`${aspect}_desired`, planned?.desired ?? null],
            [`${aspect}_clears`, planned?.clears ?? null],
            [`${aspect}_problem_code`, planned?.problem?.code ?? null],
            [`${aspect}_problem_params`, planned?.problem?.params ?? null],
          ]
        })
      ),
    }))
  )
  const columns = ASPECTS.map(
    (aspect) =>
      `${aspect}_mark integer, ${aspect}_is_planned boolean, ${aspect}_desired ${VALUE_COLUMNS[aspect]}, ${aspect}_clears integer,
       ${aspect}_problem_code text, ${aspect}_problem_params jsonb`
  )
  const sets = ASPECTS.map((aspect) => {
    const clears = `greatest(o.${aspect}_claimed, coalesce(v.${aspect}_clears, 0))`
    const isPlanned =
      aspect === "stock" ? `(v.stock_is_planned and not ${IS_HELD_AGAIN})` : `v.${aspect}_is_planned`
    return `
      ${aspect}_desired = case when v.${aspect}_is_planned then v.${aspect}_desired else o.${aspect}_desired end,
      ${aspect}_claimed = ${clears},
      ${aspect}_cleared = greatest(o.${aspect}_cleared, coalesce(v.${aspect}_clears, 0)),
      ${aspect}_problem_code = case when ${isPlanned} then v.${aspect}_problem_code else o.${aspect}_problem_code end,
      ${aspect}_problem_params = case when ${isPlanned} then v.${aspect}_problem_params else o.${aspect}_problem_params end,
      ${aspect}_problem_since = case when not ${isPlanned} then o.${aspect}_problem_since
        when v.${aspect}_problem_code is null then null
        when v.${aspect}_problem_code = o.${aspect}_problem_code and v.${aspect}_desired is not distinct from o.${aspect}_desired
          then coalesce(o.${aspect}_problem_since, now()) else now() end`
  })
  await rowsOf(
    database,
    `update marketplace_offer o
        set ${sets.join(",")},
            explanation = coalesce(o.explanation, '{}'::jsonb) || v.explanation,
            was_in_channel = o.was_in_channel or v.is_in_channel,
            stock_second_read = case when v.stock_is_planned then v.second_read else o.stock_second_read end,
            stock_released = case when not v.stock_ends then o.stock_released end,
            stock_kept = case when not v.stock_ends then o.stock_kept end,
            price_released = case when not v.price_ends then o.price_released end,
            price_kept = case when not v.price_ends then o.price_kept end,
            stock_lower_since = case when v.is_lower then coalesce(o.stock_lower_since, now())
                                     when v.stock_is_planned then null else o.stock_lower_since end,
            next_attempt_at = case when ${ASPECTS.map((aspect) => `o.${aspect}_mark = v.${aspect}_mark`).join(" and ")}
                                   then now() + make_interval(secs => v.wait_seconds) end,
            claimed_until = case when v.keeps then o.claimed_until end,
            claimed_by = case when v.keeps then o.claimed_by end,
            updated_at = now()
       from jsonb_to_recordset(:values::jsonb)
            as v (id text, explanation jsonb, wait_seconds float8, is_lower boolean, is_unexplained_zero boolean, second_read jsonb, is_in_channel boolean, keeps boolean,
                  stock_ends boolean, price_ends boolean,
                  ${columns.join(",")})
      where o.id = v.id and o.claimed_by = :owner`,
    { values, owner }
  )
}

/**
 * Gives claimed offers back: the batches that hold them are written, or have their turn later (`wait_seconds`). What was marked
 * since its values were computed waits for no turn: it may be a zero.
 */
export const releaseOffers = (
  database: Database,
  released: ({ id: string } & Record<`${Aspect}_mark`, number>)[],
  owner: string,
  wait_seconds: number | null
): Promise<unknown> =>
  rowsOf(
    database,
    `update marketplace_offer o
        set claimed_until = null, claimed_by = null,
            next_attempt_at = case when ${ASPECTS.map((aspect) => `o.${aspect}_mark = v.${aspect}_mark`).join(" and ")}
                                   then coalesce(now() + make_interval(secs => :wait_seconds::float8), o.next_attempt_at) end
       from jsonb_to_recordset(:values::jsonb)
            as v (id text, ${ASPECTS.map((aspect) => `${aspect}_mark integer`).join(", ")})
      where o.id = v.id and o.claimed_by = :owner`,
    { values: JSON.stringify(released), owner, wait_seconds }
  )

/** Raises that wait for the sales have their turn: orders of these connections, or of others with their stock, were pulled. */
export const wakeWaitingRaises = (database: Database, connection_ids: string[]): Promise<unknown> =>
  rowsOf(
    database,
    `update marketplace_offer set next_attempt_at = null
      where connection_id = any(?) and stock_mark > stock_claimed and next_attempt_at > now()`,
    [connection_ids]
  )

/** Everything of a connection that waits has its turn. */
export const wakeWaiting = (database: Database, connection_id: string): Promise<unknown> =>
  rowsOf(
    database,
    "update marketplace_offer set next_attempt_at = null where connection_id = ? and next_attempt_at > now()",
    [connection_id]
  )

/**
 * What the brake judges by: unexplained zeros that went in the last hour or are held, without those that are judged now, and
 * offers that show a quantity.
 */
export async function readBrake(
  database: Database,
  connection_id: string,
  judged: string[]
): Promise<{ gone: number; live: number }> {
  const [row] = await rowsOf<{ gone: number; live: number }>(
    database,
    `select (select coalesce(sum((counts ->> 'unexplained_zeros')::int), 0)::int from marketplace_offer_batch
              where connection_id = :connection_id and created_at > now() - interval '1 hour')
            + (select count(*)::int from marketplace_offer
                where connection_id = :connection_id and stock_problem_code = 'offer_zero_braked'
                  and id <> all(:judged)) as gone,
            (select count(*)::int from marketplace_offer
              where connection_id = :connection_id
                and coalesce(stock_confirmed, stock_sent, (shown ->> 'quantity')::int, 0) > 0) as live`,
    { connection_id, judged }
  )
  return row
}

/** A person kept what the marketplace has, after the zero was planned. */
const IS_KEPT = "coalesce(o.stock_kept = 0, false)"

/**
 * Quantities of zero that the brake holds, each of its mark: they keep what the marketplace has until a person decides. One of
 * which something else `goes_on` stays claimed.
 */
export const holdZeros = (
  database: Database,
  held: { id: string; mark: number; goes_on: boolean }[],
  owner: string,
  params: { count: number; limit: number }
): Promise<unknown> =>
  rowsOf(
    database,
    `update marketplace_offer o
        set ${clearsUpTo("stock")},
            stock_problem_code = case when ${IS_KEPT} then o.stock_problem_code else 'offer_zero_braked' end,
            stock_problem_params = case when ${IS_KEPT} then o.stock_problem_params
              else jsonb_build_object('sku', o.external_sku) || :params::jsonb end,
            stock_problem_since = case when ${IS_KEPT} or o.stock_problem_code = 'offer_zero_braked'
              then o.stock_problem_since else now() end,
            claimed_until = case when v.goes_on then o.claimed_until end,
            claimed_by = case when v.goes_on then o.claimed_by end, updated_at = now()
       from jsonb_to_recordset(:values::jsonb) as v (id text, stock_mark integer, goes_on boolean)
      where o.id = v.id and o.claimed_by = :owner`,
    {
      owner,
      values: JSON.stringify(held.map(({ id, mark, goes_on }) => ({ id, stock_mark: mark, goes_on }))),
      params: JSON.stringify(params),
    }
  )

/** Nothing goes up to the mark of `v`: what was marked since does. */
const clearsUpTo = (aspect: Aspect): string => `
  ${aspect}_claimed = greatest(o.${aspect}_claimed, coalesce(v.${aspect}_mark, 0)),
  ${aspect}_cleared = greatest(o.${aspect}_cleared, coalesce(v.${aspect}_mark, 0))`

/** Whether any connection of this installation sends an aspect of its offers. */
export const isAnyAspectOn = (database: Database, instance: string): Promise<boolean> =>
  hasRow(
    database,
    `select 1 from marketplace_connection c
      where c.deleted_at is null and c.is_enabled and c.activated_instance = ? and ${IS_ANY_ASPECT_ON} limit 1`,
    [instance]
  )

/** In how many milliseconds something is due next on a connection; null: nothing is that waits for a time. */
export async function nextOffersWork(database: Database, connection_id: string): Promise<number | null> {
  const [row] = await rowsOf<{ wait: number | null }>(
    database,
    `select extract(epoch from least(
        (select min(b.next_attempt_at) from marketplace_offer_batch b
          where b.connection_id = c.id and b.state in ('sending', 'sent')),
        (select min(o.next_attempt_at) from marketplace_offer o
          where o.connection_id = c.id and o.next_attempt_at > now() and o.state <> 'gone'
            and (o.stock_mark > o.stock_claimed or o.price_mark > o.price_claimed or o.delivery_mark > o.delivery_claimed)),
        c.offers_mark_at) - now())::float8 * 1000 as wait
       from marketplace_connection c where c.id = ?`,
    [connection_id]
  )
  return row?.wait ?? null
}

/** Marks all offers of a connection once more where that is due. Returns whether it was. */
export async function markAgain(database: Database, connection_id: string): Promise<boolean> {
  const rows = await rowsOf(
    database,
    `update marketplace_connection set offers_mark_at = null
      where id = ? and offers_mark_at <= now() returning id`,
    [connection_id]
  )
  return rows.length > 0
}

/** Offers that code of the store's own holds, with the marks of what would have gone: they keep what the marketplace has. */
export async function holdOffers(
  database: Database,
  held: ({ id: string; reason: string } & Record<`${Aspect}_mark`, number | null>)[],
  owner: string
): Promise<void> {
  if (!held.length) return
  await rowsOf(
    database,
    `update marketplace_offer o
        set ${ASPECTS.map(clearsUpTo).join(", ")}, stock_problem_code = 'offer_held_by_store',
            stock_problem_params = jsonb_build_object('sku', o.external_sku, 'reason', v.reason),
            stock_problem_since = now(), claimed_until = null, claimed_by = null, updated_at = now()
       from jsonb_to_recordset(:values::jsonb)
            as v (id text, reason text, ${ASPECTS.map((aspect) => `${aspect}_mark integer`).join(", ")})
      where o.id = v.id and o.claimed_by = :owner`,
    { owner, values: JSON.stringify(held) }
  )
}

/** Accounts that showed nothing until a day that has come sell again. Returns their connections, whose offers are marked. */
export const endStops = async (database: Database): Promise<string[]> => {
  const rows = await rowsOf<{ id: string }>(
    database,
    `with ended as (
       update marketplace_connection set offers_stopped_at = null, offers_stopped_until = null, updated_at = now()
        where offers_stopped_until <= now() and deleted_at is null returning id),
     marked as (
       update marketplace_offer o set ${raises(["stock"])} where o.connection_id in (select id from ended))
     select id from ended`
  )
  return rows.map(({ id }) => id)
}
