import { generateEntityId } from "@medusajs/framework/utils"
import type { OfferDelivery, OfferResult } from "../../../marketplaces/port"
import type { OfferPrice } from "../../../offers/price-rules"
import { type Aspect, ASPECTS } from "../../../offers/result"
import { type Database, inTransaction, rowsOf, type TransactionalDatabase } from "./database"

export type BatchState = "sending" | "sent" | "done" | "failed" | "gone"
/** `unexplained_zeros`: what the brake counts of an hour. */
export type BatchCounts = {
  offers: number
  done: number
  refused: number
  unknown: number
  unexplained_zeros: number
}

export type OfferBatchRow = {
  id: string
  number: number
  connection_id: string
  kind: "update" | "create"
  channel: string
  has_zeros: boolean
  state: BatchState
  counts: BatchCounts
  checkpoint: string | null
  reference: string | null
  refused: { sku: string; message: string }[] | null
  message: string | null
  attempts: number
  next_attempt_at: Date | null
  claimed_by: string | null
  submitted_at: Date | null
  settled_at: Date | null
  created_at: Date
}

export type OfferBatchItemRow = {
  id: string
  batch_id: string
  offer_id: string
  external_sku: string
  stock_mark: number | null
  stock_value: number | null
  price_mark: number | null
  price_value: OfferPrice | null
  delivery_mark: number | null
  delivery_value: OfferDelivery | null
  listing: { ean: string; condition: string } | null
  outcome: "done" | "refused" | "unknown" | null
  code: string | null
  message: string | null
  created_at: Date
}

/** An offer of a batch that is to be written: the values that go, each with the mark of which it was computed. */
export type NewItem = Pick<
  OfferBatchItemRow,
  | "offer_id"
  | "external_sku"
  | "stock_mark"
  | "stock_value"
  | "price_mark"
  | "price_value"
  | "delivery_mark"
  | "delivery_value"
  | "listing"
>

const COLUMNS: Record<Aspect, string> = { stock: "integer", price: "jsonb", delivery: "jsonb" }
const ITEM_COLUMNS = ASPECTS.map(
  (aspect) => `${aspect}_mark integer, ${aspect}_value ${COLUMNS[aspect]}`
).join(", ")

/** A zero that the brake held goes now. */
const LET_GO = ["code", "params", "since"]
  .map(
    (
      part
    ) => `stock_problem_${part} = case when v.stock_mark is null or o.stock_problem_code is distinct from 'offer_zero_braked'
      then o.stock_problem_${part} end`
  )
  .join(", ")

/**
 * Writes a batch before anything of it is sent: its items, and on each offer what is sent with it. Only offers that `owner`
 * has claimed come into it, so that of two processes one writes. Returns null where none is left.
 */
export const insertOfferBatch = (
  database: TransactionalDatabase,
  batch: Pick<OfferBatchRow, "connection_id" | "kind" | "channel" | "has_zeros">,
  items: NewItem[],
  owner: string,
  unexplained_zeros: number
): Promise<OfferBatchRow | null> =>
  inTransaction(database, async (transaction) => {
    const id = generateEntityId("", "mpbat")
    const [{ number }] = await rowsOf<{ number: number }>(
      transaction,
      "select nextval(pg_get_serial_sequence('marketplace_offer_batch', 'number'))::int as number"
    )
    const values = JSON.stringify(items.map((item) => ({ id: generateEntityId("", "mpbit"), ...item })))
    const sent = ASPECTS.map(
      (aspect) => `
        ${aspect}_claimed = greatest(o.${aspect}_claimed, coalesce(v.${aspect}_mark, 0)),
        ${aspect}_batch = case when v.${aspect}_mark is null then o.${aspect}_batch else :number end,
        ${aspect}_sent = case when v.${aspect}_mark is null then o.${aspect}_sent else v.${aspect}_value end,
        ${aspect}_sent_at = case when v.${aspect}_mark is null then o.${aspect}_sent_at else now() end`
    )
    const written = await rowsOf<{ id: string }>(
      transaction,
      `with v as (select * from jsonb_to_recordset(:values::jsonb)
                    as v (id text, offer_id text, external_sku text, listing jsonb, ${ITEM_COLUMNS})),
       claimed as (
         update marketplace_offer o set ${sent.join(",")}, ${LET_GO}, updated_at = now()
           from v where o.id = v.offer_id and o.claimed_by = :owner returning o.id)
       insert into marketplace_offer_batch_item
              (id, batch_id, offer_id, external_sku, listing, stock_mark, stock_value, price_mark, price_value, delivery_mark, delivery_value)
       select v.id, :batch_id, v.offer_id, v.external_sku, v.listing, v.stock_mark, v.stock_value,
              v.price_mark, v.price_value, v.delivery_mark, v.delivery_value
         from v join claimed on claimed.id = v.offer_id
       returning id`,
      { values, number, owner, batch_id: id }
    )
    if (!written.length) return null
    const counts: BatchCounts = {
      offers: written.length,
      done: 0,
      refused: 0,
      unknown: 0,
      unexplained_zeros,
    }
    const [row] = await rowsOf<OfferBatchRow>(
      transaction,
      `insert into marketplace_offer_batch (id, number, connection_id, kind, channel, has_zeros, state, counts, claimed_by)
       values (:id, :number, :connection_id, :kind, :channel, :has_zeros, 'sending', :counts::jsonb, :owner) returning *`,
      { ...batch, id, number, owner, counts: JSON.stringify(counts) }
    )
    return row
  })

