import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { marketplaceOf } from "../../../../workflows/shared/marketplace"
import { paging } from "../list-query"
import { presentRun } from "./present"
import type { ListRunsQuery } from "./validators"
import type { RunsPage } from "./types"

export const GET = async (req: AuthenticatedMedusaRequest, res: MedusaResponse<RunsPage>) => {
  const { limit, offset, order, q: _q, ...filters } = req.validatedQuery as ListRunsQuery
  const marketplace = marketplaceOf(req.scope)
  const [rows, count] = await marketplace.listAndCountMarketplaceRuns(filters, {
    ...paging({ limit, offset, order }, ["created_at", "started_at"], "-created_at"),
    select: ["id"],
  })
  const runs = await marketplace.runs.listRuns(rows.map(({ id }) => id))
  res.json({ runs: runs.map(presentRun), count, limit, offset })
}
