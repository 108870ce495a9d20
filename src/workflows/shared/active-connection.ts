import type { MedusaContainer } from "@medusajs/framework/types"
import { notAllowed } from "../../modules/marketplace/refusal"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import type { Refusal } from "../../orders/refusals"
import { marketplaceOf } from "./marketplace"

/** Whether a connection may speak to its marketplace from this installation. */
export async function isActive(container: MedusaContainer, connection: ConnectionRow): Promise<boolean> {
  const instance = await marketplaceOf(container).instance()
  return connection.is_enabled && connection.activated_instance === instance
}

/** Why nothing is asked of the marketplace through a connection now; null when it works from this installation. */
export async function whyInactive(
  container: MedusaContainer,
  connection: ConnectionRow
): Promise<Refusal | null> {
  const params = { name: connection.name }
  if (connection.deleted_at) return { code: "connection_deleted", params }
  return (await isActive(container, connection)) ? null : { code: "connection_inactive", params }
}

/** The connection if it works from this installation now; throws a sentence with the next step if not. */
export async function activeConnection(container: MedusaContainer, id: string): Promise<ConnectionRow> {
  const connection = await marketplaceOf(container).anyConnection(id)
  const refusal = await whyInactive(container, connection)
  if (refusal) throw notAllowed(refusal.code, refusal.params)
  return connection
}
