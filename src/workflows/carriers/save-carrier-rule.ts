import type { CarrierRuleInput } from "../../carriers"
import { notAllowed, notFound } from "../../modules/marketplace/refusal"
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
  actor: Actor
}

/** The columns are JSON, which the generated methods type as a record. */
const columnsOf = (rule: Required<CarrierRuleInput>) => ({
  ...rule,
  match: rule.match as Record<string, unknown>,
})

/** Creates or changes a rule; returns its id. Shipments that waited for a carrier are planned again. */
export const saveMarketplaceCarrierRuleWorkflow = oneStepWorkflow(
  "save-marketplace-carrier-rule",
  async ({ connection_id, rule_id, rule, actor }: SaveCarrierRuleInput, { container }) => {
    const marketplace = marketplaceOf(container)
    await marketplace.connection(connection_id)
    const rules = await marketplaceOf(container).rules.listRules(connection_id)
    const before = rules.find(({ id }) => id === rule_id) ?? null
    if (rule_id && !before) {
      throw notFound("carrier_rule_not_found", { id: rule_id })
    }
    if (!before && rules.length >= MAX_RULES) {
      throw notAllowed("carrier_rules_full", { count: MAX_RULES })
    }
    const wanted = before ? changedRule(before, rule) : readRule(rule)
    const saved = before
      ? await marketplace.updateMarketplaceCarrierRules({ id: before.id, ...columnsOf(wanted) })
      : await marketplace.createMarketplaceCarrierRules({
          connection_id,
          position: Math.max(0, ...rules.map(({ position }) => position)) + 1,
          ...columnsOf(wanted),
        })
    await marketplace.createMarketplaceHistoryEntries({
      connection_id,
      event: before ? "carrier_rule.updated" : "carrier_rule.created",
      actor,
      data: { rule_id: saved.id, from: before, to: wanted },
    })
    begin(container, `planning for ${connection_id}`, () => replanUnknownCarriers(container, connection_id))
    return { result: saved.id, before: { id: saved.id, before } }
  },
  async (saved, { container }) => {
    if (!saved) return
    const marketplace = marketplaceOf(container)
    if (saved.before) {
      const { id, position, ...rule } = saved.before
      await marketplace.updateMarketplaceCarrierRules({ id, position, ...rule, match: { ...rule.match } })
    } else {
      await marketplace.deleteMarketplaceCarrierRules(saved.id)
    }
  }
)
