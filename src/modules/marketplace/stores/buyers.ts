import { PHONE_MARK } from "../../../orders/buyer-search"
import { type Database, idsOf, rowsOf } from "./database"
import { likeAnyAccent } from "./folded-text"
import { WITH_SNAPSHOT } from "./orders"

// Who an order's buyer is, by what is kept of it: `buyer` of the snapshot, or its text until that is read.

type Search = { text: string; words: string[]; phone: string | null }

/** Of so many, all are looked at, to find the latest; more are so many that the latest are soon found one by one. */
const FEW = 10_000

/**
 * Returns the orders whose buyer was read from the snapshot and has this text, these words, or this phone; in whatever state,
 * the latest first. The texts are folded, so that they hold no pattern.
 */
export async function listOfBuyer(
  database: Database,
  { text, words, phone }: Search,
  limit: number
): Promise<string[]> {
  const isNamed = `s.deleted_at is null
    and (s.buyer like :text or (${words.map((_, index) => `s.buyer like :word_${index}`).join(" and ")})
         ${phone ? "or s.buyer ~ :phone" : ""})`
  const values = {
    text: `%${text}%`,
    ...Object.fromEntries(words.map((word, index) => [`word_${index}`, `% ${word}%`])),
    ...(phone && { phone: `${PHONE_MARK}[0-9]*${phone}` }),
    limit,
  }
  // Asked for in their order, the planner may go through all orders, the latest first, where only few have these words.
  const found = await rowsOf<{ id: string; all: number }>(
    database,
    `with named as materialized (
       select s.marketplace_order_id as id from marketplace_order_snapshot s where ${isNamed} limit :few)
     select o.id, (select count(*)::int from named) as all
       from (select id from named order by id desc limit :limit) latest join marketplace_order o using (id)
      where o.purged_at is null order by o.id desc`,
    { ...values, few: FEW + 1 }
  )
  if (!found.length || found[0].all <= FEW) return found.map(({ id }) => id)
  return idsOf(
    database,
    `select o.id from ${WITH_SNAPSHOT} where o.purged_at is null and ${isNamed} order by o.id desc limit :limit`,
    values
  )
}

/** Entities and escapes: such a text may hold a name that no comparison of letters finds. */
const SPELLED_OTHERWISE = ["%&%;%", "%\\\\u%"]

/**
 * Returns orders that are not purged, whose buyer was not read yet, and whose snapshot or corrections may hold these words,
 * or the digits of this phone, in whatever state, the latest first, some at a time. Finds too many rather than too few.
 */
export const searchUnread = (
  database: Database,
  { words, phone }: Search,
  before: string | null,
  limit: number
): Promise<string[]> =>
  idsOf(
    database,
    `select o.id from ${WITH_SNAPSHOT}
      where s.buyer is null and o.purged_at is null and (:before::text is null or o.id < :before)
        and (lower(s.payload) like all(:likes) or lower(s.corrections::text) like all(:likes)
             or s.payload like any(:otherwise) or s.corrections::text like any(:otherwise)
             or :phone::text is not null and (s.payload ~ :phone or s.corrections::text ~ :phone))
      order by o.id desc limit :limit`,
    {
      before,
      likes: words.map(likeAnyAccent),
      otherwise: SPELLED_OTHERWISE,
      phone: phone && [...phone].join("[^0-9A-Za-z]{0,3}"),
      limit,
    }
  )

/** A snapshot as it was when its buyer was read. */
export type Unread = { id: string; version: string }

/** PostgreSQL's own: another one after each write of the row, also after one that only says that it is to be read again. */
const VERSION = "s.xmin::text"

/**
 * Lets the buyers of these orders be read again: the store says something else of them. A purged one stays empty. Only columns
 * of the row itself are asked, since they are what is looked at again after a wait for a lock.
 */
export async function readBuyersAgain(
  database: Database,
  { ids, order_id = null }: { ids?: string[]; order_id?: string | null }
): Promise<void> {
  await rowsOf(
    database,
    `update marketplace_order_snapshot s set buyer = null
      where s.deleted_at is null and s.buyer is distinct from ''
        and s.marketplace_order_id = any(coalesce(:ids::text[],
          array(select id from marketplace_order where order_id = :order_id and imported_at is not null)))`,
    { ids: ids ?? null, order_id }
  )
}

/** Returns orders of these marketplaces whose buyer was not read from the snapshot yet, the latest first, some at a time. */
export const listUnread = (
  database: Database,
  marketplace_ids: string[],
  before: string | null,
  limit: number
): Promise<Unread[]> =>
  rowsOf(
    database,
    `select s.marketplace_order_id as id, ${VERSION} as version
       from marketplace_order_snapshot s join marketplace_order o on o.id = s.marketplace_order_id
      where s.buyer is null and s.deleted_at is null and o.marketplace_id = any(:marketplace_ids)
        and (:before::text is null or s.marketplace_order_id < :before)
      order by s.marketplace_order_id desc limit :limit`,
    { marketplace_ids, before, limit }
  )

/** Writes the delivery modes of orders that were stored before it was kept. */
export async function writeDeliveryModes(
  database: Database,
  modes: { id: string; delivery_mode: string | null }[]
): Promise<void> {
  await rowsOf(
    database,
    `update marketplace_order o set delivery_mode = v.delivery_mode
       from jsonb_to_recordset(:modes::jsonb) as v (id text, delivery_mode text)
      where o.id = v.id and o.delivery_mode is null and v.delivery_mode is not null`,
    { modes: JSON.stringify(modes) }
  )
}

/** Writes what buyers are found by, except where the snapshot has changed since. */
export async function writeBuyerTexts(
  database: Database,
  buyers: (Unread & { buyer: string })[]
): Promise<void> {
  await rowsOf(
    database,
    `update marketplace_order_snapshot s set buyer = v.buyer
       from jsonb_to_recordset(:buyers::jsonb) as v (id text, version text, buyer text)
      where s.marketplace_order_id = v.id and s.deleted_at is null and ${VERSION} = v.version`,
    { buyers: JSON.stringify(buyers) }
  )
}
