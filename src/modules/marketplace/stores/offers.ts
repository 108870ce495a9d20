import { generateEntityId } from "@medusajs/framework/utils"
import { fold } from "../../../marketplaces/fold"
import type { OfferDelivery, ShownOffer } from "../../../marketplaces/port"
import type { PlanStep } from "../../../offers/explanation"
import type { OfferOverrides } from "../../../offers/overrides"
import type { OfferPrice } from "../../../offers/price-rules"
import { type Aspect, ASPECTS } from "../../../offers/result"
import { type Database, hasRow, idsOf, rowsOf } from "./database"
import { foldedText, likeWord } from "./folded-text"

/** `new`: it is to be created there. */
export type OfferState = "active" | "unmatched" | "excluded" | "needs_product" | "gone" | "new"

/** A value that neither we sent nor the marketplace's own sales explain. */
export type ForeignChange = { shown: number | string; ours: number | string; at: string }

/** Each aspect has the same columns; `price` and `delivery` hold their values as objects. */
type AspectColumns<Name extends Aspect, Value> = Record<
  `${Name}_mark` | `${Name}_claimed` | `${Name}_cleared`,
  number
> &
  Record<`${Name}_batch`, number | null> &
  Record<`${Name}_${"desired" | "sent" | "confirmed" | "refused"}`, Value | null> &
  Record<`${Name}_${"marked_at" | "sent_at" | "confirmed_at" | "problem_since"}`, Date | null> &
  Record<`${Name}_problem_code`, string | null> &
  Record<`${Name}_problem_params`, Record<string, unknown> | null>

export type OfferRow = {
  id: string
  marketplace_id: string
  account: string
  channel: string
  external_sku: string
  connection_id: string
  external_offer_id: string | null
  variant_id: string | null
  variant_gone_at: Date | null
  was_in_channel: boolean
  ean: string | null
  title: string | null
  fulfilled_by: "seller" | "marketplace"
  state: OfferState
  overrides: OfferOverrides
  stock_lower_since: Date | null
  stock_sold_since: number
  stock_second_read: { mark: number; quantity: number; at: string } | null
  stock_released: number | null
  stock_kept: number | null
  price_confirmed_before: { amount: string; at: string }[] | null
  price_released: string | null
  price_kept: string | null
  explanation: Partial<Record<Aspect, PlanStep[]>> | null
  shown: ShownValues | null
  foreign_changes: Partial<Record<"stock" | "price", ForeignChange>> | null
  corrections: { day: string; stock: number; price: number } | null
  seen_at: Date | null
  read_back_at: Date | null
  next_attempt_at: Date | null
  created_at: Date
  updated_at: Date
} & AspectColumns<"stock", number> &
  AspectColumns<"price", OfferPrice> &
  AspectColumns<"delivery", OfferDelivery>

/** What the marketplace showed of an offer. */
export type ShownValues = Pick<
  ShownOffer,
  "quantity" | "price" | "struck_price" | "is_active" | "condition" | "currency_code"
>

/** Something changed: all marks that are named go up by one, and what waited is planned again at once. */
export const raises = (aspects: readonly Aspect[]): string =>
  [
    ...aspects.flatMap((aspect) => [`${aspect}_mark = o.${aspect}_mark + 1`, `${aspect}_marked_at = now()`]),
    "next_attempt_at = null",
  ].join(", ")

/** Marks offers by their ids. */
export const markOffers = (database: Database, ids: string[], aspects: readonly Aspect[]): Promise<unknown> =>
  rowsOf(database, `update marketplace_offer o set ${raises(aspects)} where o.id = any(?)`, [ids])

/** Marks all offers that a connection drives. */
export const markOffersOf = (
  database: Database,
  connection_id: string,
  aspects: readonly Aspect[]
): Promise<unknown> =>
  rowsOf(
    database,
    `update marketplace_offer o set ${raises(aspects)} where o.connection_id = ? and o.variant_id is not null`,
    [connection_id]
  )

