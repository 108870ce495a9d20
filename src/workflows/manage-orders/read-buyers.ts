import type { MedusaContainer } from "@medusajs/framework/types"
import { mapInTurns } from "../../marketplaces/pauses"
import type { StoreBuyer } from "../../modules/marketplace/medusa-tables"
import type { Unread } from "../../modules/marketplace/stores/buyers"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import { type Buyer, buyerText } from "../../orders/buyer-search"
import { correctionsOf } from "../../orders/corrections"
import { readOrder } from "../../orders/read-order"
import { marketplaceOf } from "../shared/marketplace"

const AT_ONCE = 200
/** In one round: a store that is upgraded with years of orders takes some rounds. */
const MOST = 20_000
/** A transaction of the store that began earlier has ended. */
const STORE_MS = 10 * 60 * 1000

/**
 * Reads from new snapshots what their buyers are found by, the latest first; those that cannot be read stay, and are searched
 * as text. What no adapter here reads is not tried again and again. What changed in the store is read again: until then it is
 * searched there.
 */
export async function readBuyers(container: MedusaContainer): Promise<void> {
  const marketplace = marketplaceOf(container)
  const { now, since } = await marketplace.ticks.readBuyersLook()
  const changed = since ? await marketplace.medusaTables.listChangedInStore(since) : []
  if (changed.length) await marketplace.orders.forgetBuyerTexts(changed.map(({ id }) => id))
  await marketplace.ticks.writeBuyersLook(new Date(now.getTime() - STORE_MS))
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
    if (unread.length < AT_ONCE) return
    before = unread[unread.length - 1].id
  }
}

type Buyers = { id: string; buyers: Buyer[] | null }

const inStore = (address: StoreBuyer["shipping"]): Buyer["shipping_address"] =>
  address && {
    ...address,
    lines: [address.address_1, address.address_2].filter((line) => line !== null),
    country_code: address.country_code?.toUpperCase() ?? null,
    email: null,
  }

/** What is said of these orders' buyers, at the marketplace, by corrections, and in the store; null: it cannot be read. */
export async function buyersOf(container: MedusaContainer, ids: string[]): Promise<Buyers[]> {
  if (!ids.length) return []
  const marketplace = marketplaceOf(container)
  const rows = await marketplace.orders.loadOrders(ids)
  const connections = new Map<string, ConnectionRow>()
  for (const id of new Set(rows.map((row) => row.connection_id)))
    connections.set(id, await marketplace.anyConnection(id))
  const stored = new Map((await marketplace.medusaTables.listStoreBuyers(ids)).map((one) => [one.id, one]))
  return mapInTurns(rows, (row) => {
    const connection = connections.get(row.connection_id)
    if (!connection || !marketplace.hasAdapter(row.marketplace_id)) return { id: row.id, buyers: null }
    const { order, said } = {
      said: null,
      ...readOrder(marketplace.adapter(row.marketplace_id), connection, row),
    }
    if (!order || !said) return { id: row.id, buyers: null }
    const given = correctionsOf(row.corrections)?.given_address ?? null
    const store = stored.get(row.id)
    const buyers: Buyer[] = [order, said, { ...said, shipping_address: given }]
    if (store) {
      const { email, shipping, billing } = store
      buyers.push({ email, shipping_address: inStore(shipping), billing_address: inStore(billing) })
    }
    return { id: row.id, buyers }
  })
}
