import { changedMeanwhile, notFound } from "../../modules/marketplace/refusal"
import type { StoredRule } from "../../modules/marketplace/stores/rules"
import { begin } from "../shared/begin"
import { type Actor, marketplaceOf } from "../shared/marketplace"
import { replanUnknownCarriers } from "./replan-unknown-carriers"
import { oneStepWorkflow } from "../shared/one-step-workflow"

/** `version`: the one that was shown; left out, whatever it is now is deleted. */
type DeleteInput = { connection_id: string; rule_id: string; version?: string; actor: Actor }

export const deleteMarketplaceCarrierRuleWorkflow = oneStepWorkflow(
  "delete-marketplace-carrier-rule",
  async ({ connection_id, rule_id, version, actor }: DeleteInput, { container }) => {
    const marketplace = marketplaceOf(container)
    let rule: StoredRule | undefined
    await marketplace.rules.changeRules(connection_id, (rules) => {
      rule = rules.find(({ id }) => id === rule_id)
      if (!rule) throw notFound("carrier_rule_not_found", { id: rule_id })
      if (version !== undefined && version !== rule.version) throw changedMeanwhile()
      return { remove: rule_id }
    })
    await marketplace.createMarketplaceHistoryEntries({
      connection_id,
      event: "carrier_rule.deleted",
      actor,
      data: { rule_id, from: rule },
    })
    begin(container, `planning for ${connection_id}`, () => replanUnknownCarriers(container, connection_id))
    return rule_id
  }
)
