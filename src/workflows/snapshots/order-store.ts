import type { MedusaContainer } from "@medusajs/framework/types"
import type { Snapshot } from "../../marketplaces/port"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import type { StoreInput, StoreResult } from "../../modules/marketplace/stores/store-snapshots"
import { settingsOf } from "../shared/connection-settings"
import { marketplaceOf } from "../shared/marketplace"
import { orderFacts } from "./order-facts"

export const REFUSED_VALUE = "A value of it is larger than can be kept."

/** PostgreSQL's classes "data exception" and "program limit exceeded": no later try can write these values. */
export const isRefusedValue = (error: unknown): boolean =>
  error instanceof Error && "code" in error && /^(22|54)/.test(String(error.code))

/** Writes orders of a connection as its marketplace sent them, all of them or none. */
export function orderStore(
  container: MedusaContainer,
  connection: ConnectionRow
): (snapshots: Snapshot[], options?: Pick<Partial<StoreInput>, "derive" | "again">) => Promise<StoreResult> {
  const marketplace = marketplaceOf(container)
  const adapter = marketplace.adapter(connection.marketplace_id)
  const settings = settingsOf(adapter, connection.settings, {})
  return (snapshots, options) =>
    marketplace.orders.storeSnapshots({
      connection,
      snapshots,
      merge: (previous, incoming) => adapter.merge(previous, incoming),
      withoutPersonalData: (payload) => adapter.withoutPersonalData(payload),
      derive: (payload, row) => {
        const is_reopened = row?.marks?.reopened === true
        const stored = { payload, corrections: row?.corrections }
        return orderFacts(stored, { adapter, connection, settings, now: new Date(), is_reopened })
      },
      ...options,
    })
}
