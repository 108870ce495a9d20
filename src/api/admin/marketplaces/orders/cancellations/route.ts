import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { decideMarketplaceCancellationsWorkflow } from "../../../../../workflows/apply-changes/decide-cancellations"
import { actorOf } from "../../helpers"
import type { CancellationsBody } from "./validators"

/** Confirms or discards a mass cancellation, which waits for a person. */
export const POST = async (
  req: AuthenticatedMedusaRequest<CancellationsBody>,
  res: MedusaResponse<{ count: number }>
) => {
  const { reason = null, ...input } = req.validatedBody
  const { result } = await decideMarketplaceCancellationsWorkflow(req.scope).run({
    input: { ...input, reason, actor: actorOf(req) },
  })
  res.json({ count: result.reduce((sum, { count }) => sum + count, 0) })
}
