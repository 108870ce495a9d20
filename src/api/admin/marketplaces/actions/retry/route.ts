import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { retryMarketplaceActionsWorkflow } from "../../../../../workflows/manage-actions/retry-actions"
import { marketplaceOf } from "../../../../../workflows/shared/marketplace"
import { actorOf } from "../../helpers"
import { BULK_LIMIT, type RetryActionsBody } from "../validators"
import type { BulkAnswer } from "../../types"

export const POST = async (
  req: AuthenticatedMedusaRequest<RetryActionsBody>,
  res: MedusaResponse<BulkAnswer>
) => {
  const { ids, versions, problem, connection_id, reason = null } = req.validatedBody
  const { rows, count } = await marketplaceOf(req.scope).actions.listActions(
    {
      ...(ids && { ids }),
      ...(problem && { problem: [problem] }),
      ...(connection_id && { connection_id: [connection_id] }),
    },
    { take: BULK_LIMIT, skip: 0, order: { created_at: "ASC", id: "ASC" } }
  )
  const { result: results } = await retryMarketplaceActionsWorkflow(req.scope).run({
    input: {
      ids: ids ?? rows.map(({ id }) => id),
      versions,
      reason,
      actor: actorOf(req),
      is_single: false,
    },
  })
  res.json({ results, count: results.length, remaining: ids ? 0 : count - rows.length })
}
