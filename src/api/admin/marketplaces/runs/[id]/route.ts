import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { notFound } from "../../../../../modules/marketplace/refusal"
import { marketplaceOf } from "../../../../../workflows/shared/marketplace"
import { presentRun } from "../present"
import type { Run } from "../types"

export const GET = async (req: AuthenticatedMedusaRequest, res: MedusaResponse<{ run: Run }>) => {
  const [run] = await marketplaceOf(req.scope).runs.loadRuns([req.params.id])
  if (!run) throw notFound("run_not_found", { id: req.params.id })
  res.json({ run: presentRun(run) })
}
