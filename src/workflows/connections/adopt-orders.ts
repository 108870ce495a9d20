import { generateEntityId } from "@medusajs/framework/utils"
import type { MedusaContainer } from "@medusajs/framework/types"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import type { AdoptedOrder } from "../../modules/marketplace/stores/adopted-orders"
import type { OrderLineRecord } from "../../modules/marketplace/stores/orders"
import { marketplaceOf } from "../shared/marketplace"

const AT_ONCE = 500

type StoreOrder = {
  id: string
  external_id: string
  external_reference: string | null
  channel: string | null
  currency_code: string
  is_canceled: boolean
  created_at: Date
  total: number | null
  lines: (Omit<OrderLineRecord, "key" | "external_ids"> & {
    key: string | null
    external_ids: string[] | null
  })[]
}

/**
 * Gives store orders that came from this account and have no row (the plugin was removed and installed again) their
 * row back, so that the first pull finds them imported instead of importing them a second time. The rows have no
 * snapshot until the marketplace tells of the orders again. Answers how many there were.
 */
export async function adoptOrders(
  container: MedusaContainer,
  connection: Pick<ConnectionRow, "id" | "marketplace_id" | "account">
): Promise<number> {
  const marketplace = marketplaceOf(container)
  let count = 0
  for (let after = ""; ;) {
    const orders = await marketplace.query<StoreOrder>(
      `select o.id, o.metadata ->> 'external_id' as external_id, o.currency_code, o.created_at,
              o.metadata ->> 'external_reference' as external_reference, o.metadata ->> 'channel' as channel,
              o.status = 'canceled' as is_canceled,
              (select (s.totals ->> 'original_order_total')::float8 from order_summary s
                where s.order_id = o.id and s.version = o.version and s.deleted_at is null limit 1) as total,
              coalesce((select jsonb_agg(jsonb_build_object(
                  'key', l.metadata ->> 'line_key', 'external_ids', l.metadata -> 'external_ids',
                  'sku', l.metadata ->> 'sku', 'title', l.title, 'quantity', i.quantity,
                  'unit_price', coalesce(i.unit_price, l.unit_price), 'variant_id', l.variant_id,
                  'line_item_id', l.id, 'status', ''))
                from order_item i join order_line_item l on l.id = i.item_id
               where i.order_id = o.id and i.version = o.version and i.deleted_at is null), '[]'::jsonb) as lines
         from "order" o
        where o.id > ? and o.deleted_at is null and o.metadata ->> 'marketplace' = ?
          and o.metadata ->> 'external_id' is not null and o.metadata ->> 'is_test' is null
          and coalesce(o.metadata ->> 'account', ?) = ?
          and not exists (select 1 from marketplace_order m where m.order_id = o.id)
        order by o.id limit ?`,
      [after, connection.marketplace_id, connection.account, connection.account, AT_ONCE]
    )
    count += (await marketplace.orders.adoptOrders(connection, orders.map(adopted))).length
    if (orders.length < AT_ONCE) return count
    after = orders[orders.length - 1].id
  }
}

function adopted({ id, is_canceled, lines, ...order }: StoreOrder): AdoptedOrder {
  const records = lines.map((line) => ({
    ...line,
    key: line.key ?? "",
    external_ids: line.external_ids ?? [],
  }))
  return {
    ...order,
    id: generateEntityId("", "mpord"),
    order_id: id,
    state: is_canceled ? "canceled" : "imported",
    lines: records,
    reserved_ids: Object.fromEntries([
      ["order", id],
      ...records.map(({ key, line_item_id }) => [`line:${key}`, line_item_id ?? ""]),
    ]) as Record<string, string>,
  }
}
