import { randomUUID } from "node:crypto"
import type { MedusaContainer } from "@medusajs/framework/types"
import type { MarketplaceSession } from "../../marketplaces/port"
import { LEASE_SECONDS, type LeasedConnection } from "../../modules/marketplace/stores/leases"
import { marketplaceOf } from "../shared/marketplace"
import { isUnusable } from "../shared/unusable"
import { CLAIM_SECONDS, performAction, type Streak } from "./perform-action"

const CLAIMED_AT_ONCE = 5

/**
 * Sends what is due on one connection, one after the other, until nothing is left or the connection must pause. Another
 * process that has the lease does it instead. Returns how many actions were worked on.
 */
export async function sendDueActions(container: MedusaContainer, connection_id: string): Promise<number> {
  let worked = 0
  for (;;) {
    const round = await marketplaceOf(container).ongoing.run(() => sendRound(container, connection_id))
    worked += round.worked
    // Whoever planned something while the lease was still held has left it to us.
    if (!round.goes_on || !(await marketplaceOf(container).actions.hasDueActions(connection_id)))
      return worked
  }
}

/** Everything that is due now, under one lease. `goes_on`: it ended because nothing was left. */
async function sendRound(
  container: MedusaContainer,
  connection_id: string
): Promise<{ worked: number; goes_on: boolean }> {
  const marketplace = marketplaceOf(container)
  const owner = randomUUID()
  const streak: Streak = { unanswered: 0 }
  let session: MarketplaceSession | null = null
  let claimed: string[] = []
  let worked = 0
  try {
    while (!marketplace.ongoing.signal.aborted) {
      const connection = await marketplace.leases.acquireLease(connection_id, "send", owner, LEASE_SECONDS)
      if (!connection || (await isUnusable(container, connection))) return { worked, goes_on: false }
      if (!(await maySend(container, connection))) return { worked, goes_on: false }
      session ??= await marketplace.openSession(connection)
      const actions = await marketplace.actions.claimActions({
        connection_id,
        limit: CLAIMED_AT_ONCE,
        claim_seconds: CLAIM_SECONDS,
        owner,
      })
      if (!actions.length) return { worked, goes_on: true }
      claimed = actions.map(({ id }) => id)
      for (const action of actions) {
        if (marketplace.ongoing.signal.aborted) break
        claimed.shift()
        const goes_on = await performAction(container, connection, session, action, owner, streak)
        worked += 1
        if (!goes_on) return { worked, goes_on }
      }
    }
    return { worked, goes_on: false }
  } finally {
    if (claimed.length) await marketplace.actions.releaseActions(claimed, owner)
    await marketplace.leases.releaseLease(connection_id, "send", owner)
  }
}

/** Only an enabled connection sends, only from where it lives, and not while it is blocked. */
async function maySend(container: MedusaContainer, connection: LeasedConnection): Promise<boolean> {
  const { is_enabled, is_blocked, activated_instance } = connection
  return is_enabled && !is_blocked && activated_instance === (await marketplaceOf(container).instance())
}
