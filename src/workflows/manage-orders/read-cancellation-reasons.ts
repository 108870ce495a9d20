import type { MedusaContainer } from "@medusajs/framework/types"
import { isMarketplaceError } from "../../marketplaces/port"
import { notAllowed, notFound } from "../../modules/marketplace/refusal"
import { errorWithoutBuyer } from "../shared/about-order"
import { marketplaceOf } from "../shared/marketplace"
import { cancelingRefusedFor } from "./load-cancellation"

/** The route waits for it, the first time. */
const DEADLINE_MS = 9_500
const KEPT_MS = 24 * 60 * 60 * 1000
const MOST_KEPT = 500

type Reasons = { code: string; label: string }[]
/** Of orders of one channel in one status the marketplace takes the same reasons. By connection, channel, status and settings. */
const kept = new Map<string, { until: number; reasons: Reasons }>()

/**
 * The reasons that the marketplace takes for a cancellation of this order by the seller; empty: any words. Asked once a
 * day for orders of the same kind, at most 10 seconds; a marketplace that does not answer is a sentence, no failure.
 */
export async function readCancellationReasons(container: MedusaContainer, id: string): Promise<Reasons> {
  const marketplace = marketplaceOf(container)
  const [row] = await marketplace.orders.loadRows([id])
  if (!row) throw notFound("order_not_found", { id })
  const refusal = await cancelingRefusedFor(container, row.connection_id)
  if (refusal) throw notAllowed(refusal.code, refusal.params)
  const connection = await marketplace.anyConnection(row.connection_id)
  const own = connection.settings[connection.marketplace_id]
  const key = JSON.stringify([connection.id, row.channel, row.external_status, own])
  const known = kept.get(key)
  if (known && known.until > Date.now()) return known.reasons
  try {
    const session = await marketplace.openSession(connection, AbortSignal.timeout(DEADLINE_MS))
    const reasons = await session.cancellationReasons(row.external_id)
    if (kept.size >= MOST_KEPT) kept.clear()
    kept.set(key, { until: Date.now() + KEPT_MS, reasons })
    return reasons
  } catch (caught) {
    const error = await errorWithoutBuyer(container, id, caught)
    if (!isMarketplaceError(error)) throw error
    // Reasons of yesterday are better than none.
    if (known) return known.reasons
    throw notAllowed("reasons_unknown", { detail: error.details.marketplace_message ?? error.message })
  }
}
