import { invalid } from "../../modules/marketplace/refusal"
import { begin } from "../shared/begin"
import { type Actor, marketplaceOf } from "../shared/marketplace"
import { replanUnknownCarriers } from "./replan-unknown-carriers"
import { oneStepWorkflow } from "../shared/one-step-workflow"

type OrderInput = { connection_id: string; ids: string[]; actor: Actor }

/** First match wins, so the order is a decision of its own. */
export const orderMarketplaceCarrierRulesWorkflow = oneStepWorkflow(
  "order-marketplace-carrier-rules",
  async ({ connection_id, ids, actor }: OrderInput, { container }) => {
    const marketplace = marketplaceOf(container)
    const before = (await marketplaceOf(container).rules.listRules(connection_id)).map(({ id }) => id)
    const isWhole = new Set(ids).size === ids.length && ids.length === before.length
    if (!isWhole || ids.some((id) => !before.includes(id))) {
      throw invalid("carrier_rules_order", { ids: before.join(", ") || "–" })
    }
    await marketplace.updateMarketplaceCarrierRules(ids.map((id, index) => ({ id, position: index + 1 })))
    await marketplace.createMarketplaceHistoryEntries({
      connection_id,
      event: "carrier_rule.ordered",
      actor,
      data: { from: before, to: ids },
    })
    begin(container, `planning for ${connection_id}`, () => replanUnknownCarriers(container, connection_id))
    return { result: ids, before }
  },
  async (before, { container }) => {
    if (!before) return
    await marketplaceOf(container).updateMarketplaceCarrierRules(
      before.map((id, index) => ({ id, position: index + 1 }))
    )
  }
)
