import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { marketplaceOf } from "../../../../workflows/shared/marketplace"
import type { OverviewQuery } from "./validators"
import type { Overview } from "./types"

export const GET = async (
  req: AuthenticatedMedusaRequest<unknown, OverviewQuery>,
  res: MedusaResponse<Overview>
) => {
  const { days, time_zone, connection_id } = req.validatedQuery as OverviewQuery
  const marketplace = marketplaceOf(req.scope)
  const names = new Map(marketplace.listAdapters().map(({ descriptor: { id, name } }) => [id, name]))
  const figures = await marketplace.overview.readOverview({ days, time_zone, connection_id })
  const marketplaces = figures.map((one) => ({
    ...one,
    name: names.get(one.marketplace_id) ?? one.marketplace_id,
  }))
  res.json({ days, time_zone, marketplaces })
}
