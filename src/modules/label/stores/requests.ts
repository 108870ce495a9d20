import { generateEntityId } from "@medusajs/framework/utils"
import type { Amount, ServiceShipment } from "../../../labels/label-service"
import type { LabelFault, LabelOverrides, LabelWarning, NeverReason } from "../../../labels/plan-label"
import { hasLabel } from "../../../labels/status"
import { problemCodes } from "../../../orders/problems"
import {
  type Database,
  idsOf,
  lock,
  rowsOf,
  type TransactionalDatabase,
} from "../../marketplace/stores/database"
import { IS_FREE, settleClaimed } from "./claims"

export type LabelState =
  "pending" | "needs_approval" | "buying" | "ready" | "failed" | "unclear" | "cancel_requested" | "canceled"

export type LabelKind = "outgoing" | "return"

export type LabelRequestRow = {
  id: string
  account_id: string
  order_id: string
  kind: LabelKind
  /** Of a return label, the id of the return. */
  fulfillment_id: string
  order_number: string
  generation: number
  state: LabelState
  is_test: boolean
  requested_by: string
  approved_by: string | null
  approved_at: Date | null
  stop_approved_by: string | null
  stop_approved_at: Date | null
  canceled_by: string | null
  printed_by: string | null
  printed_at: Date | null
  overrides: LabelOverrides | null
  sent_at: Date | null
  labels: number
  shipment_id: string | null
  how: "bought" | "found" | "panel" | null
  carrier: { code: string; name: string } | null
  option: { code: string; name: string; contract_id: string | null } | null
  price_estimate: Amount | null
  faults: LabelFault[]
  warnings: LabelWarning[]
  problem_code: string | null
  problem_params: Record<string, unknown> | null
  problem_since: Date | null
  never_reason: NeverReason | null
  cancel_wanted_at: Date | null
  cancel_result: string | null
  cancel_message: string | null
  shown_at: Date | null
  shipped_at: Date | null
  attempts: number
  next_attempt_at: Date | null
  claimed_by: string | null
  created_at: Date
  updated_at: Date
}

export type NewLabelRequest = Pick<
  LabelRequestRow,
  "account_id" | "order_id" | "fulfillment_id" | "order_number" | "is_test" | "requested_by"
> & { overrides?: LabelOverrides | null; kind?: LabelKind }

/**
 * Writes the intents that do not exist yet; there is one for each fulfillment, whoever asks, and how often.
 * Returns those that were written now.
 */
export async function planRequests(database: Database, requests: NewLabelRequest[]): Promise<string[]> {
  const ids: string[] = []
  for (const { overrides = null, kind = "outgoing", ...request } of requests) {
    const written = await idsOf(
      database,
      `insert into marketplace_label_request
         (id, account_id, order_id, kind, fulfillment_id, order_number, is_test, requested_by, overrides, generation,
          state, labels, faults, warnings, attempts, next_attempt_at)
       values (:id, :account_id, :order_id, :kind, :fulfillment_id, :order_number, :is_test, :requested_by, :overrides::jsonb, 1,
               'pending', 1, '[]', '[]', 0, now())
       on conflict (fulfillment_id) do nothing returning id`,
      {
        ...request,
        kind,
        id: generateEntityId("", "mplreq"),
        overrides: overrides && JSON.stringify(overrides),
      }
    )
    ids.push(...written)
  }
  return ids
}

/** What was wrong, decided, and done with the label before. `sent_at` is not among it: it may be what was bought. */
const NEVER_ASKED = `never_reason = null, cancel_wanted_at = null, canceled_by = null, cancel_result = null, cancel_message = null,
  approved_by = null, approved_at = null, stop_approved_by = null, stop_approved_at = null, printed_at = null, printed_by = null, shown_at = null,
  problem_code = null, problem_params = null, problem_since = null`

/** Whose intent a label is that was made in the service's panel. */
export const BY_PANEL = "panel"

