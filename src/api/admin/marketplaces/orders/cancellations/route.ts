import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { decideMarketplaceCancellationsWorkflow } from "../../../../../workflows/apply-changes/decide-cancellations"
import { actorOf } from "../../helpers"
import type { BulkResult } from "../../types"
import type { CancellationsBody } from "./validators"

/** Confirms or discards a mass cancellation, which waits for a person. `count`: those on which this decided. */
export const POST = async (
  req: AuthenticatedMedusaRequest<CancellationsBody>,
  res: MedusaResponse<{ count: number; results: BulkResult[] }>
) => {
  const { reason = null, ...input } = req.validatedBody
  const { result: results } = await decideMarketplaceCancellationsWorkflow(req.scope).run({
    input: { ...input, reason, actor: actorOf(req) },
  })
  const decided = results.filter(({ outcome }) => outcome === "confirmed" || outcome === "discarded")
  res.json({ count: decided.length, results })
}
