import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import {
  type AfterSaleSighting,
  type AfterSale,
  MarketplaceError,
  type MarketplaceSession,
} from "../../marketplaces/port"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import { NO_COUNTS } from "../../modules/marketplace/stores/runs"
import { mergeAfterSales } from "../../orders/after-sales"
import { storePage } from "../snapshots/store-page"
import { eachOrder } from "../shared/each-order"
import { isConnectionsError } from "../shared/is-connections-error"
import { marketplaceOf } from "../shared/marketplace"

/** Orders that one sweep reads again because of what happened to their items; the others' turn comes the next day. */
const MAX_READS = 50

type Affected = { id: string; external_id: string; payload: string; after_sales: AfterSale[] | null }

/**
 * Writes what the marketplace tells of returns, gestures and claims onto the orders that are in the store; the changes
 * that are applied next raise it.
 */
export async function recordAfterSales(
  container: MedusaContainer,
  connection: ConnectionRow,
  session: MarketplaceSession
): Promise<void> {
  const sightings = await seenBy(container, connection, session)
  const toRead: Affected[] = []
  for (const sighting of sightings) {
    const order = await orderOf(container, connection, sighting)
    if (!order) continue
    if (!sighting.after_sale) {
      toRead.push(order)
      continue
    }
    const known = order.after_sales ?? []
    const merged = mergeAfterSales(known, [sighting.after_sale])
    if (JSON.stringify(merged) === JSON.stringify(known)) continue
    // Not applied any more: the next look at the order tells of it.
    await marketplaceOf(container).query(
      "update marketplace_order set after_sales = ?::jsonb, applied_hash = null, updated_at = now() where id = ?",
      [JSON.stringify(merged), order.id]
    )
  }
  await eachOrder(
    [...new Map(toRead.map((order) => [order.id, order])).values()].slice(0, MAX_READS),
    async (order) => {
      const snapshot = await session.read(order.external_id, order)
      if (snapshot) await storePage(container, connection, [snapshot], { ...NO_COUNTS })
    },
    (order, error) => warn(container, `order ${order.external_id} could not be read again (${error.kind})`)
  )
}

/** A service that fails for itself keeps nothing else from being compared. */
async function seenBy(
  container: MedusaContainer,
  connection: ConnectionRow,
  session: MarketplaceSession
): Promise<AfterSaleSighting[]> {
  try {
    return (await session.afterSales?.()) ?? []
  } catch (error) {
    if (!(error instanceof MarketplaceError) || isConnectionsError(error)) throw error
    warn(container, `after-sales of ${connection.id} could not be read (${error.kind}: ${error.message})`)
    return []
  }
}

const warn = (container: MedusaContainer, message: string) =>
  container.resolve(ContainerRegistrationKeys.LOGGER).warn(`marketplace-connect: ${message}`)

async function orderOf(
  container: MedusaContainer,
  { marketplace_id, account }: ConnectionRow,
  { order_external_id, item_external_ids }: AfterSaleSighting
): Promise<Affected | null> {
  const [order] = await marketplaceOf(container).query<Affected>(
    `select o.id, o.external_id, o.after_sales, s.payload from marketplace_order o
       join marketplace_order_snapshot s on s.marketplace_order_id = o.id and s.deleted_at is null
      where o.marketplace_id = ? and o.account = ? and o.imported_at is not null and not o.is_test
        and (o.external_id = ? or ?::text is null and exists (
              select 1 from jsonb_array_elements(o.lines) line
               where jsonb_exists_any(line -> 'external_ids', ?)))
      limit 1`,
    [marketplace_id, account, order_external_id, order_external_id, item_external_ids]
  )
  return order ?? null
}