/**
 * Takes over a label that was made in the panel for an order that stands there: nothing is bought by it, and the parcel is
 * shipped with it. The label of a parcel that was canceled is followed by this one. Null where the fulfillment has another.
 */
export const adoptShipment = async (
  database: Database,
  request: Pick<LabelRequestRow, "account_id" | "order_id" | "fulfillment_id" | "order_number" | "labels"> & {
    shipment_id: string
    carrier: LabelRequestRow["carrier"]
  }
): Promise<string | null> =>
  (
    await idsOf(
      database,
      `insert into marketplace_label_request as r
         (id, account_id, order_id, fulfillment_id, order_number, is_test, requested_by, generation, state, labels, how,
          shipment_id, carrier, faults, warnings, attempts, next_attempt_at)
       values (:id, :account_id, :order_id, :fulfillment_id, :order_number, false, :by, 1, 'ready', :labels, 'panel',
               :shipment_id, :carrier::jsonb, '[]', '[]', 0, now())
       on conflict (fulfillment_id) do update
          set account_id = excluded.account_id, generation = r.generation + 1, state = 'ready', labels = excluded.labels,
              how = excluded.how, shipment_id = excluded.shipment_id, carrier = excluded.carrier, is_test = false,
              requested_by = excluded.requested_by, option = null, price_estimate = null, sent_at = null, faults = '[]', warnings = '[]',
              ${NEVER_ASKED}, attempts = 0, next_attempt_at = now(), updated_at = now()
        where r.state = 'canceled' and r.cancel_wanted_at is null and r.deleted_at is null
          and (r.claimed_until is null or r.claimed_until < now())
       returning id`,
      {
        ...request,
        id: generateEntityId("", "mplreq"),
        by: BY_PANEL,
        carrier: request.carrier && JSON.stringify(request.carrier),
      }
    )
  ).at(0) ?? null

export const loadRequests = (database: Database, ids: string[]): Promise<LabelRequestRow[]> =>
  rowsOf(database, "select * from marketplace_label_request where id = any(?) and deleted_at is null", [ids])

export const requestsOfFulfillments = (
  database: Database,
  fulfillment_ids: string[]
): Promise<LabelRequestRow[]> =>
  rowsOf(
    database,
    "select * from marketplace_label_request where fulfillment_id = any(?) and deleted_at is null",
    [fulfillment_ids]
  )

export const requestsOfOrder = (database: Database, order_id: string): Promise<LabelRequestRow[]> =>
  rowsOf(
    database,
    "select * from marketplace_label_request where order_id = ? and deleted_at is null order by created_at, id",
    [order_id]
  )

/** Of these orders, all requests for parcels to the buyer that are not over. */
export const openRequestsOf = (database: Database, order_ids: string[]): Promise<LabelRequestRow[]> =>
  rowsOf(
    database,
    `select * from marketplace_label_request
      where order_id = any(?) and kind = 'outgoing' and state <> 'canceled' and deleted_at is null order by created_at desc, id`,
    [order_ids]
  )

/** Accounts for which something is due. */
export const listDueLabelAccounts = (database: Database): Promise<{ account_id: string; count: number }[]> =>
  rowsOf(
    database,
    `select account_id, count(*)::int as count from marketplace_label_request
      where next_attempt_at <= now() and ${IS_FREE} group by account_id`
  )

/**
 * Takes what is due next for one of these accounts [of all requests]. It is due again when the claim ends; who wants it looked at sooner sets
 * an earlier time meanwhile, which stays (`settleRequest`).
 */
export async function takeRequest(
  database: Database,
  { ids = null, ...values }: { account_ids: string[]; ids?: string[] | null; owner: string; seconds: number }
): Promise<LabelRequestRow | null> {
  const [row] = await rowsOf<LabelRequestRow>(
    database,
    `update marketplace_label_request
        set claimed_by = :owner, claimed_until = now() + make_interval(secs => :seconds),
            next_attempt_at = now() + make_interval(secs => :seconds)
      where id = (select id from marketplace_label_request
                   where next_attempt_at <= now() and ${IS_FREE} and account_id = any(:account_ids)
                     and (:ids::text[] is null or id = any(:ids))
                   order by next_attempt_at, id limit 1 for update skip locked)
      returning *`,
    { ...values, ids }
  )
  return row ?? null
}

