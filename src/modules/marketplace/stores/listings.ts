import { generateEntityId } from "@medusajs/framework/utils"
import { containing, type Database, lock, rowsOf, type TransactionalDatabase } from "./database"
import { type ListPage, readPage } from "./pages"

export type ListingRow = {
  id: string
  connection_id: string
  external_sku: string
  variant_id: string
  created_at: Date
  updated_at: Date
}

const COLUMNS = "id, connection_id, external_sku, variant_id, created_at, updated_at"

/** `q`: part of the SKU. */
export type ListingFilter = {
  connection_id?: string[]
  variant_id?: string[]
  external_sku?: string[]
  q?: string
}

export function listListings(
  database: Database,
  { connection_id, variant_id, external_sku, q }: ListingFilter,
  page: ListPage
) {
  const asked = Object.entries({ connection_id, variant_id, external_sku }).filter(([, values]) => values)
  const conditions = ["deleted_at is null", ...asked.map(([column]) => `${column} = any(?)`)]
  const listed = {
    table: "marketplace_listing",
    where: [...conditions, ...(q ? ["external_sku ilike ?"] : [])].join(" and "),
    bindings: [...asked.map(([, values]) => values), ...(q ? [containing(q)] : [])],
  }
  return readPage<ListingRow>(database, { row: "l", columns: COLUMNS }, listed, page)
}

/**
 * Says which variant a marketplace's SKU is; the same SKU again changes its variant, with `replaces` only if that is the
 * one it was. Returns the row, or null when it is another, and the variant before.
 */
export const saveListing = (
  database: TransactionalDatabase,
  { replaces, ...listing }: ListingInput & { replaces?: string | null }
): Promise<{ row: ListingRow | null; before: string | null }> =>
  database.transaction(async (transaction) => {
    await lock(transaction, `listing:${listing.connection_id}:${listing.external_sku}`)
    const [known] = await rowsOf<ListingRow>(
      transaction,
      `select ${COLUMNS} from marketplace_listing
        where connection_id = :connection_id and external_sku = :external_sku and deleted_at is null`,
      listing
    )
    const before = known?.variant_id ?? null
    const isOther = replaces !== undefined && before !== replaces && before !== listing.variant_id
    if (isOther) return { row: null, before }
    const [row] = await rowsOf<ListingRow>(
      transaction,
      `insert into marketplace_listing (id, connection_id, external_sku, variant_id)
       values (:id, :connection_id, :external_sku, :variant_id)
       on conflict (connection_id, external_sku) where deleted_at is null
         do update set variant_id = excluded.variant_id, updated_at = now()
       returning ${COLUMNS}`,
      { ...listing, id: generateEntityId("", "mplist") }
    )
    return { row, before }
  })

/**
 * Says it of many SKUs of a connection at once, each named once, where each is still the variant `before` (null: none).
 * Returns the SKUs that it was said of.
 */
export const saveListings = (
  database: TransactionalDatabase,
  connection_id: string,
  listings: (Pick<ListingRow, "external_sku" | "variant_id"> & { before: string | null })[]
): Promise<string[]> =>
  database.transaction(async (transaction) => {
    const sorted = [...listings].sort((one, other) => (one.external_sku < other.external_sku ? -1 : 1))
    for (const { external_sku } of sorted) await lock(transaction, `listing:${connection_id}:${external_sku}`)
    const rows = await rowsOf<Pick<ListingRow, "external_sku">>(
      transaction,
      `insert into marketplace_listing (id, connection_id, external_sku, variant_id)
       select v.id, :connection_id, v.external_sku, v.variant_id
         from jsonb_to_recordset(:listings::jsonb)
                as v (id text, external_sku text, variant_id text, before text)
         left join marketplace_listing l
                on l.connection_id = :connection_id and l.external_sku = v.external_sku and l.deleted_at is null
        where l.variant_id is not distinct from v.before
       on conflict (connection_id, external_sku) where deleted_at is null
         do update set variant_id = excluded.variant_id, updated_at = now()
       returning external_sku`,
      {
        connection_id,
        listings: JSON.stringify(sorted.map((one) => ({ ...one, id: generateEntityId("", "mplist") }))),
      }
    )
    return rows.map(({ external_sku }) => external_sku)
  })

/** Returns the SKUs that orders of a connection are held for, with how many, and what the article is called. */
export const listUnknownSkus = (
  database: Database,
  connection_id: string,
  limit: number
): Promise<{ external_sku: string; title: string | null; orders: number }[]> =>
  rowsOf(
    database,
    `select o.problem_params ->> 'sku' as external_sku, min(line ->> 'title') as title,
            count(distinct o.id)::int as orders
       from marketplace_order o
       left join lateral jsonb_array_elements(o.lines) line on line ->> 'sku' = o.problem_params ->> 'sku'
      where o.problem_code = 'unknown_sku' and o.connection_id = ? and o.deleted_at is null
        and o.problem_params ->> 'sku' is not null
      group by 1 order by 3 desc, 1 limit ?`,
    [connection_id, limit]
  )

type ListingInput = Pick<ListingRow, "connection_id" | "external_sku" | "variant_id">

/** Forgets a listing, with `variant_id` only if it still says that one. Returns what it said, or null. */
export async function deleteListing(
  database: Database,
  { id, variant_id }: { id: string; variant_id?: string }
): Promise<ListingInput | null> {
  const [row] = await rowsOf<ListingInput>(
    database,
    `update marketplace_listing set deleted_at = now()
      where id = :id and deleted_at is null and variant_id = coalesce(:variant_id::text, variant_id)
     returning connection_id, external_sku, variant_id`,
    { id, variant_id: variant_id ?? null }
  )
  return row ?? null
}

/** Returns the variants that a connection's listings name for these SKUs. */
export const listAliases = (
  database: Database,
  connection_id: string,
  external_skus: string[]
): Promise<Pick<ListingRow, "external_sku" | "variant_id">[]> =>
  rowsOf(
    database,
    `select external_sku, variant_id from marketplace_listing
      where connection_id = ? and external_sku = any(?) and deleted_at is null`,
    [connection_id, external_skus]
  )
