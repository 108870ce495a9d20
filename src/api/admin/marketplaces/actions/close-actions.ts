import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import {
  type CloseActionsInput,
  closeMarketplaceActionsWorkflow,
} from "../../../../workflows/manage-actions/close-actions"
import { actorOf } from "../helpers"
import { answerAction } from "./answer-action"
import type { CloseActionBody, CloseActionsBody } from "./validators"
import type { BulkAnswer } from "../types"
import type { MarketplaceAction } from "./types"

/** One action, by the id in the address. */
export const closeOne =
  (as: CloseActionsInput["as"]) =>
  async (
    req: AuthenticatedMedusaRequest<CloseActionBody>,
    res: MedusaResponse<{ action: MarketplaceAction }>
  ) => {
    const { reason } = req.validatedBody
    await closeMarketplaceActionsWorkflow(req.scope).run({
      input: { ids: [req.params.id], as, reason, actor: actorOf(req), is_single: true },
    })
    await answerAction(req, res)
  }

/** Several, and what became of each. */
export const closeSeveral =
  (as: CloseActionsInput["as"]) =>
  async (req: AuthenticatedMedusaRequest<CloseActionsBody>, res: MedusaResponse<BulkAnswer>) => {
    const { ids, reason } = req.validatedBody
    const { result: results } = await closeMarketplaceActionsWorkflow(req.scope).run({
      input: { ids, as, reason, actor: actorOf(req), is_single: false },
    })
    res.json({ results, count: results.length, remaining: 0 })
  }
