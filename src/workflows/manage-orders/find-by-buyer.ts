import type { MedusaContainer } from "@medusajs/framework/types"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import { type BuyerSearch, buyerSearch, namesBuyer } from "../../orders/buyer-search"
import { correctionsOf } from "../../orders/corrections"
import { readOrder } from "../../orders/read-order"
import { marketplaceOf } from "../shared/marketplace"

const MAX_FOUND = 1000
const AT_ONCE = 200

/**
 * Our ids of the orders whose buyer's name, company, street, phone or e-mail has these words. Nothing of a buyer is kept
 * to search by: an order is found by what the marketplace sent of it, whatever became of the order, until it is purged, and
 * by the store's order.
 */
export async function findByBuyer(container: MedusaContainer, q: string): Promise<string[]> {
  const search = buyerSearch(q)
  if (!search) return []
  const [inStore, kept] = await Promise.all([
    marketplaceOf(container).medusaTables.listOrdersOfBuyer(search, MAX_FOUND),
    inSnapshots(container, search),
  ])
  return [...new Set([...kept, ...inStore.map(({ id }) => id)])]
}

/** The text of the answers narrows down what is read. */
async function inSnapshots(container: MedusaContainer, search: BuyerSearch): Promise<string[]> {
  const marketplace = marketplaceOf(container)
  const connections = new Map<string, ConnectionRow>()
  const found: string[] = []
  for (let before: string | null = null; found.length < MAX_FOUND;) {
    const ids: string[] = await marketplace.orders.searchSnapshots(search, before, AT_ONCE)
    for (const row of await marketplace.orders.loadOrders(ids)) {
      const connection =
        connections.get(row.connection_id) ?? (await marketplace.anyConnection(row.connection_id))
      connections.set(row.connection_id, connection)
      const { order, said } = {
        order: null,
        said: null,
        ...(marketplace.hasAdapter(row.marketplace_id) &&
          readOrder(marketplace.adapter(row.marketplace_id), connection, row)),
      }
      const given = correctionsOf(row.corrections)?.given_address ?? null
      // What cannot be read can still be a buyer's: the text has the words.
      if (!order || !said || namesBuyer(search, [order, said, { ...said, shipping_address: given }])) {
        found.push(row.id)
      }
    }
    if (ids.length < AT_ONCE) break
    before = ids[ids.length - 1]
  }
  return found
}
