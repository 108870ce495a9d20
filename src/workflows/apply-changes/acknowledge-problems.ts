import {
  createStep,
  createWorkflow,
  StepResponse,
  WorkflowResponse,
  type WorkflowData,
} from "@medusajs/framework/workflows-sdk"
import { type Actor, marketplaceOf } from "../shared/marketplace"

export type AcknowledgeProblemsInput = { ids: string[]; reason: string | null; actor: Actor }

type Cleared = { id: string; connection_id: string; code: string; params: Record<string, unknown> | null }

const acknowledgeMarketplaceProblemsStep = createStep(
  "acknowledge-marketplace-problems",
  async ({ ids, reason, actor }: AcknowledgeProblemsInput, { container }) => {
    const marketplace = marketplaceOf(container)
    const cleared = await marketplace.query<Cleared>(
      `with noted as (
         select id, problem_code as code, problem_params as params from marketplace_order
          where id = any(?) and imported_at is not null and problem_code is not null
            and problem_code <> 'mass_cancellation' for update)
       update marketplace_order o
          set problem_code = null, problem_params = null, problem_since = null, updated_at = now()
         from noted where o.id = noted.id
       returning o.id, o.connection_id, noted.code, noted.params`,
      [ids]
    )
    if (cleared.length) {
      await marketplace.createMarketplaceHistoryEntries(
        cleared.map(({ id, connection_id, code, params }) => ({
          connection_id,
          marketplace_order_id: id,
          event: "order.acknowledged",
          actor,
          data: { code, params: params ?? {}, reason },
        }))
      )
    }
    return new StepResponse(cleared.map(({ id }) => id))
  }
)

/**
 * A person has taken note of what is shown on orders in the store: the same is not shown again. Answers the orders that
 * had something to take note of.
 */
export const acknowledgeMarketplaceProblemsWorkflow = createWorkflow(
  "acknowledge-marketplace-problems",
  (input: WorkflowData<AcknowledgeProblemsInput>) =>
    new WorkflowResponse(acknowledgeMarketplaceProblemsStep(input))
)
