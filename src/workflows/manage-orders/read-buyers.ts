import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { mapInTurns } from "../../marketplaces/pauses"
import type { NormalizedOrder } from "../../marketplaces/port"
import type { Unread } from "../../modules/marketplace/stores/buyers"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import { buyerInStore, buyerText, type NamedBuyer } from "../../orders/buyer-search"
import { correctionsOf } from "../../orders/corrections"
import { deliveryModeOf } from "../../orders/delivery-mode"
import { readOrder } from "../../orders/read-order"
import { marketplaceOf } from "../shared/marketplace"

const AT_ONCE = 200
/** Whose address in the store changed within this time is read again, also where no event has said so. */
const LOST_MS = 60 * 60_000
/** In one round: a store that is upgraded with years of orders takes some rounds. */
const MOST = 20_000

/**
 * Reads from new snapshots what their buyers are found by, the latest first; those that cannot be read stay, and are searched
 * as text. The store's order can say something else of its buyer, who is found by both. What no adapter here reads is not
 * tried again and again. Orders that were stored before their delivery mode was kept get it from the same reading.
 */
export async function readBuyers(container: MedusaContainer): Promise<void> {
  const marketplace = marketplaceOf(container)
  const readdressed = await marketplace.medusaTables.listReaddressed(addressIdAt(Date.now() - LOST_MS), MOST)
  if (readdressed.length) await marketplace.orders.readBuyersAgain({ ids: readdressed.map(({ id }) => id) })
  const readable = marketplace.listAdapters().map(({ descriptor }) => descriptor.id)
  let before: string | null = null
  for (let read = 0; read < MOST && !marketplace.ongoing.signal.aborted; read += AT_ONCE) {
    const unread: Unread[] = await marketplace.orders.listUnread(readable, before, AT_ONCE)
    const versions = new Map(unread.map(({ id, version }) => [id, version]))
    const known = await buyersOf(container, [...versions.keys()])
    const inStore = await buyersInStore(container, known)
    const texts = known.flatMap(({ id, buyers }) =>
      buyers
        ? [{ id, version: versions.get(id) ?? "", buyer: buyerText([...buyers, ...(inStore.get(id) ?? [])]) }]
        : []
    )
    if (texts.length) await marketplace.orders.writeBuyerTexts(texts)
    await marketplace.orders.writeDeliveryModes(
      known.flatMap(({ id, buyers }) => (buyers ? [{ id, delivery_mode: deliveryModeOf(buyers[0]) }] : []))
    )
    if (unread.length < AT_ONCE) return
    before = unread[unread.length - 1].id
  }
}

/** `order_id`: of its order in the store, if it has one and is not purged. */
type Buyers = { id: string; order_id: string | null; buyers: NormalizedOrder[] | null }

/** What the store's orders say of their buyers, by our ids. */
async function buyersInStore(
  container: MedusaContainer,
  orders: Buyers[]
): Promise<Map<string, NamedBuyer[]>> {
  const ids = orders.flatMap(({ order_id }) => order_id ?? [])
  if (!ids.length) return new Map()
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "order",
    fields: ["id", "email", "shipping_address.*", "billing_address.*"],
    filters: { id: ids },
  })
  const byOrder = new Map(data.map((order) => [order.id, buyerInStore(order)]))
  return new Map(
    orders.map(({ id, order_id }) => [id, [byOrder.get(order_id ?? "")].filter((one) => one !== undefined)])
  )
}

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
    const ours = { id: row.id, order_id: row.imported_at && !row.purged_at ? row.order_id : null }
    if (!connection || !marketplace.hasAdapter(row.marketplace_id)) return { ...ours, buyers: null }
    const { order, said } = {
      said: null,
      ...readOrder(marketplace.adapter(row.marketplace_id), connection, row),
    }
    if (!order || !said) return { ...ours, buyers: null }
    const given = correctionsOf(row.corrections)?.given_address ?? null
    return { ...ours, buyers: [order, said, { ...said, shipping_address: given }] }
  })
}

const DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

/** The id of an address of the store that was made at this time begins like this: a ULID, which Medusa's ids are. */
function addressIdAt(time: number): string {
  const digits = Array.from({ length: 10 }, (_, place) => DIGITS[Math.floor(time / 32 ** (9 - place)) % 32])
  return `ordaddr_${digits.join("")}`
}
