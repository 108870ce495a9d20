import type { MedusaContainer } from "@medusajs/framework/types"
import type { MarketplaceSession } from "../../marketplaces/port"
import type { LeasedConnection } from "../../modules/marketplace/stores/leases"
import { type HeldLease, holdLease, isLeaseLost, underLease } from "../shared/held-lease"
import { marketplaceOf } from "../shared/marketplace"
import { isUnusable } from "../shared/unusable"
import { CLAIM_SECONDS, performAction, type Streak } from "./perform-action"

const CLAIMED_AT_ONCE = 5

/**
 * Sends what is due on one connection, one after the other, until nothing is left or the connection must pause. Another
 * process that has the lease does it instead. Returns how many actions were worked on.
 */
export async function sendDueActions(container: MedusaContainer, connection_id: string): Promise<number> {
  const marketplace = marketplaceOf(container)
  let worked = 0
  for (;;) {
    const lease = await holdLease(marketplace, connection_id, "send")
    if (!lease) return worked
    const round = await sendHeld(container, lease)
    worked += round.worked
    // Whoever planned something while the lease was still held has left it to us.
    if (!round.goes_on || !(await marketplace.actions.hasDueActions(connection_id))) return worked
  }
}

export type Round = {
  /** Actions that were worked on. */
  worked: number
  /** Nothing is left, and nothing keeps what comes next from being sent. */
  goes_on: boolean
}

/** Everything that is due now, under one lease, which it releases. */
export const sendHeld = (container: MedusaContainer, lease: HeldLease): Promise<Round> =>
  underLease(container, lease, () => sendRound(container, lease))

async function sendRound(container: MedusaContainer, lease: HeldLease): Promise<Round> {
  const marketplace = marketplaceOf(container)
  const { owner } = lease
  const streak: Streak = { unanswered: 0 }
  let { connection } = lease
  let session: MarketplaceSession | null = null
  let claimed: string[] = []
  let worked = 0
  try {
    while (!lease.signal.aborted) {
      if (await isUnusable(container, connection)) return { worked, goes_on: false }
      if (!(await maySend(container, connection))) return { worked, goes_on: false }
      session ??= await marketplace.openSession(connection)
      const actions = await marketplace.actions.claimActions({
        connection_id: connection.id,
        limit: CLAIMED_AT_ONCE,
        claim_seconds: CLAIM_SECONDS,
        owner,
      })
      if (!actions.length) return { worked, goes_on: true }
      claimed = actions.map(({ id }) => id)
      for (const action of actions) {
        if (lease.signal.aborted) break
        claimed.shift()
        const goes_on = await performAction(container, connection, session, action, owner, streak)
        worked += 1
        if (!goes_on) return { worked, goes_on }
      }
      if (!lease.signal.aborted) connection = await lease.keep()
    }
    return { worked, goes_on: false }
  } catch (error) {
    if (!isLeaseLost(error)) throw error
    return { worked, goes_on: false }
  } finally {
    if (claimed.length) await marketplace.actions.releaseActions(claimed, owner)
  }
}

/** Only an enabled connection sends, only from where it lives, and not while it is blocked. */
async function maySend(container: MedusaContainer, connection: LeasedConnection): Promise<boolean> {
  const { is_enabled, is_blocked, activated_instance } = connection
  return is_enabled && !is_blocked && activated_instance === (await marketplaceOf(container).instance())
}
