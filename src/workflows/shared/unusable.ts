import type { MedusaContainer } from "@medusajs/framework/types"
import { MedusaError } from "@medusajs/framework/utils"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import type { Problem } from "../../orders/problems"
import { settingsOf } from "./connection-settings"
import { announce } from "./events"
import { marketplaceOf } from "./marketplace"

/** How long such a connection is left alone. */
const PAUSE_SECONDS = 300

type Used = Pick<ConnectionRow, "id" | "marketplace_id" | "settings">

/** Why a connection cannot be worked with at all: its adapter is not among the options, or its settings are not valid. */
export function whyUnusable(container: MedusaContainer, { marketplace_id, settings }: Used): Problem | null {
  const marketplace = marketplaceOf(container)
  if (!marketplace.hasAdapter(marketplace_id))
    return { code: "adapter_missing", params: { marketplace: marketplace_id } }
  try {
    settingsOf(marketplace.adapter(marketplace_id), settings, {})
    return null
  } catch (error) {
    if (!(error instanceof MedusaError)) throw error
    return { code: "settings_invalid", params: { detail: error.message } }
  }
}

/** The same; then its health says so, and it is left alone for a while, as every other connection goes on. */
export async function isUnusable(container: MedusaContainer, connection: Used): Promise<boolean> {
  const problem = whyUnusable(container, connection)
  if (!problem) return false
  const { id } = connection
  const isNew = await marketplaceOf(container).connections.setHealth(id, {
    ...problem,
    status: "paused",
    block_seconds: PAUSE_SECONDS,
    failed: true,
  })
  if (isNew) announce(container, [{ name: "marketplace-connection.degraded", data: { id } }])
  return true
}