/** Whether one of these is due, or worked on by any process. */
export const areUnderWay = async (database: Database, ids: string[]): Promise<boolean> =>
  (
    await idsOf(
      database,
      `select id from marketplace_label_request
        where id = any(?) and deleted_at is null and (next_attempt_at <= now() or claimed_until > now()) limit 1`,
      [ids]
    )
  ).length > 0

export type PurchaseLimits = { daily_count: number; labels: number; seconds: number }

/**
 * The last word before the money is spent: writes down that the purchase is sent. `lost`: another process has the request,
 * or it is to be canceled. `limit`: it would be more labels than the account may buy in a day (UTC). One purchase is decided
 * after the other, in all processes.
 */
export const beginPurchase = (
  database: TransactionalDatabase,
  { id, account_id, generation }: Pick<LabelRequestRow, "id" | "account_id" | "generation">,
  owner: string,
  { daily_count, labels, seconds }: PurchaseLimits
): Promise<"sent" | "lost" | "limit"> =>
  database.transaction(async (transaction) => {
    await lock(transaction, `label-spending:${account_id}`)
    const [{ count }] = await rowsOf<{ count: number }>(
      transaction,
      `select ((select count(*) from marketplace_label_parcel
                 where account_id = :account_id and is_bought and deleted_at is null and created_at >= date_trunc('day', now() at time zone 'utc') at time zone 'utc')
             + (select coalesce(sum(labels), 0) from marketplace_label_request
                 where account_id = :account_id and id <> :id and state in ('buying', 'unclear') and sent_at is not null
                   and deleted_at is null))::int as count`,
      { account_id, id }
    )
    const rows = await rowsOf<{ is_approved: boolean }>(
      transaction,
      `update marketplace_label_request
          set state = 'buying', sent_at = now(), labels = :labels, attempts = attempts + 1, updated_at = now(),
              claimed_until = now() + make_interval(secs => :seconds),
              next_attempt_at = case when next_attempt_at < claimed_until then next_attempt_at
                                     else now() + make_interval(secs => :seconds) end
        where id = :id and generation = :generation and claimed_by = :owner and cancel_wanted_at is null and deleted_at is null
          and state in ('pending', 'failed', 'unclear', 'buying')
          and (approved_by is not null or :is_within)
        returning true as is_approved`,
      { id, generation, owner, labels, seconds, is_within: count + labels <= daily_count }
    )
    if (rows.length > 0) return "sent"
    return count + labels <= daily_count ? "lost" : "limit"
  })

export type RequestChange = Partial<
  Omit<
    LabelRequestRow,
    | "id"
    | "account_id"
    | "order_id"
    | "kind"
    | "fulfillment_id"
    | "created_at"
    | "updated_at"
    | "next_attempt_at"
  >
> & { next_in_seconds: number | null }

const JSON_COLUMNS = [
  "overrides",
  "carrier",
  "option",
  "price_estimate",
  "faults",
  "warnings",
  "problem_params",
]

export function settleRequest(
  database: Database,
  id: string,
  owner: string,
  change: RequestChange
): Promise<boolean> {
  return settleClaimed(database, "marketplace_label_request", { id, owner }, change, JSON_COLUMNS)
}

