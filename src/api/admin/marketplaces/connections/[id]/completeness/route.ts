import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { marketplaceOf } from "../../../../../../workflows/shared/marketplace"
import { sweepMarketplaceConnectionWorkflow } from "../../../../../../workflows/sweep"
import { latestOrLive } from "../../../../../../workflows/sweep/latest-or-live"
import type { CompletenessQuery } from "../../validators"
import type { CompletenessReport } from "../../types"

/** The last report at once; with `refresh` the comparison as it is now, if that takes at most 10 seconds. */
export const GET = async (req: AuthenticatedMedusaRequest, res: MedusaResponse<CompletenessReport>) => {
  const { id } = req.params
  const { refresh } = req.validatedQuery as CompletenessQuery
  const { completeness } = await marketplaceOf(req.scope).connection(id)
  const sweep = refresh
    ? sweepMarketplaceConnectionWorkflow(req.scope)
        .run({ input: { connection_id: id } })
        .then(({ result }) => result)
    : null
  res.json(await latestOrLive(req.scope, completeness, sweep))
}
