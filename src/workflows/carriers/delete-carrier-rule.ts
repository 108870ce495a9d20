import {
  createStep,
  createWorkflow,
  StepResponse,
  WorkflowResponse,
  type WorkflowData,
} from "@medusajs/framework/workflows-sdk"
import { notFound } from "../../modules/marketplace/refusal"
import { begin } from "../shared/begin"
import { type Actor, marketplaceOf } from "../shared/marketplace"
import { replanUnknownCarriers } from "./replan-unknown-carriers"

type DeleteInput = { connection_id: string; rule_id: string; actor: Actor }

const deleteMarketplaceCarrierRuleStep = createStep(
  "delete-marketplace-carrier-rule",
  async ({ connection_id, rule_id, actor }: DeleteInput, { container }) => {
    const marketplace = marketplaceOf(container)
    const rule = (await marketplaceOf(container).rules.listRules(connection_id)).find(
      ({ id }) => id === rule_id
    )
    if (!rule) {
      throw notFound("carrier_rule_not_found", { id: rule_id })
    }
    await marketplace.softDeleteMarketplaceCarrierRules([rule_id])
    await marketplace.createMarketplaceHistoryEntries({
      connection_id,
      event: "carrier_rule.deleted",
      actor,
      data: { rule_id, from: rule },
    })
    begin(container, `planning for ${connection_id}`, () => replanUnknownCarriers(container, connection_id))
    return new StepResponse(rule_id, rule_id)
  },
  async (rule_id, { container }) => {
    if (rule_id) await marketplaceOf(container).restoreMarketplaceCarrierRules([rule_id])
  }
)

export const deleteMarketplaceCarrierRuleWorkflow = createWorkflow(
  "delete-marketplace-carrier-rule",
  (input: WorkflowData<DeleteInput>) => new WorkflowResponse(deleteMarketplaceCarrierRuleStep(input))
)
