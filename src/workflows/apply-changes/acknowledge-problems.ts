import type { MedusaContainer } from "@medusajs/framework/types"
import { changedMeanwhile } from "../../modules/marketplace/refusal"
import { labelsOf } from "../shared/labels"
import { type Actor, marketplaceOf } from "../shared/marketplace"
import type { Outcome } from "../shared/one-by-one"
import { oneStepWorkflow } from "../shared/one-step-workflow"

export type AcknowledgeProblemsInput = {
  ids: string[]
  /** What each order was shown with (`problem_version`); where it is left out, whatever it shows now is meant. */
  versions?: Record<string, string>
  reason: string | null
  actor: Actor
}

/**
 * Acknowledges the problems that orders in the store show: the same ones are not shown again. An order that shows another
 * one than its version says keeps it. Returns what became of each order.
 */
export const acknowledgeMarketplaceProblemsWorkflow = oneStepWorkflow(
  "acknowledge-marketplace-problems",
  async ({ ids, versions = {}, reason, actor }: AcknowledgeProblemsInput, { container }) => {
    const marketplace = marketplaceOf(container)
    const asked = [...new Set(ids)]
    const shown = await marketplace.orders.acknowledgeProblems(seenOf(asked, versions))
    const noted = shown.filter(({ is_as_seen }) => is_as_seen)
    if (noted.length) {
      await marketplace.createMarketplaceHistoryEntries(
        noted.map(({ id, connection_id, code, params }) => ({
          connection_id,
          marketplace_order_id: id,
          event: "order.acknowledged",
          actor,
          data: { code, params: params ?? {}, reason },
        }))
      )
      await lookAtLabels(
        container,
        noted.map(({ id }) => id)
      )
    }
    const known = new Map(shown.map((one) => [one.id, one.is_as_seen]))
    return asked.map((id) => outcomeOf(id, known.get(id), "acknowledged"))
  }
)

/** What was decided of these orders lets their parcels leave, or not: labels that wait for it are looked at within a minute. */
export async function lookAtLabels(container: MedusaContainer, ids: string[]): Promise<void> {
  const { panel, requests } = labelsOf(container)
  const rows = await marketplaceOf(container).orders.loadRows(ids)
  const order_ids = rows.flatMap(({ order_id }) => order_id ?? [])
  await panel.wakePanelOrders(order_ids)
  const waiting = await requests.openRequestsOf(order_ids)
  await requests.wakeRequests(waiting.map(({ id }) => id))
}

export const seenOf = (ids: string[], versions: Record<string, string>) =>
  ids.map((id) => ({ id, version: Object.hasOwn(versions, id) ? versions[id] : null }))

/** `already`: nothing is there any more to decide on, another person was first or the cause is over. */
export function outcomeOf(id: string, isAsSeen: boolean | undefined, done: string): Outcome {
  if (isAsSeen === undefined) return { id, outcome: "already", message: null }
  return isAsSeen
    ? { id, outcome: done, message: null }
    : { id, outcome: "refused", message: changedMeanwhile().message }
}