/** Writes the parcels of a purchase, with what was heard of them before. Those with a label are paid for, also where others failed. */
export const recordShipment = (
  database: TransactionalDatabase,
  { id, account_id, generation }: Pick<LabelRequestRow, "id" | "account_id" | "generation">,
  shipment: ServiceShipment,
  is_bought: boolean
): Promise<void> =>
  database.transaction(async (transaction) => {
    for (const [position, parcel] of shipment.parcels.entries()) {
      await rowsOf(
        transaction,
        `insert into marketplace_label_parcel
           (id, request_id, account_id, generation, position, external_id, shipment_id, status, external_status, status_at,
            tracking_number, tracking_url, documents, is_bought)
         values (:id, :request_id, :account_id, :generation, :position, :external_id, :shipment_id, :status,
                 :external_status, :status_at, :tracking_number, :tracking_url, :documents::jsonb, :is_bought)
         on conflict (account_id, external_id) do update
            set tracking_number = coalesce(excluded.tracking_number, marketplace_label_parcel.tracking_number),
                tracking_url = coalesce(excluded.tracking_url, marketplace_label_parcel.tracking_url),
                status = case when marketplace_label_parcel.status in ('unlabeled', 'announcing', 'failed', 'unknown')
                              then excluded.status else marketplace_label_parcel.status end,
                is_bought = marketplace_label_parcel.is_bought or excluded.is_bought, documents = excluded.documents, updated_at = now()`,
        {
          id: generateEntityId("", "mplpar"),
          request_id: id,
          account_id,
          generation,
          position,
          external_id: parcel.external_id,
          shipment_id: shipment.external_id,
          status: parcel.status,
          external_status: parcel.external_status,
          status_at: parcel.status_at,
          tracking_number: parcel.tracking_number,
          tracking_url: parcel.tracking_url,
          documents: JSON.stringify(parcel.documents),
          is_bought: is_bought && hasLabel(parcel.status),
        }
      )
    }
    await rowsOf(
      transaction,
      `update marketplace_label_news set applied_at = null
        where account_id = :account_id and parcel_external_id = any(:ids) and deleted_at is null`,
      { account_id, ids: shipment.parcels.map(({ external_id }) => external_id) }
    )
  })

/**
 * Shipments and parcels of an order that are a request's already, also of one that is canceled. A return is known by its
 * parcel alone.
 */
export const shipmentsOfOrder = async (database: Database, order_id: string): Promise<string[]> =>
  (
    await rowsOf<{ shipment_id: string }>(
      database,
      `select shipment_id from marketplace_label_request
        where order_id = :order_id and shipment_id is not null and deleted_at is null
       union select unnest(array[p.shipment_id, p.external_id]) from marketplace_label_parcel p
               join marketplace_label_request r on r.id = p.request_id
              where r.order_id = :order_id and p.deleted_at is null and r.deleted_at is null`,
      { order_id }
    )
  ).map(({ shipment_id }) => shipment_id)

/** Shipments and parcels of other requests of the account, among these orders' numbers; also before they are followed. */
export const takenShipments = async (
  database: Database,
  { id, account_id, order_number }: Pick<LabelRequestRow, "id" | "account_id" | "order_number">
): Promise<string[]> =>
  (
    await rowsOf<{ shipment_id: string }>(
      database,
      `select r.shipment_id from marketplace_label_request r
        where r.account_id = :account_id and r.order_number = :order_number and r.id <> :id
          and r.shipment_id is not null and r.deleted_at is null
       union select unnest(array[p.shipment_id, p.external_id])
               from marketplace_label_parcel p join marketplace_label_request r on r.id = p.request_id
              where p.account_id = :account_id and r.order_number = :order_number and r.id <> :id
                and p.deleted_at is null and r.deleted_at is null`,
      { id, account_id, order_number }
    )
  ).map(({ shipment_id }) => shipment_id)

/** Whether another fulfillment of the order has no label yet. */
export const hasOpenSibling = async (
  database: Database,
  { id, order_id }: Pick<LabelRequestRow, "id" | "order_id">
): Promise<boolean> =>
  (
    await idsOf(
      database,
      `select id from marketplace_label_request
        where order_id = :order_id and id <> :id and kind = 'outgoing' and state not in ('ready', 'canceled', 'cancel_requested')
          and deleted_at is null limit 1`,
      { id, order_id }
    )
  ).length > 0

