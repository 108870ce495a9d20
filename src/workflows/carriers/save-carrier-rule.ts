import type { CarrierRuleInput } from "../../carriers"
import { changedMeanwhile, notAllowed, notFound } from "../../modules/marketplace/refusal"
import type { StoredRule } from "../../modules/marketplace/stores/rules"
import { begin } from "../shared/begin"
import { type Actor, marketplaceOf } from "../shared/marketplace"
import { replanUnknownCarriers } from "./replan-unknown-carriers"
import { changedRule, readRule } from "./rule-input"
import { oneStepWorkflow } from "../shared/one-step-workflow"

const MAX_RULES = 200

export type SaveCarrierRuleInput = {
  connection_id: string
  /** Left out: a new rule, after the others. */
  rule_id?: string
  /** As it came; for an existing rule only what changes. */
  rule: unknown
  /** The one that was shown; left out, whatever it is now is changed. */
  version?: string
  actor: Actor
}

/** Creates or changes a rule; returns its id. Shipments that waited for a carrier are planned again. */
export const saveMarketplaceCarrierRuleWorkflow = oneStepWorkflow(
  "save-marketplace-carrier-rule",
  async ({ connection_id, rule_id, rule, version, actor }: SaveCarrierRuleInput, { container }) => {
    const marketplace = marketplaceOf(container)
    await marketplace.connection(connection_id)
    let change: { from: StoredRule | null; to: Required<CarrierRuleInput> } | undefined
    const made = await marketplace.rules.changeRules(connection_id, (rules) => {
      const from = rules.find(({ id }) => id === rule_id) ?? null
      if (rule_id && !from) throw notFound("carrier_rule_not_found", { id: rule_id })
      if (!from && rules.length >= MAX_RULES) throw notAllowed("carrier_rules_full", { count: MAX_RULES })
      if (from && version !== undefined && version !== from.version) throw changedMeanwhile()
      const to = from ? changedRule(from, rule) : readRule(rule)
      change = { from, to }
      return from ? { change: from.id, to } : { create: to }
    })
    const id = made ?? rule_id ?? ""
    await marketplace.createMarketplaceHistoryEntries({
      connection_id,
      event: made ? "carrier_rule.created" : "carrier_rule.updated",
      actor,
      data: { rule_id: id, ...change },
    })
    begin(container, `planning for ${connection_id}`, () => replanUnknownCarriers(container, connection_id))
    return id
  }
)
