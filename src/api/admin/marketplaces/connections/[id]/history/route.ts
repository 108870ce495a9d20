import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { marketplaceOf } from "../../../../../../workflows/shared/marketplace"
import { presentEntry } from "../../../present-entry"
import type { HistoryPage } from "../../types"
import type { HistoryQuery } from "../../validators"

/** Who did what when, the latest first; of a deleted connection too. */
export const GET = async (req: AuthenticatedMedusaRequest, res: MedusaResponse<HistoryPage>) => {
  const { limit, offset, about } = req.validatedQuery as HistoryQuery
  const marketplace = marketplaceOf(req.scope)
  const { id } = await marketplace.anyConnection(req.params.id)
  const { history, count } = await marketplace.history.listConnectionHistory(id, { about, limit, offset })
  res.json({ history: history.map(presentEntry), count, limit, offset })
}
