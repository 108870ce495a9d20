import type { MedusaContainer } from "@medusajs/framework/types"
import { type BuyerSearch, buyerSearch, namesBuyer } from "../../orders/buyer-search"
import { marketplaceOf } from "../shared/marketplace"
import { buyersOf } from "./read-buyers"

const MAX_FOUND = 1000
const AT_ONCE = 200
/** Texts that are read for one search: after an upgrade with years of orders, the others are found once they were read. */
const MOST_UNREAD = 2_000

/**
 * Our ids of the orders whose buyer's name, company, street, phone or e-mail has these words: by what the marketplace sent of
 * an order, whatever became of it, and by the store's order, until the order is purged.
 */
export async function findByBuyer(container: MedusaContainer, q: string): Promise<string[]> {
  const search = buyerSearch(q)
  if (!search) return []
  const marketplace = marketplaceOf(container)
  const [inStore, read, unread] = await Promise.all([
    marketplace.medusaTables.listOrdersOfBuyer("unread", search, MAX_FOUND),
    marketplace.orders.listOfBuyer(search, MAX_FOUND),
    inUnread(container, search),
  ])
  return [...new Set([...unread, ...read, ...inStore.map(({ id }) => id)])]
}

/**
 * The same of orders of which no buyer is kept here, purged or adopted ones, by what the store still says. It reads addresses
 * that no index of ours covers: for what is found in no other way.
 */
export async function findInStoreOnly(
  container: MedusaContainer,
  q: string,
  which: "unkept" | "lately_unkept"
): Promise<string[]> {
  const search = buyerSearch(q)
  if (!search) return []
  const found = await marketplaceOf(container).medusaTables.listOrdersOfBuyer(which, search, MAX_FOUND)
  return found.map(({ id }) => id)
}

/** What came, or was corrected, since buyers were read last. The text of the answers narrows down what is read now. */
async function inUnread(container: MedusaContainer, search: BuyerSearch): Promise<string[]> {
  const marketplace = marketplaceOf(container)
  const found: string[] = []
  let before: string | null = null
  for (let read = 0; read < MOST_UNREAD && found.length < MAX_FOUND; read += AT_ONCE) {
    const ids: string[] = await marketplace.orders.searchUnread(search, before, AT_ONCE)
    for (const { id, buyers } of await buyersOf(container, ids)) {
      // What cannot be read can still be a buyer's: the text has the words.
      if (!buyers || namesBuyer(search, buyers)) found.push(id)
    }
    if (ids.length < AT_ONCE) break
    before = ids[ids.length - 1]
  }
  return found
}
