import type { MedusaContainer } from "@medusajs/framework/types"
import {
  createStep,
  createWorkflow,
  StepResponse,
  WorkflowResponse,
  type WorkflowData,
} from "@medusajs/framework/workflows-sdk"
import { holdStock } from "../accept-orders/decide-orders"
import { type Actor, marketplaceOf } from "../shared/marketplace"
import { notAllowed, notFound, oneByOne } from "../shared/one-by-one"

export type IgnoreOrdersInput = { ids: string[]; reason: string; actor: Actor; is_single: boolean }

const ignoreMarketplaceOrdersStep = createStep(
  "ignore-marketplace-orders",
  async (input: IgnoreOrdersInput, { container }) => {
    const outcomes = await oneByOne(container, input, (id) => ignoreOne(container, id, input))
    // What their acceptance held is free again.
    await holdStock(
      container,
      outcomes.filter(({ outcome }) => outcome === "ignored").map(({ id }) => id)
    )
    return new StepResponse(outcomes)
  }
)

async function ignoreOne(container: MedusaContainer, id: string, { reason, actor }: IgnoreOrdersInput) {
  const marketplace = marketplaceOf(container)
  const [row] = await marketplace.query<{
    connection_id: string
    imported_at: Date | null
    state_reason: string | null
    is_deciding: boolean
  }>(
    `select connection_id, imported_at, state_reason, exists (
         select 1 from marketplace_action a where a.marketplace_order_id = o.id and a.deleted_at is null and a.type in ('accept', 'refuse')
            and a.state in ('pending', 'sending', 'retrying', 'sent')) as is_deciding
       from marketplace_order o where id = ?`,
    [id]
  )
  if (!row) throw notFound(`There is no marketplace order ${id}.`)
  if (row.imported_at) {
    throw notAllowed("This order is in the store already: cancel it there if it shall not be shipped.")
  }
  if (row.is_deciding) {
    throw notAllowed("A decision on this order is on its way: wait for it, or skip that action first.")
  }
  if (row.state_reason === "by_hand") return { outcome: "already" }
  if (!(await marketplace.ignoreOrder(id))) {
    throw notAllowed("This order is being imported right now, or is over at the marketplace.")
  }
  await marketplace.createMarketplaceHistoryEntries({
    connection_id: row.connection_id,
    marketplace_order_id: id,
    event: "order.ignored",
    actor,
    data: { reason },
  })
  return { outcome: "ignored" }
}

/** Leaves orders out of the store that are not in it yet; a retry takes them back. Tells the marketplace nothing. */
export const ignoreMarketplaceOrdersWorkflow = createWorkflow(
  "ignore-marketplace-orders",
  (input: WorkflowData<IgnoreOrdersInput>) => new WorkflowResponse(ignoreMarketplaceOrdersStep(input))
)
