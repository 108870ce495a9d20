import type { MedusaContainer } from "@medusajs/framework/types"
import { mapInTurns } from "../../marketplaces/pauses"
import type { NormalizedOrder } from "../../marketplaces/port"
import type { Unread } from "../../modules/marketplace/stores/buyers"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import { buyerText } from "../../orders/buyer-search"
import { correctionsOf } from "../../orders/corrections"
import { deliveryModeOf } from "../../orders/delivery-mode"
import { readOrder } from "../../orders/read-order"
import { marketplaceOf } from "../shared/marketplace"

const AT_ONCE = 200
/** In one round: a store that is upgraded with years of orders takes some rounds. */
const MOST = 20_000

/**
 * Reads from new snapshots what their buyers are found by, the latest first; those that cannot be read stay, and are searched
 * as text. What no adapter here reads is not tried again and again. Orders that were stored before their delivery mode was kept
 * get it from the same reading.
 */
export async function readBuyers(container: MedusaContainer): Promise<void> {
  const marketplace = marketplaceOf(container)
  const readable = marketplace.listAdapters().map(({ descriptor }) => descriptor.id)
  let before: string | null = null
  for (let read = 0; read < MOST && !marketplace.ongoing.signal.aborted; read += AT_ONCE) {
    const unread: Unread[] = await marketplace.orders.listUnread(readable, before, AT_ONCE)
    const versions = new Map(unread.map(({ id, version }) => [id, version]))
    const known = await buyersOf(container, [...versions.keys()])
    const texts = known.flatMap(({ id, buyers }) =>
      buyers ? [{ id, version: versions.get(id) ?? "", buyer: buyerText(buyers) }] : []
    )
    if (texts.length) await marketplace.orders.writeBuyerTexts(texts)
    await marketplace.orders.writeDeliveryModes(
      known.flatMap(({ id, buyers }) => (buyers ? [{ id, delivery_mode: deliveryModeOf(buyers[0]) }] : []))
    )
    if (unread.length < AT_ONCE) return
    before = unread[unread.length - 1].id
  }
}

type Buyers = { id: string; buyers: NormalizedOrder[] | null }

/** What is said of these orders' buyers, at the marketplace and by corrections; null: it cannot be read. */
export async function buyersOf(container: MedusaContainer, ids: string[]): Promise<Buyers[]> {
  if (!ids.length) return []
  const marketplace = marketplaceOf(container)
  const rows = await marketplace.orders.loadOrders(ids)
  const connections = new Map<string, ConnectionRow>()
  for (const id of new Set(rows.map((row) => row.connection_id)))
    connections.set(id, await marketplace.anyConnection(id))
  return mapInTurns(rows, (row) => {
    const connection = connections.get(row.connection_id)
    if (!connection || !marketplace.hasAdapter(row.marketplace_id)) return { id: row.id, buyers: null }
    const { order, said } = {
      said: null,
      ...readOrder(marketplace.adapter(row.marketplace_id), connection, row),
    }
    if (!order || !said) return { id: row.id, buyers: null }
    const given = correctionsOf(row.corrections)?.given_address ?? null
    return { id: row.id, buyers: [order, said, { ...said, shipping_address: given }] }
  })
}
