import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { marketplaceOf } from "../../../../workflows/shared/marketplace"
import { cursorOf, paging } from "../list-query"
import { presentRun } from "./present"
import type { ListRunsQuery } from "./validators"
import type { RunsPage } from "./types"

const ORDER = "-created_at"
const ORDERABLE = ["created_at", "started_at"]

export const GET = async (req: AuthenticatedMedusaRequest, res: MedusaResponse<RunsPage>) => {
  const { limit, offset, order, after, q: _q, ...filters } = req.validatedQuery as ListRunsQuery
  const page = { limit, offset, order, after }
  const { rows, count, next } = await marketplaceOf(req.scope).runs.listRuns(
    filters,
    paging(page, ORDERABLE, ORDER)
  )
  res.json({ runs: rows.map(presentRun), count, limit, offset, next: cursorOf(page, ORDER, next) })
}
