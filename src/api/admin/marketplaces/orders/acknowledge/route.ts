import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { acknowledgeMarketplaceProblemsWorkflow } from "../../../../../workflows/apply-changes/acknowledge-problems"
import { actorOf } from "../../helpers"
import type { AcknowledgeBody } from "./validators"

export const POST = async (
  req: AuthenticatedMedusaRequest<AcknowledgeBody>,
  res: MedusaResponse<{ ids: string[] }>
) => {
  const { ids, reason = null } = req.validatedBody
  const { result } = await acknowledgeMarketplaceProblemsWorkflow(req.scope).run({
    input: { ids, reason, actor: actorOf(req) },
  })
  res.json({ ids: result })
}
