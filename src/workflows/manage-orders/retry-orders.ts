import type { MedusaContainer } from "@medusajs/framework/types"
import { changedMeanwhile, notAllowed, notFound } from "../../modules/marketplace/refusal"
import { problemKey } from "../../orders/problem-key"
import type { ProblemParams } from "../../orders/problems"
import { NO_COUNTS } from "../../modules/marketplace/stores/runs"
import { importIds } from "../import-orders/import-due-orders"
import { BATCH_SIZE } from "../import-orders/import-orders"
import { activeConnection } from "../shared/active-connection"
import { ordersChanged } from "../shared/mark-offers"
import { type Actor, marketplaceOf } from "../shared/marketplace"
import { oneByOne, type Outcome } from "../shared/one-by-one"
import { reopen } from "./reopen"
import { oneStepWorkflow } from "../shared/one-step-workflow"

export type RetryOrdersInput = {
  ids: string[]
  reason: string | null
  actor: Actor
  is_single: boolean
  /** A person has checked a total that differs: the order takes the marketplace's. Needs a reason. */
  accept_total?: boolean
  /** Of the problem that was shown with that total (`problem_version`); left out, whatever it is now is accepted. */
  version?: string
}

/** Tries orders again that are not in the store, whatever kept them out, and imports those that nothing holds any more. */
export const retryMarketplaceOrdersWorkflow = oneStepWorkflow(
  "retry-marketplace-orders",
  async (input: RetryOrdersInput, { container }) => {
    const byConnection = new Map<string, string[]>()
    const outcomes = await oneByOne(container, input, async (id) => {
      const { connection_id } = await judgeAnew(container, id, input)
      byConnection.set(connection_id, [...(byConnection.get(connection_id) ?? []), id])
      return { outcome: "reopened" }
    })
    for (const [connection_id, ids] of byConnection) {
      for (let start = 0; start < ids.length; start += BATCH_SIZE) {
        const batch = ids.slice(start, start + BATCH_SIZE)
        // What was left out is sold again, whether it can be imported or not.
        await ordersChanged(container, batch, { sold: false })
        await importIds(container, connection_id, batch, { ...NO_COUNTS })
      }
    }
    return await whatBecame(container, outcomes)
  }
)

async function judgeAnew(
  container: MedusaContainer,
  id: string,
  { reason, actor, accept_total, version }: RetryOrdersInput
): Promise<{ connection_id: string }> {
  const marketplace = marketplaceOf(container)
  const [row] = await marketplace.orders.loadOrders([id])
  if (!row) throw notFound("order_not_found", { id })
  if (row.imported_at) throw notAllowed("order_in_store")
  const connection = await activeConnection(container, row.connection_id)
  const accepted = accept_total ? await shownTotal(container, id, version) : null
  if (!(await reopen(container, row, connection))) throw notAllowed("being_imported")
  if (accepted) await marketplace.orders.markOrder(id, { total_accepted: accepted })
  await marketplace.createMarketplaceHistoryEntries({
    connection_id: row.connection_id,
    marketplace_order_id: id,
    event: accept_total ? "order.total_accepted" : "order.retried",
    actor,
    data: { reason, from: row.state_reason ?? row.problem_code },
  })
  return row
}

/** The key of the difference that a person accepts: no other one is. */
async function shownTotal(
  container: MedusaContainer,
  id: string,
  version: string | undefined
): Promise<string> {
  const [{ problem_code, problem_params, problem_version }] = await marketplaceOf(container).orders.loadRows([
    id,
  ])
  if (problem_code !== "total_mismatch" || (version !== undefined && version !== problem_version)) {
    throw changedMeanwhile()
  }
  return problemKey({ code: problem_code, params: (problem_params ?? {}) as ProblemParams })
}

/** `imported`, `held` with its problem, or the state in which it keeps waiting. */
async function whatBecame(container: MedusaContainer, outcomes: Outcome[]): Promise<Outcome[]> {
  const ids = outcomes.filter(({ outcome }) => outcome === "reopened").map(({ id }) => id)
  const rows = await marketplaceOf(container).orders.loadRows(ids)
  const byId = new Map(rows.map((row) => [row.id, row]))
  return outcomes.map((outcome) => {
    const row = byId.get(outcome.id)
    if (!row) return outcome
    if (row.imported_at) return { ...outcome, outcome: "imported" }
    if (row.problem_code && (row.state === "ready" || row.state === "importing")) {
      return { ...outcome, outcome: "held", message: row.problem_code }
    }
    return { ...outcome, outcome: row.state, message: row.state_reason }
  })
}
