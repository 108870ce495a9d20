import { changedMeanwhile, invalid } from "../../modules/marketplace/refusal"
import { begin } from "../shared/begin"
import { type Actor, marketplaceOf } from "../shared/marketplace"
import { replanUnknownCarriers } from "./replan-unknown-carriers"
import { oneStepWorkflow } from "../shared/one-step-workflow"

type OrderInput = {
  connection_id: string
  ids: string[]
  /** The order that was shown; left out, whatever it is now is changed. */
  shown_ids?: string[]
  actor: Actor
}

/** First match wins, so the order is a decision of its own. */
export const orderMarketplaceCarrierRulesWorkflow = oneStepWorkflow(
  "order-marketplace-carrier-rules",
  async ({ connection_id, ids, shown_ids, actor }: OrderInput, { container }) => {
    const marketplace = marketplaceOf(container)
    let before: string[] = []
    await marketplace.rules.changeRules(connection_id, (rules) => {
      before = rules.map(({ id }) => id)
      if (shown_ids && shown_ids.join() !== before.join()) throw changedMeanwhile()
      const isWhole = new Set(ids).size === ids.length && ids.length === before.length
      if (!isWhole || ids.some((id) => !before.includes(id))) {
        throw invalid("carrier_rules_order", { ids: before.join(", ") || "–" })
      }
      return { order: ids }
    })
    await marketplace.createMarketplaceHistoryEntries({
      connection_id,
      event: "carrier_rule.ordered",
      actor,
      data: { from: before, to: ids },
    })
    begin(container, `planning for ${connection_id}`, () => replanUnknownCarriers(container, connection_id))
    return ids
  }
)
