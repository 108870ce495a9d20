import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { marketplaceOf } from "../../../../workflows/shared/marketplace"
import { paging } from "../list-query"
import type { ListRunsQuery } from "./validators"

export const GET = async (req: AuthenticatedMedusaRequest, res: MedusaResponse) => {
  const { limit, offset, order, q: _q, ...filters } = req.validatedQuery as ListRunsQuery
  const marketplace = marketplaceOf(req.scope)
  const [rows, count] = await marketplace.listAndCountMarketplaceRuns(filters, {
    ...paging({ limit, offset, order }, ["created_at", "started_at"], "-created_at"),
    select: ["id"],
  })
  const runs = await marketplace.runs.listRuns(rows.map(({ id }) => id))
  res.json({ runs, count, limit, offset })
}
