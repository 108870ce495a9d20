import type { MedusaContainer } from "@medusajs/framework/types"
import type { MarketplaceError } from "../../marketplaces/port"
import type { ActionRow } from "../../modules/marketplace/stores/actions"
import type { ActionOutcome } from "../../modules/marketplace/stores/send-actions"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import type { LastStep, Wait } from "../../orders/next-step"
import type { Problem } from "../../orders/problems"
import { healthAfter } from "../shared/connection-health"
import { announce } from "../shared/events"
import { marketplaceOf } from "../shared/marketplace"
import { afterConfirmed, afterEnded, confirmFromSnapshot } from "./confirm"

const MINUTE = 60

/** One claimed action and whose it is. */
export type Claimed = {
  container: MedusaContainer
  connection: ConnectionRow
  action: ActionRow
  owner: string
}

/**
 * Writes what was decided. Returns false when the whole connection pauses.
 * @param error why it pauses
 */
export async function writeStep(
  claimed: Claimed,
  step: LastStep,
  error?: MarketplaceError
): Promise<boolean> {
  switch (step.kind) {
    case "confirm":
      await confirmed(claimed)
      return true
    case "wait": {
      const row = await waiting(claimed, step)
      // What a call without an answer has done may be stored already.
      if (row?.unsettled_since) await confirmFromSnapshot(claimed.container, row)
      return true
    }
    case "pause":
      await waiting(claimed, step.wait, { pause: await pauseConnection(claimed, error) })
      return false
    case "ask":
      await asking(claimed, step.problem, step.is_open)
      return true
    case "end":
      await ended(claimed, step.reason)
      return true
  }
}

async function confirmed(claimed: Claimed): Promise<void> {
  // Given up before, perhaps, because it seemed to be over.
  const { skipped: _, ...params } = claimed.action.params
  const row = await writeOutcome(claimed, {
    state: "confirmed",
    params,
    problem: null,
    retry_seconds: null,
    unsettled: "clear",
    confirmed: true,
  })
  if (!row) return
  await afterConfirmed(claimed.container, row)
}

/** It is over without having been done: nothing is reserved for it any more. */
async function ended(claimed: Claimed, reason: string): Promise<void> {
  const { container, action } = claimed
  const row = await writeOutcome(claimed, {
    state: "skipped",
    params: { ...action.params, skipped: reason },
    problem: null,
    retry_seconds: null,
    unsettled: "clear",
  })
  if (row) await afterEnded(container, row)
}

/** Returns the row as it is now; null when another worker has taken it over. */
export async function waiting(
  claimed: Claimed,
  { state, problem, is_open, is_spread, seconds }: Wait,
  { pause = MINUTE, sent = false }: { pause?: number; sent?: boolean } = {}
): Promise<ActionRow | null> {
  const retry_seconds = seconds === "pause" ? pause : seconds
  const row = await writeOutcome(claimed, {
    state,
    problem,
    retry_seconds: retry_seconds !== null && is_spread ? spread(retry_seconds) : retry_seconds,
    unsettled: is_open ? "keep" : "clear",
    sent,
  })
  const isNew = claimed.action.problem_code !== problem?.code
  if (problem?.code === "sent_not_confirmed" && isNew) announceShipment(claimed, "failed")
  return row
}

/** Up to a quarter longer, so that many do not come back at once. */
const spread = (seconds: number) => seconds * (1 + Math.random() / 4)

export async function asking(claimed: Claimed, problem: Problem, is_open: boolean): Promise<void> {
  const unsettled = is_open ? "keep" : "clear"
  await writeOutcome(claimed, { state: "needs_attention", problem, retry_seconds: null, unsettled })
  if (claimed.action.problem_code !== problem.code) announceShipment(claimed, "failed")
}

/** Returns for how many seconds. */
async function pauseConnection({ container, connection }: Claimed, error: unknown): Promise<number> {
  const health = healthAfter(error, connection.failures)
  if (await marketplaceOf(container).connections.setHealth(connection.id, health)) {
    announce(container, [{ name: "marketplace-connection.degraded", data: { id: connection.id } }])
  }
  return health.block_seconds ?? MINUTE
}

/** Returns the row as it is now; null when another worker has taken it over. */
export async function writeOutcome(claimed: Claimed, outcome: ActionOutcome): Promise<ActionRow | null> {
  const { container, action, owner } = claimed
  const row = await marketplaceOf(container).actions.writeOutcome(action.id, owner, outcome)
  if (row?.problem_code === "connection_gone") announceShipment(claimed, "failed")
  return row
}

export function announceShipment(
  { container, action }: Pick<Claimed, "container" | "action">,
  what: "sent" | "failed"
): void {
  if (action.type !== "ship") return
  const { id, marketplace_order_id, fulfillment_id } = action
  announce(container, [
    { name: `marketplace-shipment.${what}`, data: { id, marketplace_order_id, fulfillment_id } },
  ])
}
