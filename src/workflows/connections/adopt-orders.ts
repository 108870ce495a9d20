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
  for await (const orders of withoutRow(container, connection)) {
    count += (await marketplace.orders.adoptOrders(connection, orders.map(adopted))).length
  }
  return count
}

type Account = Pick<ConnectionRow, "marketplace_id" | "account">

async function* withoutRow(container: MedusaContainer, account: Account): AsyncGenerator<StoreOrder[]> {
  for (let after = ""; ;) {
    const orders = await marketplaceOf(container).medusaTables.listOrdersWithoutRow(account, after, AT_ONCE)
    if (orders.length) yield orders
    if (orders.length < AT_ONCE) return
    after = orders[orders.length - 1].id
  }
}

/** Which of these orders the store has, whether or not they have a row. */
export async function inStore(
  container: MedusaContainer,
  account: Account,
  external_ids: string[]
): Promise<Set<string>> {
  const known = await marketplaceOf(container).orders.listKnown(account, external_ids)
  const found = new Set(known.flatMap(({ external_id, imported_at }) => (imported_at ? external_id : [])))
  for await (const orders of withoutRow(container, account)) {
    for (const { external_id } of orders) if (external_ids.includes(external_id)) found.add(external_id)
  }
  return found
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
