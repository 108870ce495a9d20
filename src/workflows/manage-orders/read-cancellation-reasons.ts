import type { MedusaContainer } from "@medusajs/framework/types"
import { MarketplaceError } from "../../marketplaces/port"
import { activeConnection } from "../shared/active-connection"
import { marketplaceOf } from "../shared/marketplace"
import { notAllowed, notFound } from "../shared/one-by-one"

/** The route waits for it. */
const DEADLINE_MS = 10_000

/** The reasons that the marketplace takes for a cancellation of this order by the seller; empty: any words. */
export async function readCancellationReasons(
  container: MedusaContainer,
  id: string
): Promise<{ code: string; label: string }[]> {
  const marketplace = marketplaceOf(container)
  const [row] = await marketplace.query<{ connection_id: string; external_id: string }>(
    "select connection_id, external_id from marketplace_order where id = ?",
    [id]
  )
  if (!row) throw notFound(`There is no marketplace order ${id}.`)
  const connection = await activeConnection(container, row.connection_id)
  const session = await marketplace.openSession(connection, AbortSignal.timeout(DEADLINE_MS))
  try {
    return await session.cancellationReasons(row.external_id)
  } catch (error) {
    if (error instanceof MarketplaceError) {
      throw notAllowed(error.details.marketplace_message ?? error.message)
    }
    throw error
  }
}