/** Marks all offers with a variant. Returns the connections that drive them. */
export const markAllOffers = async (database: Database, aspects: readonly Aspect[]): Promise<string[]> => {
  const rows = await rowsOf<{ connection_id: string }>(
    database,
    `with marked as (
       update marketplace_offer o set ${raises(aspects)} where o.variant_id is not null returning o.connection_id)
     select distinct connection_id from marked`
  )
  return rows.map(({ connection_id }) => connection_id)
}

/** Returns offers by their ids. */
export const loadOffers = (database: Database, ids: string[]): Promise<OfferRow[]> =>
  rowsOf<OfferRow>(database, "select * from marketplace_offer where id = any(?) order by id", [ids])

/** On which channels an account has these SKUs for sale. */
export async function listChannelsOf(
  database: Database,
  { marketplace_id, account }: { marketplace_id: string; account: string },
  skus: string[]
): Promise<Map<string, string[]>> {
  const rows = await rowsOf<{ external_sku: string; channels: string[] }>(
    database,
    `select external_sku, array_agg(channel) as channels from marketplace_offer
      where marketplace_id = :marketplace_id and account = :account and external_sku = any(:skus)
        and state not in ('gone', 'needs_product')
      group by external_sku`,
    { marketplace_id, account, skus }
  )
  return new Map(rows.map(({ external_sku, channels }) => [external_sku, channels]))
}

export type OfferFilter = {
  connection_ids?: string[]
  variant_ids?: string[]
  states?: OfferState[]
  /** A code, or any. */
  problem?: string | true
  /** Whether the marketplace confirmed something else than what it should show. */
  differs?: boolean
  q?: string
}

/** Of an offer `o`. */
export const HAS_PROBLEM =
  "coalesce(o.stock_problem_code, o.price_problem_code, o.delivery_problem_code) is not null"
export const DIFFERS = `(o.stock_desired is distinct from o.stock_confirmed and o.stock_desired is not null
  or o.price_desired ->> 'amount' is distinct from o.price_confirmed ->> 'amount' and o.price_desired is not null
  or o.foreign_changes is not null)`

/** Returns offers and how many there are in all, by SKU. */
export async function listOffers(
  database: Database,
  { connection_ids, variant_ids, states, problem, differs, q }: OfferFilter,
  { limit, offset }: { limit: number; offset: number }
): Promise<{ offers: OfferRow[]; count: number }> {
  const words = fold(q ?? "")
    .split(" ")
    .filter(Boolean)
    .map(likeWord)
  const values = {
    connection_ids: connection_ids ?? null,
    variant_ids: variant_ids ?? null,
    states: states ?? null,
    problem: typeof problem === "string" ? problem : null,
    has_problem: problem === true,
    differs: differs ?? false,
    words,
  }
  const where = `(:connection_ids::text[] is null or o.connection_id = any(:connection_ids))
    and (:variant_ids::text[] is null or o.variant_id = any(:variant_ids))
    and (:states::text[] is null or o.state = any(:states))
    and (:problem::text is null or :problem in (o.stock_problem_code, o.price_problem_code, o.delivery_problem_code))
    and (not :has_problem::boolean or ${HAS_PROBLEM})
    and (not :differs::boolean or ${DIFFERS})
    and ${foldedText("concat_ws(' ', o.external_sku, o.ean, o.title, o.external_offer_id)")} like all(:words::text[])`
  const offers = await rowsOf<OfferRow>(
    database,
    `select o.* from marketplace_offer o where ${where} order by o.external_sku, o.id limit :limit offset :offset`,
    { ...values, limit, offset }
  )
  const [{ count }] = await rowsOf<{ count: number }>(
    database,
    `select count(*)::int as count from marketplace_offer o where ${where}`,
    values
  )
  return { offers, count }
}

/** Whether a person does not sell an offer `o` here, which a marketplace that hides it does not end. */
const IS_EXCLUDED = "coalesce((o.overrides ->> 'is_excluded')::boolean, false)"

/** An offer as it was read, with the variant that is recognized in it. */
export type SeenOffer = ShownOffer & { variant_id: string | null; fulfilled_by: "seller" | "marketplace" }

/**
 * Writes what was read. A new offer belongs to the connection that read it and is marked; a known one keeps who drives it, unless
 * that connection is deleted. Where its variant or who ships it is another than before, it is marked too.
 */
