import {
  createStep,
  createWorkflow,
  StepResponse,
  WorkflowResponse,
  type WorkflowData,
} from "@medusajs/framework/workflows-sdk"
import { notAllowed, notFound } from "../../modules/marketplace/refusal"
import type { ActionRow } from "../../modules/marketplace/stores/actions"
import type { RefusalCode } from "../../orders/refusals"
import { holdStock } from "../accept-orders/decide-orders"
import { offerCorrections } from "../plan-shipment/plan-order"
import { beginSending } from "../send-actions/begin-sending"
import { type Actor, marketplaceOf } from "../shared/marketplace"

export type CloseActionInput = {
  id: string
  /** `skipped`: it shall not be sent; `done_elsewhere`: a person did it on the marketplace's own site. */
  as: "skipped" | "done_elsewhere"
  reason: string
  actor: Actor
}

const closeMarketplaceActionStep = createStep(
  "close-marketplace-action",
  async ({ id, as, reason, actor }: CloseActionInput, { container }) => {
    const marketplace = marketplaceOf(container)
    const [before] = await marketplace.query<ActionRow>("select * from marketplace_action where id = ?", [id])
    if (!before) throw notFound("action_not_found", { id })
    const closed = await marketplace.closeAction(id, as, reason)
    if (!closed) throw notAllowed(whyNot(before, as))
    await marketplace.createMarketplaceHistoryEntries({
      connection_id: closed.connection_id,
      marketplace_order_id: closed.marketplace_order_id,
      event: as === "skipped" ? "action.skipped" : "action.marked_done",
      actor,
      data: { action_id: id, type: closed.type, from: before.state, reason },
    })
    // Skipped, an acceptance holds no stock; and what waited behind this action may go.
    if (closed.type === "accept") await holdStock(container, [closed.marketplace_order_id])
    await offerCorrections(container, closed)
    beginSending(container, [closed.connection_id])
    return new StepResponse(id)
  }
)

function whyNot({ state, sent_at }: ActionRow, as: CloseActionInput["as"]): RefusalCode {
  if (state === "confirmed" || state === "done_elsewhere") return "action_done"
  if (state === "skipped") return "action_skipped"
  if (sent_at && as === "skipped") return "action_sent"
  return "action_being_sent"
}

/** Ends an action by a person's word, with the reason in the history. Not while it is being sent. */
export const closeMarketplaceActionWorkflow = createWorkflow(
  "close-marketplace-action",
  (input: WorkflowData<CloseActionInput>) => new WorkflowResponse(closeMarketplaceActionStep(input))
)
