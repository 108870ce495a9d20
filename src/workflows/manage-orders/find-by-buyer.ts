import type { MedusaContainer } from "@medusajs/framework/types"
import type { Address } from "../../marketplaces/port"
import { marketplaceOf } from "../shared/marketplace"
import { readOrder } from "../../orders/read-order"

/** Shorter words name too many. */
const MIN_LENGTH = 3
const MAX_FOUND = 1000
/** Of the orders that are not in the store yet, the latest that a marketplace's own text is looked through of. */
const MAX_READ = 2000

/**
 * Our ids of the orders whose buyer's name, company or e-mail has these words, the latest first. Nothing of a buyer is
 * kept to search by: what is in the store is found by the store's order, what is not by the marketplace's answer.
 */
export async function findByBuyer(container: MedusaContainer, q: string): Promise<string[]> {
  const text = q.trim().toLowerCase()
  if (text.length < MIN_LENGTH) return []
  const [inStore, onTheWay] = await Promise.all([imported(container, text), waiting(container, text)])
  return [...onTheWay, ...inStore]
}

const like = (text: string) => `%${text.replace(/[\\%_]/g, "\\$&")}%`

async function imported(container: MedusaContainer, text: string): Promise<string[]> {
  const rows = await marketplaceOf(container).medusaTables.listOrdersOfBuyer(like(text), MAX_FOUND)
  return rows.map(({ id }) => id)
}

/** The text of the answer narrows down what is read. */
async function waiting(container: MedusaContainer, text: string): Promise<string[]> {
  const marketplace = marketplaceOf(container)
  const words = text.split(/\s+/).filter((word) => word.length >= MIN_LENGTH)
  if (!words.length) return []
  const found = await marketplace.orders.searchWaiting(words.map(like), { read: MAX_READ, found: MAX_FOUND })
  const rows = await marketplace.orders.loadOrders(found)
  const connections = new Map(
    await Promise.all(
      [...new Set(rows.map(({ connection_id }) => connection_id))].map(
        async (id) => [id, await marketplace.anyConnection(id)] as const
      )
    )
  )
  return rows.flatMap((row) => {
    const connection = connections.get(row.connection_id)
    if (!marketplace.hasAdapter(row.marketplace_id)) return []
    const order = connection && readOrder(marketplace.adapter(row.marketplace_id), connection, row).order
    if (!order) return []
    const names = [order.shipping_address, order.billing_address].map(nameOf)
    const isFound = [...names, order.email ?? ""].some((name) => name.toLowerCase().includes(text))
    return isFound ? [row.id] : []
  })
}

const nameOf = (address: Address | null) =>
  [address?.first_name, address?.last_name, address?.company].filter(Boolean).join(" ")
