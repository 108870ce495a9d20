import type { MedusaContainer } from "@medusajs/framework/types"
import { readOrder } from "../../orders/read-order"
import { changedMeanwhile, notAllowed, notFound } from "../../modules/marketplace/refusal"
import { correctAddress, correctionsOf, type CorrectedAddress } from "../../orders/corrections"
import { NO_COUNTS } from "../../modules/marketplace/stores/runs"
import { importIds } from "../import-orders/import-due-orders"
import { isActive } from "../shared/active-connection"
import { type Actor, marketplaceOf } from "../shared/marketplace"
import { addressVersion } from "./read-order"
import { reopen } from "./reopen"

export type CorrectAddressInput = {
  id: string
  address: Partial<CorrectedAddress>
  reason: string | null
  /** The one that was shown; left out, whatever it is now is changed. */
  version?: string
  actor: Actor
}

const OPEN = ["to_accept", "waiting", "ready", "importing"]

/** So often a correction is made again when others correct the same address at the same time. */
const MOST_TRIES = 5

/**
 * Corrects the delivery address of an order that is not in the store yet, and imports the order if nothing else holds it.
 * Later snapshots do not change it back. Not a workflow: no buyer's data goes through the engine.
 */
export async function correctMarketplaceOrderAddress(
  container: MedusaContainer,
  { id, address, reason, version, actor }: CorrectAddressInput
): Promise<void> {
  const marketplace = marketplaceOf(container)
  const { row, corrections, connection } = await correct(container, { id, address, version })
  await marketplace.createMarketplaceHistoryEntries({
    connection_id: row.connection_id,
    marketplace_order_id: id,
    event: "order.address_corrected",
    actor,
    data: { fields: Object.keys(address), reason },
  })
  await reopen(container, { ...row, corrections }, connection)
  if (await isActive(container, connection)) {
    await importIds(container, row.connection_id, [id], { ...NO_COUNTS })
  }
}

/** Lays the given fields over the address as it is, and writes it if it still is as it was read. */
async function correct(
  container: MedusaContainer,
  { id, address, version }: Pick<CorrectAddressInput, "id" | "address" | "version">
) {
  const marketplace = marketplaceOf(container)
  let before: string | null | undefined
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const [row] = await marketplace.orders.loadOrders([id])
    if (!row) throw notFound("order_not_found", { id })
    if (row.imported_at) throw notAllowed("address_in_store")
    if (row.purged_at) throw notAllowed("buyer_purged")
    if (!OPEN.includes(row.state)) throw notAllowed("not_coming_in")
    // Nothing was corrected meanwhile: it is on its way into the store.
    if (row.corrected_at === before) throw notAllowed("being_imported")
    if (version !== undefined && version !== addressVersion(row)) throw changedMeanwhile()
    before = row.corrected_at
    const connection = await marketplace.anyConnection(row.connection_id)
    const read = readOrder(marketplace.adapter(row.marketplace_id), connection, row)
    if (read.problem) throw notAllowed("order_unreadable")
    const corrections = correctAddress(read.said, correctionsOf(row.corrections), address)
    if (await marketplace.orders.correctOrder(row, corrections)) return { row, corrections, connection }
  }
  throw changedMeanwhile()
}