/** Takes the batches of a connection whose next step is due, for the owner of its lease: whoever had them is overtaken. */
export const takeBatches = (
  database: Database,
  connection_id: string,
  owner: string
): Promise<OfferBatchRow[]> =>
  rowsOf<OfferBatchRow>(
    database,
    `with taken as (
       update marketplace_offer_batch set claimed_by = :owner
        where connection_id = :connection_id and state in ('sending', 'sent')
          and (next_attempt_at is null or next_attempt_at <= now()) returning *)
     select * from taken order by has_zeros desc, number`,
    { connection_id, owner }
  )

/** Writes how far a batch is. Returns false where another process has taken it over. */
export async function writeBatch(
  database: Database,
  { id, owner }: { id: string; owner: string },
  values: Partial<
    Pick<OfferBatchRow, "state" | "checkpoint" | "reference" | "refused" | "message" | "attempts">
  > & {
    next_in_seconds?: number | null
    is_submitted?: boolean
  }
): Promise<boolean> {
  const rows = await rowsOf(
    database,
    `update marketplace_offer_batch
        set state = coalesce(:state, state), checkpoint = coalesce(:checkpoint, checkpoint),
            reference = coalesce(:reference, reference), refused = coalesce(:refused::jsonb, refused),
            message = coalesce(:message, message), attempts = coalesce(:attempts::int, attempts),
            next_attempt_at = now() + make_interval(secs => :next_in_seconds::float8),
            submitted_at = case when :is_submitted then coalesce(submitted_at, now()) else submitted_at end,
            updated_at = now()
      where id = :id and claimed_by = :owner and state in ('sending', 'sent') returning id`,
    {
      id,
      owner,
      state: values.state ?? null,
      checkpoint: values.checkpoint ?? null,
      reference: values.reference ?? null,
      refused: values.refused ? JSON.stringify(values.refused) : null,
      message: values.message ?? null,
      attempts: values.attempts ?? null,
      next_in_seconds: values.next_in_seconds ?? null,
      is_submitted: values.is_submitted ?? false,
    }
  )
  return rows.length > 0
}

/**
 * Leaves out of a batch of which nothing was sent yet what a newer batch carries: sent now, it would replace the newer value.
 * An item of which nothing is left is deleted.
 */
export const leaveOutOvertaken = (
  database: TransactionalDatabase,
  { id, owner }: { id: string; owner: string }
): Promise<unknown> =>
  inTransaction(database, async (transaction) => {
    const sets = ASPECTS.flatMap((aspect) =>
      ["mark", "value"].map(
        (column) =>
          `${aspect}_${column} = case when o.${aspect}_batch > b.number then null else i.${aspect}_${column} end`
      )
    )
    await rowsOf(
      transaction,
      `update marketplace_offer_batch_item i set ${sets.join(", ")}, updated_at = now()
         from marketplace_offer_batch b, marketplace_offer o
        where b.id = :id and b.claimed_by = :owner and b.state = 'sending' and i.batch_id = b.id and o.id = i.offer_id
          and (${ASPECTS.map((aspect) => `i.${aspect}_mark is not null and o.${aspect}_batch > b.number`).join(" or ")})`,
      { id, owner }
    )
    await rowsOf(
      transaction,
      `delete from marketplace_offer_batch_item
        where batch_id = ? and ${ASPECTS.map((aspect) => `${aspect}_mark is null`).join(" and ")}`,
      [id]
    )
  })

