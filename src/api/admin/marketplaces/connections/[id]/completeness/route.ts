import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { marketplaceOf } from "../../../../../../workflows/shared/marketplace"
import { sweepMarketplaceConnectionWorkflow } from "../../../../../../workflows/sweep"
import { latestOrLive } from "../../../../../../workflows/sweep/latest-or-live"

/** The comparison as it is now if it takes at most 10 seconds, else the last one; a longer one goes on behind. */
export const GET = async (req: AuthenticatedMedusaRequest, res: MedusaResponse) => {
  const { id } = req.params
  const { completeness } = await marketplaceOf(req.scope).connection(id)
  const sweep = sweepMarketplaceConnectionWorkflow(req.scope)
    .run({ input: { connection_id: id } })
    .then(({ result }) => result)
  res.json(await latestOrLive(req.scope, completeness, sweep))
}
