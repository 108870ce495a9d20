import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { acknowledgeMarketplaceProblemsWorkflow } from "../../../../../workflows/apply-changes/acknowledge-problems"
import { actorOf } from "../../helpers"
import type { BulkAnswer } from "../../types"
import type { AcknowledgeBody } from "./validators"

/** `ids`: those that are acknowledged. */
export const POST = async (
  req: AuthenticatedMedusaRequest<AcknowledgeBody>,
  res: MedusaResponse<BulkAnswer & { ids: string[] }>
) => {
  const { ids, versions, reason = null } = req.validatedBody
  const { result: results } = await acknowledgeMarketplaceProblemsWorkflow(req.scope).run({
    input: { ids, versions, reason, actor: actorOf(req) },
  })
  const noted = results.filter(({ outcome }) => outcome === "acknowledged").map(({ id }) => id)
  res.json({ ids: noted, results, count: results.length, remaining: 0 })
}