export async function writeSeenOffers(
  database: Database,
  { connection_id, channel }: { connection_id: string; channel: string },
  seen: SeenOffer[]
): Promise<{ id: string; external_sku: string; is_new: boolean }[]> {
  if (!seen.length) return []
  const values = JSON.stringify(
    seen.map(({ sku, external_id, ean, title, variant_id, fulfilled_by, ...shown }) => ({
      id: generateEntityId("", "mpoff"),
      sku,
      external_id,
      ean,
      title,
      variant_id,
      fulfilled_by,
      shown: {
        quantity: shown.quantity,
        price: shown.price,
        struck_price: shown.struck_price,
        is_active: shown.is_active,
        condition: shown.condition,
        currency_code: shown.currency_code,
      },
    }))
  )
  return rowsOf(
    database,
    `insert into marketplace_offer as o (id, marketplace_id, account, channel, external_sku, connection_id,
         external_offer_id, ean, title, variant_id, fulfilled_by, state, overrides, shown, seen_at,
         stock_mark, price_mark, delivery_mark, stock_marked_at, price_marked_at, delivery_marked_at)
     select v.id, c.marketplace_id, c.account, :channel, v.sku, c.id, v.external_id, v.ean, v.title, v.variant_id,
            v.fulfilled_by, case when v.variant_id is null then 'unmatched' else 'active' end, '{}', v.shown, now(),
            1, 1, 1, now(), now(), now()
       from marketplace_connection c, jsonb_to_recordset(:values::jsonb)
            as v (id text, sku text, external_id text, ean text, title text, variant_id text, fulfilled_by text, shown jsonb)
      where c.id = :connection_id
     on conflict (marketplace_id, account, channel, external_sku) do update
       set external_offer_id = coalesce(excluded.external_offer_id, o.external_offer_id),
           ean = coalesce(excluded.ean, o.ean), title = coalesce(excluded.title, o.title),
           variant_id = coalesce(excluded.variant_id, o.variant_id),
           fulfilled_by = excluded.fulfilled_by, shown = excluded.shown, seen_at = now(), updated_at = now(),
           state = case when ${IS_EXCLUDED} then 'excluded'
                        when coalesce(excluded.variant_id, o.variant_id) is null then 'unmatched' else 'active' end,
           connection_id = case when exists (select 1 from marketplace_connection d
                                              where d.id = o.connection_id and d.deleted_at is null)
                                then o.connection_id else excluded.connection_id end,
           ${ASPECTS.map(
             (aspect) => `${aspect}_mark = o.${aspect}_mark + (${IS_OTHER})::int,
               ${aspect}_marked_at = case when ${IS_OTHER} then now() else o.${aspect}_marked_at end`
           ).join(", ")},
           ${ASPECTS.map(
             (aspect) => `${aspect}_refused = case when not (${IS_TO_CREATE}) then o.${aspect}_refused end`
           ).join(", ")},
           next_attempt_at = case when not (${IS_OTHER}) then o.next_attempt_at end
     returning o.id, o.external_sku, (o.xmax = 0) as is_new`,
    { connection_id, channel, values }
  )
}
/** What is known to be refused of an offer that does not exist there was its creation: it says nothing of an update. */
const IS_TO_CREATE = "o.state in ('new', 'needs_product')"
const IS_OTHER = `(coalesce(excluded.variant_id, o.variant_id) is distinct from o.variant_id
             or excluded.fulfilled_by <> o.fulfilled_by or o.state = 'gone' or ${IS_TO_CREATE})`

/** Of an offer `o` that a creation was refused for, so that another one may be asked for. */
const IS_REFUSED_CREATION = "(o.state = 'needs_product' or o.state = 'new' and o.stock_refused is not null)"

/** Whether an account is known to sell anything on a channel. */
export const hasLiveOffers = (
  database: Database,
  { marketplace_id, account }: { marketplace_id: string; account: string },
  channel: string
): Promise<boolean> =>
  hasRow(
    database,
    `select 1 from marketplace_offer where marketplace_id = ? and account = ? and channel = ?
        and state not in ('gone', 'needs_product', 'new') and seen_at is not null limit 1`,
    [marketplace_id, account, channel]
  )

