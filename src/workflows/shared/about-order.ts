import type { MedusaContainer } from "@medusajs/framework/types"
import { isMarketplaceError, MarketplaceError } from "../../marketplaces/port"
import { buyerHider, withoutBuyer, type Buyer } from "../../marketplaces/without-buyer"
import { readOrder } from "../../orders/read-order"
import { marketplaceOf } from "./marketplace"

/**
 * The buyer of a stored order, as the marketplace gave him and as he was corrected here; none where it cannot be read, or is
 * purged: nothing says any more which words were his.
 */
async function buyersOf(container: MedusaContainer, id: string): Promise<Buyer[]> {
  const marketplace = marketplaceOf(container)
  const [row] = await marketplace.orders.loadOrders([id])
  if (!row || row.purged_at !== null) return []
  const connection = await marketplace.anyConnection(row.connection_id)
  const read = readOrder(marketplace.adapter(connection.marketplace_id), connection, row)
  return read.order ? [read.order, read.said] : []
}

/**
 * An error as it may be stored and shown: the marketplace's words without the order's buyer. Where the order cannot be
 * read, or was purged, they are left out.
 */
export async function errorWithoutBuyer(
  container: MedusaContainer,
  id: string,
  error: unknown
): Promise<unknown> {
  if (!isMarketplaceError(error) || error.details.marketplace_message === undefined) return error
  const buyers = await buyersOf(container, id)
  return buyers.length
    ? withoutBuyer(error, ...buyers)
    : new MarketplaceError(error.kind, error.message, { ...error.details, marketplace_message: undefined })
}

/** The same of what a marketplace says beside a success; null where it is left out. */
export async function wordsWithoutBuyer(
  container: MedusaContainer,
  id: string,
  words: string
): Promise<string | null> {
  const buyers = await buyersOf(container, id)
  return buyers.length ? buyerHider(...buyers)(words) : null
}
