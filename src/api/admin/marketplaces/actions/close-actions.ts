import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import {
  type CloseActionsInput,
  closeMarketplaceActionsWorkflow,
} from "../../../../workflows/manage-actions/close-actions"
import { actorOf, versionsOf } from "../helpers"
import { type ActionResponse, changeAction } from "./answer-action"
import type { CloseActionBody, CloseActionsBody } from "./validators"
import type { BulkAnswer } from "../types"

/** One action, by the id in the address. */
export const closeOne =
  (as: CloseActionsInput["as"]) =>
  async (req: AuthenticatedMedusaRequest<CloseActionBody>, res: ActionResponse) => {
    const { id } = req.params
    const { reason, version } = req.validatedBody
    await changeAction(req, res, () =>
      closeMarketplaceActionsWorkflow(req.scope).run({
        input: {
          ids: [id],
          versions: versionsOf(id, version),
          as,
          reason,
          actor: actorOf(req),
          is_single: true,
        },
      })
    )
  }

/** Several, and what became of each. */
export const closeSeveral =
  (as: CloseActionsInput["as"]) =>
  async (req: AuthenticatedMedusaRequest<CloseActionsBody>, res: MedusaResponse<BulkAnswer>) => {
    const { ids, versions, reason } = req.validatedBody
    const { result: results } = await closeMarketplaceActionsWorkflow(req.scope).run({
      input: { ids, versions, as, reason, actor: actorOf(req), is_single: false },
    })
    res.json({ results, count: results.length, remaining: 0 })
  }
