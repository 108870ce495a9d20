import { generateEntityId } from "@medusajs/framework/utils"
import { type Database, rowsOf } from "./database"

export type ListingRow = {
  id: string
  connection_id: string
  external_sku: string
  variant_id: string
  created_at: Date
  updated_at: Date
}

/** Says which variant a marketplace's SKU is; the same SKU again changes its variant. */
export async function saveListing(
  database: Database,
  {
    connection_id,
    external_sku,
    variant_id,
  }: Pick<ListingRow, "connection_id" | "external_sku" | "variant_id">
): Promise<ListingRow> {
  const [row] = await rowsOf<ListingRow>(
    database,
    `insert into marketplace_listing (id, connection_id, external_sku, variant_id) values (?, ?, ?, ?)
     on conflict (connection_id, external_sku) where deleted_at is null
       do update set variant_id = excluded.variant_id, updated_at = now()
     returning id, connection_id, external_sku, variant_id, created_at, updated_at`,
    [generateEntityId("", "mplist"), connection_id, external_sku, variant_id]
  )
  return row
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
