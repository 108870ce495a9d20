import type { TestDatabase } from "../../integration-tests/helpers/database"

/** Tables of a variant that sells, from one of the store's own; `ids` become other ones for each copy. */
const TABLES: { table: string; where: string; ids: Record<string, string> }[] = [
  { table: "product", where: "id = :product", ids: { id: "bprod", handle: "bench" } },
  {
    table: "product_variant",
    where: "id = :variant",
    ids: { id: "bvar", product_id: "bprod", sku: "BENCH", ean: "", barcode: "" },
  },
  { table: "inventory_item", where: "id = :item", ids: { id: "bitem", sku: "BENCH" } },
  {
    table: "inventory_level",
    where: "inventory_item_id = :item",
    ids: { id: "blevel", inventory_item_id: "bitem" },
  },
  {
    table: "product_variant_inventory_item",
    where: "variant_id = :variant",
    ids: { id: "bpvi", variant_id: "bvar", inventory_item_id: "bitem" },
  },
  { table: "price_set", where: "id = :price_set", ids: { id: "bpset" } },
  { table: "price", where: "price_set_id = :price_set", ids: { id: "bprice", price_set_id: "bpset" } },
  {
    table: "product_variant_price_set",
    where: "variant_id = :variant",
    ids: { id: "bpvp", variant_id: "bvar", price_set_id: "bpset" },
  },
  {
    table: "product_sales_channel",
    where: "product_id = :product",
    ids: { id: "bpsc", product_id: "bprod" },
  },
  {
    table: "product_shipping_profile",
    where: "product_id = :product",
    ids: { id: "bpsp", product_id: "bprod" },
  },
]

/** Makes so many products like one of the store's; Medusa's own workflows would take hours. Returns their SKUs. */
export async function cloneGoods(
  database: TestDatabase,
  {
    variant_id,
    product_id,
    inventory_item_id,
  }: Record<"variant_id" | "product_id" | "inventory_item_id", string>,
  count: number
): Promise<string[]> {
  const [{ price_set_id }] = await database.sql<{ price_set_id: string }>(
    "select price_set_id from product_variant_price_set where variant_id = $1 and deleted_at is null",
    [variant_id]
  )
  const of: Record<string, string> = {
    ":product": product_id,
    ":variant": variant_id,
    ":item": inventory_item_id,
    ":price_set": price_set_id,
  }
  for (const { table, where, ids } of TABLES) {
    const [name] = Object.keys(of).filter((key) => where.endsWith(key))
    const others = Object.entries(ids)
      .map(([column, prefix]) => `'${column}', ${prefix ? `'${prefix}-' || n` : "null"}`)
      .join(", ")
    await database.sql(
      `insert into ${table} select r.* from ${table} t cross join generate_series(1, $2) n,
              jsonb_populate_record(null::${table}, to_jsonb(t) || jsonb_build_object(${others})) r
        where t.${where.replace(name, "$1")} and t.deleted_at is null`,
      [of[name], count]
    )
  }
  return Array.from({ length: count }, (_, at) => `BENCH-${at + 1}`)
}