/** Returns the items of a batch in the order of their SKUs, with where each offer stands. */
export const listBatchItems = (database: Database, batch_id: string): Promise<OfferBatchItemRow[]> =>
  rowsOf(
    database,
    "select * from marketplace_offer_batch_item where batch_id = ? order by external_sku, id",
    [batch_id]
  )

/** What a result is for each item: `unknown` gives its value back to be sent again. */
export type ItemResult = {
  offer_id: string
  outcome: "done" | "refused" | "unknown"
  code: string | null
  message: string | null
  external_id: OfferResult["external_id"]
  problem_code: string | null
  problem_params: Record<string, unknown> | null
}

export type SettledOffer = { id: string; aspect: Aspect; outcome: "done" | "refused" }

/**
 * What a result makes of an aspect. The claimed mark is cleared: what changed since stays above it. A success is what the
 * marketplace confirms; a refusal is cleared too, since the same value would be refused again, and stands as a problem. Where
 * nothing is known, the value is neither what was confirmed nor surely what was sent. An older batch that is integrated after
 * a newer one, or was sent after it, may have put its value over it: nothing of either counts, and the aspect is sent again.
 */
const settles = (aspect: Aspect): string => {
  const own = `i.${aspect}_mark is not null and o.${aspect}_batch = b.number`
  const late = `i.${aspect}_mark is not null and o.${aspect}_batch > b.number and v.outcome <> 'refused'
      and case when o.${aspect}_claimed = o.${aspect}_cleared then o.${aspect}_confirmed is distinct from i.${aspect}_value
               else o.${aspect}_sent is distinct from i.${aspect}_value
                    and exists (select 1 from marketplace_offer_batch n
                                 where n.connection_id = b.connection_id and n.number = o.${aspect}_batch
                                   and n.submitted_at < coalesce(b.submitted_at, now())) end`
  const set = (column: string, cases: Record<string, string>) =>
    `${aspect}_${column} = case ${Object.entries(cases)
      .map(([when, then]) => `when ${when} then ${then}`)
      .join(" ")} else o.${aspect}_${column} end`
  const done = `${own} and v.outcome = 'done'`
  const refused = `${own} and v.outcome = 'refused'`
  const unknown = `${own} and v.outcome = 'unknown'`
  return [
    set("cleared", {
      [`${own} and v.outcome <> 'unknown'`]: `greatest(o.${aspect}_cleared, i.${aspect}_mark)`,
    }),
    set("claimed", { [unknown]: `o.${aspect}_cleared`, [late]: `o.${aspect}_cleared` }),
    // What the newer batch brings is no longer what is shown.
    set("batch", { [late]: "null" }),
    set("mark", { [late]: `o.${aspect}_mark + 1` }),
    set("confirmed", { [done]: `i.${aspect}_value`, [unknown]: "null", [late]: "null" }),
    set("confirmed_at", { [done]: "now()" }),
    set("refused", { [done]: "null", [refused]: `i.${aspect}_value` }),
    set("problem_code", { [done]: "null", [refused]: "v.problem_code" }),
    set("problem_params", { [done]: "null", [refused]: "v.problem_params" }),
    set("problem_since", { [done]: "null", [refused]: `coalesce(o.${aspect}_problem_since, now())` }),
  ].join(", ")
}

/**
 * Writes the results of a batch and ends it. An older batch changes nothing that a newer one holds; what was claimed is
 * cleared where nothing changed since. Returns the aspects that are confirmed or refused now, or null where another process
 * has taken the batch over.
 */
