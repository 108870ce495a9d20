import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { closeMarketplaceActionWorkflow } from "../../../../../../workflows/manage-actions/close-action"
import { actorOf } from "../../../helpers"
import { answerAction } from "../../answer-action"
import type { CloseActionBody } from "../../validators"

export const POST = async (req: AuthenticatedMedusaRequest<CloseActionBody>, res: MedusaResponse) => {
  await closeMarketplaceActionWorkflow(req.scope).run({
    input: { id: req.params.id, as: "done_elsewhere", reason: req.validatedBody.reason, actor: actorOf(req) },
  })
  await answerAction(req, res)
}
