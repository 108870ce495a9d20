import { generateEntityId } from "@medusajs/framework/utils"
import type { MedusaContainer } from "@medusajs/framework/types"
import type { StoreOrder } from "../../modules/marketplace/medusa-tables"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import type { AdoptedOrder } from "../../modules/marketplace/stores/adopted-orders"
import { marketplaceOf } from "../shared/marketplace"

const AT_ONCE = 500

/**
 * Creates the missing rows of store orders that came from this account (the plugin was removed and installed again), so
 * that the first pull does not import them a second time. The rows have no snapshot until the next pull reads the
 * orders. Returns their number.
 */
export async function adoptOrders(
  container: MedusaContainer,
  connection: Pick<ConnectionRow, "id" | "marketplace_id" | "account">
): Promise<number> {
  const marketplace = marketplaceOf(container)
  let count = 0
  for (let after = ""; ;) {
    const orders = await marketplace.medusaTables.listOrdersWithoutRow(connection, after, AT_ONCE)
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