export const settleBatch = (
  database: TransactionalDatabase,
  { id, owner }: { id: string; owner: string },
  {
    state,
    message,
    shows_after_minutes,
  }: { state: BatchState; message: string | null; shows_after_minutes: number },
  results: ItemResult[]
): Promise<SettledOffer[] | null> =>
  inTransaction(database, async (transaction) => {
    const count = (outcome: ItemResult["outcome"]) => results.filter((one) => one.outcome === outcome).length
    const [batch] = await rowsOf<{ id: string; connection_id: string }>(
      transaction,
      `update marketplace_offer_batch
          set state = :state, message = coalesce(:message, message), settled_at = now(), next_attempt_at = null,
              counts = counts || :counts::jsonb, updated_at = now()
        where id = :id and claimed_by = :owner and state in ('sending', 'sent') returning id, connection_id`,
      {
        id,
        owner,
        state,
        message,
        counts: JSON.stringify({
          done: count("done"),
          refused: count("refused"),
          unknown: count("unknown"),
        }),
      }
    )
    if (!batch) return null
    const values = JSON.stringify(results)
    const columns = `(offer_id text, outcome text, code text, message text, external_id text, problem_code text, problem_params jsonb)`
    const settled = await rowsOf<SettledOffer>(
      transaction,
      `with v as (select * from jsonb_to_recordset(:values::jsonb) as v ${columns}),
       noted as (
         update marketplace_offer_batch_item i set outcome = v.outcome, code = v.code, message = v.message, updated_at = now()
           from v where i.batch_id = :id and i.offer_id = v.offer_id),
       settled as (
         update marketplace_offer o
            set ${ASPECTS.map(settles).join(",")},
                stock_lower_since = case when i.stock_mark = o.stock_mark and o.stock_batch = b.number and v.outcome = 'done'
                                         then null else o.stock_lower_since end,
                stock_sold_since = case when i.stock_mark is not null and o.stock_batch = b.number and v.outcome = 'done'
                                        then 0 else o.stock_sold_since end,
                price_confirmed_before = case
                  when i.price_mark is not null and o.price_batch = b.number and v.outcome = 'done'
                  then coalesce((select jsonb_agg(one) from jsonb_array_elements(o.price_confirmed_before) one
                                  where (one ->> 'at')::timestamptz > now() - interval '60 days'
                                    and one ->> 'amount' <> i.price_value ->> 'amount'), '[]'::jsonb)
                       || jsonb_build_object('amount', i.price_value ->> 'amount', 'at', now())
                  else o.price_confirmed_before end,
                state = case when b.kind = 'create' and v.outcome = 'refused' and v.problem_code = 'offer_needs_product'
                               then 'needs_product'
                             when v.outcome = 'done' and o.state in ('needs_product', 'gone', 'new') then 'active' else o.state end,
                external_offer_id = coalesce(v.external_id, o.external_offer_id),
                read_back_at = case when v.outcome = 'unknown' then o.read_back_at
                                    else now() + make_interval(mins => :shows_after_minutes::int) end,
                next_attempt_at = case when v.outcome = 'unknown' then now() + interval '10 seconds' end,
                updated_at = now()
           from v, marketplace_offer_batch_item i, marketplace_offer_batch b
          where i.batch_id = :id and b.id = :id and i.offer_id = v.offer_id and o.id = v.offer_id
         returning o.id, v.outcome,
           ${ASPECTS.map((aspect) => `i.${aspect}_mark is not null and o.${aspect}_batch = b.number as ${aspect}`).join(", ")})
       ${ASPECTS.map((aspect) => `select id, '${aspect}' as aspect, outcome from settled where ${aspect} and outcome <> 'unknown'`).join(" union all ")}`,
      { id, values, shows_after_minutes }
    )
    // What waited for this batch has its turn.
    await rowsOf(
      transaction,
      `update marketplace_offer set next_attempt_at = null
        where connection_id = ? and next_attempt_at > now()
          and (stock_mark > stock_claimed or price_mark > price_claimed or delivery_mark > delivery_claimed)
          and not exists (select 1 from marketplace_offer_batch_item i where i.batch_id = ? and i.offer_id = marketplace_offer.id)`,
      [batch.connection_id, id]
    )
    return settled
  })

