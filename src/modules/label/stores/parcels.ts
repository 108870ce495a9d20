import { generateEntityId } from "@medusajs/framework/utils"
import type { DocumentType, ParcelNews, ParcelStatus } from "../../../labels/label-service"
import { isScanned, withNews } from "../../../labels/status"
import { type Database, lock, rowsOf, type TransactionalDatabase } from "../../marketplace/stores/database"

export type LabelParcelRow = {
  id: string
  request_id: string
  account_id: string
  generation: number
  position: number
  external_id: string
  shipment_id: string
  status: ParcelStatus
  external_status: string
  status_at: Date | null
  tracking_number: string | null
  tracking_url: string | null
  documents: DocumentType[]
  is_bought: boolean
  scanned_at: Date | null
  delivered_at: Date | null
  created_at: Date
}

export const parcelsOf = (database: Database, request_ids: string[]): Promise<LabelParcelRow[]> =>
  rowsOf(
    database,
    `select * from marketplace_label_parcel where request_id = any(?) and deleted_at is null
      order by request_id, generation, position, id`,
    [request_ids]
  )

/** Stores what a service says; the same, however often it comes, is one row. */
export async function storeNews(database: Database, account_id: string, news: ParcelNews[]): Promise<void> {
  for (const one of news) {
    await rowsOf(
      database,
      `insert into marketplace_label_news
         (id, account_id, parcel_external_id, shipment_external_id, order_external_id, order_number, status,
          external_status, tracking_number, tracking_url, at)
       values (:id, :account_id, :parcel_external_id, :shipment_external_id, :order_external_id, :order_number, :status,
               :external_status, :tracking_number, :tracking_url, :at)
       on conflict (account_id, parcel_external_id, external_status, at) do nothing`,
      { ...one, id: generateEntityId("", "mplnews"), account_id }
    )
  }
}

/**
 * Lays what was heard over the parcels that we know; the newest counts, in whatever order it came. Returns the requests whose
 * parcels changed. What belongs to no parcel of ours stays until it does.
 */
export const applyNews = (database: TransactionalDatabase, account_id: string): Promise<string[]> =>
  database.transaction(async (transaction) => {
    await lock(transaction, `label-news:${account_id}`)
    const news = await rowsOf<{
      id: string
      parcel_id: string
      status: ParcelStatus
      external_status: string
      tracking_number: string | null
      tracking_url: string | null
      at: Date
    }>(
      transaction,
      `select n.id, p.id as parcel_id, n.status, n.external_status, n.tracking_number, n.tracking_url, n.at
         from marketplace_label_news n
         join marketplace_label_parcel p on p.account_id = n.account_id and p.external_id = n.parcel_external_id
        where n.account_id = :account_id and n.applied_at is null and n.deleted_at is null and p.deleted_at is null
        order by n.at, n.id limit 1000`,
      { account_id }
    )
    if (news.length === 0) return []
    const parcels = new Map(
      (
        await rowsOf<LabelParcelRow>(
          transaction,
          "select * from marketplace_label_parcel where id = any(?) and deleted_at is null for update",
          [[...new Set(news.map(({ parcel_id }) => parcel_id))]]
        )
      ).map((parcel) => [parcel.id, parcel])
    )
    const changed = new Set<string>()
    for (const one of news) {
      const parcel = parcels.get(one.parcel_id)
      if (!parcel) continue
      const known = {
        status: parcel.status,
        external_status: parcel.external_status,
        at: parcel.status_at && new Date(parcel.status_at).toISOString(),
      }
      const next = withNews(known, { ...one, at: new Date(one.at).toISOString() })
      const number = parcel.tracking_number ?? one.tracking_number
      const url = parcel.tracking_url ?? (next.status === "canceled" ? null : one.tracking_url)
      if (next === known && number === parcel.tracking_number && url === parcel.tracking_url) continue
      Object.assign(parcel, {
        ...next,
        status_at: next.at,
        tracking_number: number,
        tracking_url: url,
        scanned_at: parcel.scanned_at ?? (isScanned(next.status) ? next.at : null),
        delivered_at: parcel.delivered_at ?? (next.status === "delivered" ? next.at : null),
      })
      changed.add(parcel.id)
    }
    for (const id of changed) {
      const parcel = parcels.get(id) as LabelParcelRow
      await rowsOf(
        transaction,
        `update marketplace_label_parcel
            set status = :status, external_status = :external_status, status_at = :status_at,
                tracking_number = :tracking_number, tracking_url = :tracking_url, scanned_at = :scanned_at,
                delivered_at = :delivered_at, updated_at = now()
          where id = :id and deleted_at is null`,
        { ...parcel, id }
      )
    }
    await rowsOf(
      transaction,
      "update marketplace_label_news set applied_at = now() where id = any(?) and deleted_at is null",
      [news.map(({ id }) => id)]
    )
    const requests = [...new Set([...changed].flatMap((id) => parcels.get(id)?.request_id ?? []))]
    await rowsOf(
      transaction,
      "update marketplace_label_request set next_attempt_at = now() where id = any(?) and state <> 'canceled' and deleted_at is null",
      [requests]
    )
    return requests
  })

/** Accounts of which something was heard that is not laid over the parcels yet. */
export const listWithNews = async (database: Database): Promise<string[]> =>
  (
    await rowsOf<{ account_id: string }>(
      database,
      `select distinct n.account_id from marketplace_label_news n
        where n.applied_at is null and n.deleted_at is null
          and exists (select 1 from marketplace_label_parcel p
                       where p.account_id = n.account_id and p.external_id = n.parcel_external_id
                         and p.deleted_at is null)`
    )
  ).map(({ account_id }) => account_id)

/** Of these parcels of the service, those that are none of ours yet. */
export const unknownParcels = async (
  database: Database,
  account_id: string,
  external_ids: string[]
): Promise<Set<string>> => {
  const known = await rowsOf<{ external_id: string }>(
    database,
    `select external_id from marketplace_label_parcel
      where account_id = :account_id and external_id = any(:external_ids) and deleted_at is null`,
    { account_id, external_ids }
  )
  const ours = new Set(known.map(({ external_id }) => external_id))
  return new Set(external_ids.filter((id) => !ours.has(id)))
}

/** What was heard of parcels that never became ours. */
export const purgeNews = (database: Database, days: number): Promise<unknown[]> =>
  rowsOf(
    database,
    "delete from marketplace_label_news where created_at < now() - make_interval(days => ?) and deleted_at is null",
    [days]
  )

/** The boxes of what a request has now; a refused attempt, or a label that was canceled, left others. */
export const presentParcels = <Parcel extends Pick<LabelParcelRow, "generation" | "shipment_id">>(
  { generation, shipment_id }: { generation: number; shipment_id: string | null },
  parcels: readonly Parcel[]
): Parcel[] =>
  parcels.filter(
    (one) => one.generation === generation && (shipment_id === null || one.shipment_id === shipment_id)
  )

/** What the service has canceled. */
export const markCanceled = (
  database: Database,
  request_id: string,
  shipment_id: string
): Promise<unknown[]> =>
  rowsOf(
    database,
    `update marketplace_label_parcel set status = 'canceled', status_at = greatest(status_at, now()), updated_at = now()
      where request_id = :request_id and shipment_id = :shipment_id and deleted_at is null`,
    { request_id, shipment_id }
  )