/** What a person, an event or the sweep wants of requests that are not under way: they are looked at again now. */
export const wakeRequests = (database: Database, ids: string[]): Promise<{ account_id: string }[]> =>
  rowsOf(
    database,
    `update marketplace_label_request set next_attempt_at = now(), updated_at = now()
      where id = any(?) and deleted_at is null
        and state in ('pending', 'needs_approval', 'failed', 'unclear', 'buying', 'cancel_requested', 'ready')
      returning account_id`,
    [ids]
  )

/** The cancel intent. Written on whatever state the request has, also while it is being bought. */
export const wantCanceled = (
  database: Database,
  ids: string[],
  by: string
): Promise<{ id: string; account_id: string }[]> =>
  rowsOf(
    database,
    `update marketplace_label_request
        set cancel_wanted_at = coalesce(cancel_wanted_at, now()), canceled_by = coalesce(canceled_by, :by),
            next_attempt_at = now(), cancel_result = null, cancel_message = null, updated_at = now()
      where id = any(:ids) and state <> 'canceled' and deleted_at is null returning id, account_id`,
    { ids, by }
  )

/** A person's word on one that waits for it: on the spending, or on a parcel that may have to stay. Neither answers the other. */
export const approveRequests = (
  database: Database,
  ids: string[],
  by: string
): Promise<{ id: string; account_id: string }[]> =>
  rowsOf(
    database,
    `update marketplace_label_request
        set state = 'pending',
            approved_by = case when problem_code = 'label_parcel_stopped' then approved_by else :by end,
            approved_at = case when problem_code = 'label_parcel_stopped' then approved_at else now() end,
            stop_approved_by = case when problem_code = 'label_parcel_stopped' then :by else stop_approved_by end,
            stop_approved_at = case when problem_code = 'label_parcel_stopped' then now() else stop_approved_at end,
            problem_code = null, problem_params = null, problem_since = null, next_attempt_at = now(), updated_at = now()
      where id = any(:ids) and state = 'needs_approval' and deleted_at is null returning id, account_id`,
    { ids, by }
  )

/** Bought again, or tried again with other corrections: only where no purchase may be under way. Of another account only where nothing is bought. */
export const renewRequest = (
  database: Database,
  id: string,
  by: string,
  overrides: LabelOverrides | null,
  account_id: string | null = null
): Promise<{ id: string; account_id: string }[]> =>
  rowsOf(
    database,
    `update marketplace_label_request
        set account_id = case when state = 'canceled' or (shipment_id is null and sent_at is null)
                              then coalesce(:account_id, account_id) else account_id end,
            generation = case when shipment_id is not null and (state = 'canceled' or problem_code = 'label_left_paid')
                              then generation + 1 else generation end,
            shipment_id = case when state = 'canceled' or problem_code = 'label_left_paid' then null else shipment_id end,
            sent_at = case when state = 'canceled' or problem_code = 'label_left_paid' then null else sent_at end,
            how = null, overrides = coalesce(:overrides::jsonb, overrides), state = 'pending', requested_by = :by,
            ${NEVER_ASKED}, next_attempt_at = now(), updated_at = now()
      where id = :id and state in ('canceled', 'failed', 'pending', 'needs_approval') and ${IS_FREE}
      returning id, account_id`,
    { id, by, account_id, overrides: overrides && JSON.stringify(overrides) }
  )

export const markPrinted = (database: Database, ids: string[], by: string): Promise<string[]> =>
  idsOf(
    database,
    `update marketplace_label_request set printed_at = now(), printed_by = :by
      where id = any(:ids) and state = 'ready' and deleted_at is null returning id`,
    { ids, by }
  )

/** Requests whose fulfillment, or return, may have been canceled since: all that are not over. */
export const listOpenFulfillments = (
  database: Database,
  kind: LabelKind,
  days: number
): Promise<{ id: string; fulfillment_id: string; order_id: string }[]> =>
  rowsOf(
    database,
    `select id, fulfillment_id, order_id from marketplace_label_request
      where state not in ('canceled', 'cancel_requested') and cancel_wanted_at is null and cancel_result is null
        and deleted_at is null and kind = :kind and created_at > now() - make_interval(days => :days)`,
    { kind, days }
  )