/**
 * Offers that a complete read did not show, which began then, are gone: their last values are no longer true. One that is sold
 * out may be hidden until it has stock again, and one that a person excluded stays so. Returns the SKUs of those that are gone
 * only now.
 */
export async function writeAbsentOffers(
  database: Database,
  { marketplace_id, account }: { marketplace_id: string; account: string },
  channels: string[],
  began: string
): Promise<string[]> {
  const rows = await rowsOf<{ external_sku: string }>(
    database,
    `update marketplace_offer
        set state = 'gone', stock_confirmed = null, price_confirmed = null, delivery_confirmed = null, updated_at = now()
      where marketplace_id = :marketplace_id and account = :account and channel = any(:channels)
        and state not in ('gone', 'needs_product', 'new', 'excluded') and coalesce(seen_at, '-infinity') < :began
        and coalesce(stock_confirmed, stock_sent - stock_sold_since, (shown ->> 'quantity')::int, 1) > 0
        and created_at < :began
        and greatest(stock_confirmed_at, price_confirmed_at, delivery_confirmed_at, '-infinity') < :began
      returning external_sku`,
    { marketplace_id, account, channels, began }
  )
  return rows.map(({ external_sku }) => external_sku)
}

/** Returns the offers of an account's channel with these SKUs. */
export const loadOffersBySku = (
  database: Database,
  { marketplace_id, account }: { marketplace_id: string; account: string },
  channel: string,
  skus: string[]
): Promise<OfferRow[]> =>
  rowsOf<OfferRow>(
    database,
    `select * from marketplace_offer
      where marketplace_id = :marketplace_id and account = :account and channel = :channel and external_sku = any(:skus)`,
    { marketplace_id, account, channel, skus }
  )

/**
 * Writes that the marketplace shows another value, or no longer does. What is sent again has its confirmed value forgotten:
 * it is not what the marketplace has.
 */
export async function writeForeign(
  database: Database,
  id: string,
  changes: OfferRow["foreign_changes"],
  corrections: OfferRow["corrections"],
  sends: ("stock" | "price")[]
): Promise<void> {
  await rowsOf(
    database,
    `update marketplace_offer o
        set foreign_changes = :changes::jsonb, corrections = :corrections::jsonb, updated_at = now(),
            stock_mark = o.stock_mark + (:stock::boolean)::int, price_mark = o.price_mark + (:price::boolean)::int,
            stock_marked_at = case when :stock then now() else o.stock_marked_at end,
            price_marked_at = case when :price then now() else o.price_marked_at end,
            stock_confirmed = case when :stock then null else o.stock_confirmed end,
            price_confirmed = case when :price then null else o.price_confirmed end,
            next_attempt_at = case when :stock or :price then null else o.next_attempt_at end
      where o.id = :id`,
    {
      id,
      changes: changes && JSON.stringify(changes),
      corrections: corrections && JSON.stringify(corrections),
      stock: sends.includes("stock"),
      price: sends.includes("price"),
    }
  )
}

/** A read-back that did not end is made again after this time. */
const READ_BACK_SECONDS = 300

/** Offers whose confirmed values are compared with what is shown now, and how many of a channel at once. */
export const takeReadBacks = (
  database: Database,
  connection_id: string,
  channel: string,
  limit: number
): Promise<OfferRow[]> =>
  rowsOf<OfferRow>(
    database,
    `update marketplace_offer
        set read_back_at = date_trunc('milliseconds', now() + make_interval(secs => ${READ_BACK_SECONDS}))
      where id in (select id from marketplace_offer
                    where connection_id = :connection_id and channel = :channel and read_back_at <= now()
                    order by read_back_at limit :limit for update skip locked)
    returning *`,
    { connection_id, channel, limit }
  )

/** They were compared; one that was confirmed again meanwhile has its own time. */
export const endReadBacks = (
  database: Database,
  offers: Pick<OfferRow, "id" | "read_back_at">[]
): Promise<unknown> =>
  rowsOf(
    database,
    `update marketplace_offer o set read_back_at = null
       from jsonb_to_recordset(?::jsonb) as v (id text, read_back_at timestamptz)
      where o.id = v.id and o.read_back_at = v.read_back_at`,
    [JSON.stringify(offers.map(({ id, read_back_at }) => ({ id, read_back_at })))]
  )

