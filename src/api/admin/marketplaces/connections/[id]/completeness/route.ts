import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { latestOrLive } from "../../../../../../workflows/sweep/latest-or-live"
import type { CompletenessQuery } from "../../validators"
import type { CompletenessReport } from "../../types"

/** The last report at once; with `refresh` the comparison as it is now, if that takes at most 10 seconds. */
export const GET = async (req: AuthenticatedMedusaRequest, res: MedusaResponse<CompletenessReport>) => {
  const { refresh } = req.validatedQuery as CompletenessQuery
  res.json(await latestOrLive(req.scope, req.params.id, refresh))
}