/** What waits for a person and may have been put right since: looked at again, a few at a time. */
export const wakeFaulty = (
  database: Database,
  where: { minutes: number; limit: number; codes: string[] }
): Promise<{ account_id: string }[]> =>
  rowsOf(
    database,
    `update marketplace_label_request set next_attempt_at = now()
      where id in (select id from marketplace_label_request
                    where state in ('failed', 'needs_approval') and next_attempt_at is null and cancel_wanted_at is null
                      and deleted_at is null and problem_code = any(:codes)
                      and updated_at < now() - make_interval(mins => :minutes)
                    order by updated_at limit :limit)
      returning account_id`,
    where
  )

/**
 * Corrections, texts and links of labels that are made, over, or wait for a person, of orders whose buyer is forgotten. A link
 * stays until the fulfillment shows it.
 */
export const purgeLabelsOf = (database: Database, order_ids: string[]): Promise<string[]> =>
  idsOf(
    database,
    `with old as (
       select id, state = 'ready' and shown_at is null as is_new from marketplace_label_request
        where order_id = any(:order_ids) and state in ('ready', 'canceled', 'failed', 'needs_approval') and deleted_at is null),
     parcels as (
       update marketplace_label_parcel set tracking_url = null from old
        where request_id = old.id and not is_new and tracking_url is not null and deleted_at is null),
     news as (
       update marketplace_label_news n set tracking_url = null from marketplace_label_parcel p, old
        where p.request_id = old.id and not is_new and n.account_id = p.account_id
          and n.parcel_external_id = p.external_id and n.tracking_url is not null
          and p.deleted_at is null and n.deleted_at is null)
     update marketplace_label_request r
        set overrides = null, cancel_message = null, problem_params = null, faults = '[]', warnings = '[]' from old where r.id = old.id returning r.id`,
    { order_ids }
  )

/** Labels of which nothing is heard any more (`quiet.ts` judges): looked at again, a few at a time. */
export const wakeQuiet = (
  database: Database,
  where: { unscanned_days: number; silent_days: number; limit: number }
): Promise<{ account_id: string }[]> =>
  rowsOf(
    database,
    `update marketplace_label_request set next_attempt_at = now()
      where id in (select r.id from marketplace_label_request r
                    where r.state = 'ready' and r.kind = 'outgoing' and r.deleted_at is null and r.problem_code is null and not r.is_test and r.next_attempt_at is null
                      and exists (select 1 from marketplace_label_parcel p
                                   where p.request_id = r.id and p.generation = r.generation and p.delivered_at is null
                                     and p.deleted_at is null
                                     and (p.scanned_at is null and p.status = 'ready'
                                            and p.created_at < now() - make_interval(days => :unscanned_days)
                                          or p.scanned_at is not null and p.status in ('moving', 'changed', 'unknown')
                                            and coalesce(p.status_at, p.scanned_at) < now() - make_interval(days => :silent_days)))
                    order by r.created_at limit :limit)
      returning account_id`,
    where
  )

/** Those of an account that wait although the service shows a label of this order number: it may be theirs. */
export const wakeNumbers = (
  database: Database,
  account_id: string,
  order_numbers: string[]
): Promise<{ account_id: string }[]> =>
  rowsOf(
    database,
    `update marketplace_label_request set next_attempt_at = now()
      where account_id = :account_id and order_number = any(:order_numbers)
        and state in ('failed', 'unclear', 'buying', 'needs_approval') and cancel_wanted_at is null and deleted_at is null
      returning account_id`,
    { account_id, order_numbers }
  )

