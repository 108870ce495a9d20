import type { MedusaContainer } from "@medusajs/framework/types"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import { settingsOf } from "../shared/connection-settings"
import { marketplaceOf } from "../shared/marketplace"
import { orderFacts } from "../snapshots/order-facts"

const BATCH_SIZE = 200
/** What a setting decides, and another setting can decide otherwise. */
const BY_RULE = [
  "before_start_date",
  "channel_not_wanted",
  "country_not_wanted",
  "fulfilled_by_marketplace",
  "unpaid",
  "marketplace_checks",
  "unknown_status",
]

/** Judges the orders that a rule ignores or delays by the current settings: an unchanged snapshot triggers no judgment. */
export async function rejudgeIgnored(
  container: MedusaContainer,
  connection: ConnectionRow,
  afterBatch: () => Promise<void>
): Promise<void> {
  const marketplace = marketplaceOf(container)
  const adapter = marketplace.adapter(connection.marketplace_id)
  const settings = settingsOf(adapter, connection.settings, {})
  for (let last = ""; ;) {
    const rows = await marketplace.orders.listJudged(connection.id, BY_RULE, last, BATCH_SIZE)
    if (!rows.length) return
    last = rows[rows.length - 1].id
    for (const { id, state, state_reason, snapshot_hash, ...stored } of rows) {
      const facts = orderFacts(stored, { adapter, connection, settings, now: new Date() })
      // Also from one wait to another: what is no longer kept out may lack its details.
      if (facts.state !== state || facts.state_reason !== state_reason)
        await marketplace.orders.reopenOrder({ id, snapshot_hash }, facts)
    }
    await afterBatch()
  }
}