/** What was begun lately on a connection: for the budget of an hour, the gap between batches, and what is under way. */
export async function readBatchPace(
  database: Database,
  connection_id: string
): Promise<{ begun_in_hour: number; since_last_ms: number | null; is_in_flight: boolean }> {
  const [row] = await rowsOf<{ begun_in_hour: number; since_last_ms: number | null; is_in_flight: boolean }>(
    database,
    `select count(*) filter (where created_at > now() - interval '1 hour')::int as begun_in_hour,
            extract(epoch from now() - max(created_at))::float8 * 1000 as since_last_ms,
            coalesce(bool_or(state in ('sending', 'sent') and created_at > now() - interval '1 hour'), false) as is_in_flight
       from marketplace_offer_batch
      where connection_id = ? and (created_at > now() - interval '1 hour' or state in ('sending', 'sent'))`,
    [connection_id]
  )
  return row
}

/** Returns batches and how many there are in all, the newest first. */
export async function listOfferBatches(
  database: Database,
  { connection_id, states }: { connection_id?: string; states?: BatchState[] },
  { limit, offset }: { limit: number; offset: number }
): Promise<{ batches: OfferBatchRow[]; count: number }> {
  const where = `(:connection_id::text is null or connection_id = :connection_id)
    and (:states::text[] is null or state = any(:states))`
  const values = { connection_id: connection_id ?? null, states: states ?? null }
  const batches = await rowsOf<OfferBatchRow>(
    database,
    `select * from marketplace_offer_batch where ${where} order by number desc limit :limit offset :offset`,
    { ...values, limit, offset }
  )
  const [{ count }] = await rowsOf<{ count: number }>(
    database,
    `select count(*)::int as count from marketplace_offer_batch where ${where}`,
    values
  )
  return { batches, count }
}

export type OfferHistoryEntry = OfferBatchItemRow &
  Pick<OfferBatchRow, "number" | "kind" | "submitted_at" | "settled_at"> & { batch_state: BatchState }

/** What was sent of an offer, the newest first. */
export const listOfferHistory = (
  database: Database,
  offer_id: string,
  limit: number
): Promise<OfferHistoryEntry[]> =>
  rowsOf(
    database,
    `select i.*, b.number, b.kind, b.submitted_at, b.settled_at, b.state as batch_state
       from marketplace_offer_batch_item i join marketplace_offer_batch b on b.id = i.batch_id
      where i.offer_id = ? order by b.number desc limit ?`,
    [offer_id, limit]
  )

/**
 * Values of older batches that may have come after what was sent last: nothing is known of them, or they ended later. What
 * shows one of them was not changed by anyone else.
 */
export async function listLateValues(
  database: Database,
  offer_ids: string[]
): Promise<Map<string, { quantities: number[]; prices: string[] }>> {
  const isLate = (aspect: Aspect) =>
    `i.${aspect}_mark is not null and b.number < o.${aspect}_batch
       and (i.outcome is null or i.outcome = 'unknown' or i.outcome = 'done' and b.settled_at > o.${aspect}_sent_at)`
  const rows = await rowsOf<{ offer_id: string; quantities: number[] | null; prices: string[] | null }>(
    database,
    `select i.offer_id, array_agg(i.stock_value) filter (where ${isLate("stock")}) as quantities,
            array_agg(i.price_value ->> 'amount') filter (where ${isLate("price")}) as prices
       from marketplace_offer_batch_item i join marketplace_offer_batch b on b.id = i.batch_id
       join marketplace_offer o on o.id = i.offer_id
      where i.offer_id = any(?) group by 1`,
    [offer_ids]
  )
  return new Map(
    rows.map(({ offer_id, quantities, prices }) => [
      offer_id,
      { quantities: quantities ?? [], prices: prices ?? [] },
    ])
  )
}

/** Deletes batches that ended so many days ago, with their items. Returns whether there may be more. */
export async function deleteOldBatches(database: Database, days: number, limit: number): Promise<boolean> {
  const rows = await rowsOf(
    database,
    `with old as (
       select id from marketplace_offer_batch
        where state not in ('sending', 'sent') and settled_at < now() - make_interval(days => ?) limit ?),
     items as (delete from marketplace_offer_batch_item where batch_id in (select id from old))
     delete from marketplace_offer_batch where id in (select id from old) returning id`,
    [days, limit]
  )
  return rows.length === limit
}
