import type { MedusaContainer } from "@medusajs/framework/types"
import { notAllowed } from "../../modules/marketplace/refusal"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import { marketplaceOf } from "./marketplace"

/** Whether a connection may speak to its marketplace from this installation. */
export async function isActive(container: MedusaContainer, connection: ConnectionRow): Promise<boolean> {
  const instance = await marketplaceOf(container).instance()
  return connection.is_enabled && connection.activated_instance === instance
}

/** The connection if it works from this installation now; throws a sentence with the next step if not. */
export async function activeConnection(container: MedusaContainer, id: string): Promise<ConnectionRow> {
  const marketplace = marketplaceOf(container)
  const connection = await marketplace.anyConnection(id)
  if (connection.deleted_at) {
    throw notAllowed("connection_deleted", { name: connection.name })
  }
  if (!(await isActive(container, connection))) {
    throw notAllowed("connection_inactive", { name: connection.name })
  }
  return connection
}