/**
 * Offers that are to be created, also where one with this SKU is gone or its creation was refused, for example for another EAN.
 * Returns the ids of those that are to be created now.
 */
export const insertNewOffers = async (
  database: Database,
  { connection_id, channel }: { connection_id: string; channel: string },
  offers: { sku: string; ean: string; variant_id: string }[]
): Promise<string[]> => {
  const rows = await rowsOf<{ id: string }>(
    database,
    `insert into marketplace_offer as o (id, marketplace_id, account, channel, external_sku, connection_id, ean, variant_id,
         state, overrides, stock_mark, price_mark, delivery_mark, stock_marked_at, price_marked_at, delivery_marked_at)
     select v.id, c.marketplace_id, c.account, :channel, v.sku, c.id, v.ean, v.variant_id, 'new', '{}',
            1, 1, 1, now(), now(), now()
       from marketplace_connection c,
            jsonb_to_recordset(:values::jsonb) as v (id text, sku text, ean text, variant_id text)
      where c.id = :connection_id
     on conflict (marketplace_id, account, channel, external_sku) do update
       set state = 'new', ean = excluded.ean, variant_id = excluded.variant_id, variant_gone_at = null,
           connection_id = excluded.connection_id, overrides = o.overrides - 'is_excluded', shown = null,
           stock_refused = null, price_refused = null, delivery_refused = null, updated_at = now(),
           ${raises(["stock", "price", "delivery"])}
     where o.state = 'gone' or ${IS_REFUSED_CREATION} returning id`,
    {
      connection_id,
      channel,
      values: JSON.stringify(offers.map((offer) => ({ id: generateEntityId("", "mpoff"), ...offer }))),
    }
  )
  return rows.map(({ id }) => id)
}

/** What an account was seen to offer on a channel, or is about to. */
export const listSeen = (
  database: Database,
  { marketplace_id, account }: { marketplace_id: string; account: string },
  channel: string
): Promise<{ sku: string; ean: string | null; condition: string | null; is_refused: boolean }[]> =>
  rowsOf(
    database,
    `select o.external_sku as sku, o.ean, o.shown ->> 'condition' as condition,
            ${IS_REFUSED_CREATION} as is_refused from marketplace_offer o
      where o.marketplace_id = :marketplace_id and o.account = :account and o.channel = :channel
        and o.state <> 'gone'`,
    { marketplace_id, account, channel }
  )

/** What is set for the offers of a connection with these SKUs. */
export const listOverridden = (
  database: Database,
  connection_id: string,
  skus: string[]
): Promise<Pick<OfferRow, "id" | "external_sku" | "channel" | "overrides">[]> =>
  rowsOf(
    database,
    `select id, external_sku, channel, overrides from marketplace_offer
      where connection_id = :connection_id and external_sku = any(:skus) and state <> 'gone'`,
    { connection_id, skus }
  )

type OverridesGiven = { [Name in keyof OfferOverrides]: OfferOverrides[Name] | null }

/**
 * Lays what a person set over the overrides of each offer, where they are still those `before`; null takes one away. All aspects
 * are marked. Returns the ids of those that were changed.
 */
export async function writeOverridesOf(
  database: Database,
  offers: { id: string; overrides: OverridesGiven; before?: OfferOverrides }[]
): Promise<string[]> {
  if (!offers.length) return []
  return idsOf(
    database,
    `update marketplace_offer o
        set overrides = jsonb_strip_nulls(o.overrides || v.overrides), updated_at = now(),
            state = case when (v.overrides ->> 'is_excluded')::boolean then 'excluded'
                         when o.state = 'excluded' and v.overrides ? 'is_excluded'
                           then case when o.variant_id is null then 'unmatched' else 'active' end
                         else o.state end,
            ${raises(["stock", "price", "delivery"])}
       from jsonb_to_recordset(:values::jsonb) as v (id text, overrides jsonb, before jsonb)
      where o.id = v.id and o.overrides = coalesce(v.before, o.overrides) returning o.id`,
    { values: JSON.stringify(offers) }
  )
}
