import { randomUUID } from "node:crypto"
import type { MedusaContainer } from "@medusajs/framework/types"
import type { MarketplaceSession } from "../../marketplaces/port"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import { marketplaceOf } from "../shared/marketplace"
import { CLAIM_SECONDS, performAction } from "./perform-action"

const LEASE_SECONDS = 300
const CLAIMED_AT_ONCE = 5

/**
 * Sends what is due on one connection, one after the other, until nothing is left or the connection must pause. Another
 * process that has the lease does it instead. Answers how many actions were worked on.
 */
export async function sendDueActions(container: MedusaContainer, connection_id: string): Promise<number> {
  const marketplace = marketplaceOf(container)
  const owner = randomUUID()
  let worked = 0
  let session: MarketplaceSession | null = null
  for (;;) {
    const connection = await marketplace.acquireLease(connection_id, "send", owner, LEASE_SECONDS)
    if (!connection) return worked
    if (!(await maySend(container, connection))) break
    const claimed = await marketplace.claimActions({
      connection_id,
      limit: CLAIMED_AT_ONCE,
      claim_seconds: CLAIM_SECONDS,
      owner,
    })
    if (!claimed.length) break
    session ??= await marketplace.openSession(connection)
    for (const [index, action] of claimed.entries()) {
      const goesOn = await performAction(container, connection, session, action, owner)
      worked += 1
      if (!goesOn) {
        await marketplace.releaseActions(
          claimed.slice(index + 1).map(({ id }) => id),
          owner
        )
        await marketplace.releaseLease(connection_id, "send", owner)
        return worked
      }
    }
  }
  await marketplace.releaseLease(connection_id, "send", owner)
  return worked
}

/** Only an enabled connection sends, only from where it lives, and not while it is blocked. */
async function maySend(container: MedusaContainer, connection: ConnectionRow): Promise<boolean> {
  return (
    connection.is_enabled &&
    connection.activated_instance === (await marketplaceOf(container).instance()) &&
    (connection.blocked_until === null || new Date(connection.blocked_until).getTime() <= Date.now())
  )
}
