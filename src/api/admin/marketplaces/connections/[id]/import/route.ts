import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { requestRun } from "../../../../../../workflows/pull-orders/request-run"
import { marketplaceOf } from "../../../../../../workflows/shared/marketplace"
import type { ImportBody } from "../../validators"
import { presentRun } from "../../../runs/present"
import type { Run } from "../../../runs/types"

export const POST = async (
  req: AuthenticatedMedusaRequest<ImportBody>,
  res: MedusaResponse<{ run: Run }>
) => {
  const connection_id = req.params.id
  const run_id = await requestRun(req.scope, { connection_id, params: req.validatedBody })
  const [run] = await marketplaceOf(req.scope).runs.loadRuns([run_id])
  res.status(202).json({ run: presentRun(run) })
}
