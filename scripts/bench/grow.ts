import type { TestDatabase } from "../../integration-tests/helpers/database"

/** Tables of one imported order, and the key columns for which a copy needs new values. */
const TABLES: Record<string, string[]> = {
  order_address: ["id"],
  order: ["id", "shipping_address_id", "billing_address_id"],
  order_summary: ["id", "order_id"],
  order_line_item: ["id"],
  order_line_item_tax_line: ["id", "item_id"],
  order_item: ["id", "order_id", "item_id"],
  order_shipping_method: ["id"],
  order_shipping_method_tax_line: ["id", "shipping_method_id"],
  order_shipping: ["id", "order_id", "shipping_method_id"],
  order_transaction: ["id", "order_id", "reference_id"],
  payment_collection: ["id"],
  payment_session: ["id", "payment_collection_id"],
  payment: ["id", "payment_collection_id", "payment_session_id"],
  capture: ["id", "payment_id"],
  order_payment_collection: ["id", "order_id", "payment_collection_id"],
  reservation_item: ["id", "line_item_id"],
  marketplace_order: ["id", "order_id", "external_id"],
  marketplace_order_snapshot: ["id", "marketplace_order_id"],
}

/** Copies every imported order the given number of times, in SQL, as in a store after years. */
export async function growTo(database: TestDatabase, orders: number): Promise<number> {
  const [{ count }] = await database.sql<{ count: number }>('select count(*)::int as count from "order"')
  const copies = Math.ceil(orders / count) - 1
  for (const [table, keys] of Object.entries(TABLES)) {
    const columns = await database.sql<{ name: string }>(
      `select column_name as name from information_schema.columns
        where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER'
          and coalesce(column_default, '') not like 'nextval%'`,
      [table]
    )
    const names = columns.map(({ name }) => `"${name}"`).join(", ")
    const values = columns
      .map(({ name }) => (keys.includes(name) ? `t."${name}" || '-' || n` : `t."${name}"`))
      .join(", ")
    await database.sql(
      `insert into "${table}" (${names}) select ${values} from "${table}" t, generate_series(1, ${copies}) n`
    )
  }
  await database.sql("analyze")
  const [after] = await database.sql<{ count: number }>('select count(*)::int as count from "order"')
  return after.count
}