/** Of requests that are older: corrections, the service's texts and links. */
export const purgeRequests = (
  database: Database,
  account_id: string,
  days: number,
  limit: number
): Promise<string[]> =>
  idsOf(
    database,
    `with old as (
       select id from marketplace_label_request
        where account_id = :account_id and deleted_at is null and created_at < now() - make_interval(days => :days)
          and (overrides is not null or cancel_message is not null or problem_params is not null or faults <> '[]' or warnings <> '[]'
               or exists (select 1 from marketplace_label_parcel p where p.request_id = marketplace_label_request.id
                           and p.deleted_at is null and p.tracking_url is not null))
        order by id limit :limit),
     parcels as (
       update marketplace_label_parcel set tracking_url = null from old where request_id = old.id and deleted_at is null)
     update marketplace_label_request r
        set overrides = null, cancel_message = null, problem_params = null, faults = '[]', warnings = '[]' from old where r.id = old.id returning r.id`,
    { account_id, days, limit }
  )

/** What a look has found of a purchase that is to be canceled, before it is: a crash in between finds it again. */
export const rememberShipment = (
  database: Database,
  id: string,
  { shipment_id, labels }: { shipment_id: string; labels: number }
): Promise<unknown[]> =>
  rowsOf(
    database,
    `update marketplace_label_request set shipment_id = :shipment_id, labels = :labels
      where id = :id and deleted_at is null`,
    { id, shipment_id, labels }
  )

/**
 * What waits for the account: its keys, rules or settings changed. What a service refused is not bought again by that; what
 * is to be canceled is, and what found the account switched off.
 */
export const wakeAccount = (database: Database, account_id: string): Promise<{ id: string }[]> =>
  rowsOf(
    database,
    `update marketplace_label_request set next_attempt_at = now()
      where account_id = :account_id and deleted_at is null
        and (cancel_wanted_at is not null or state = 'cancel_requested' or problem_code = 'label_account_off'
             or (state in ('pending', 'failed', 'unclear', 'buying')
                 and (problem_code is null or not problem_code = any(:for_person))))
      returning id`,
    { account_id, for_person: problemCodes(({ waits_for_person }) => waits_for_person) }
  )

export type LabelListQuery = {
  account_id: string | null
  order_id: string | null
  fulfillment_id: string | null
  states: string[] | null
  problems: string[] | null
  printed: boolean | null
  has_problem: boolean | null
  q: string | null
  limit: number
  offset: number
}

/** A page of requests, the latest first, with how many there are. `q`: the start of an order's or a parcel's number. */
export async function listLabelRequests(
  database: Database,
  query: LabelListQuery
): Promise<{ rows: LabelRequestRow[]; count: number }> {
  const rows = await rowsOf<LabelRequestRow & { full_count: number }>(
    database,
    `select r.*, count(*) over ()::int as full_count from marketplace_label_request r
      where r.deleted_at is null and (:account_id::text is null or r.account_id = :account_id)
        and (:order_id::text is null or r.order_id = :order_id)
        and (:fulfillment_id::text is null or r.fulfillment_id = :fulfillment_id)
        and (:states::text[] is null or r.state = any(:states))
        and (:problems::text[] is null or r.problem_code = any(:problems))
        and (:has_problem::boolean is null or (r.problem_code is not null) = :has_problem)
        and (:printed::boolean is null or (r.printed_at is not null) = :printed)
        and (:q::text is null or starts_with(r.order_number, :q)
             or exists (select 1 from marketplace_label_parcel p where p.request_id = r.id and p.deleted_at is null
                         and starts_with(p.tracking_number, :q)))
      order by r.created_at desc, r.id desc limit :limit offset :offset`,
    query
  )
  if (rows.length > 0 || query.offset === 0) return { rows, count: rows[0]?.full_count ?? 0 }
  return { rows: [], count: (await listLabelRequests(database, { ...query, offset: 0, limit: 1 })).count }
}

/** How many wait for a person, by cause. */
export const countLabelProblems = (database: Database): Promise<{ code: string; count: number }[]> =>
  rowsOf(
    database,
    `select problem_code as code, count(*)::int as count from marketplace_label_request
      where problem_code is not null and deleted_at is null group by 1 order by 2 desc, 1`
  )
