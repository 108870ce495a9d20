import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { beginRun, requestMarketplaceRunWorkflow } from "../../../../../../workflows/pull-orders/request-run"
import { marketplaceOf } from "../../../../../../workflows/shared/marketplace"
import type { ImportBody } from "../../validators"

export const POST = async (req: AuthenticatedMedusaRequest<ImportBody>, res: MedusaResponse) => {
  const connection_id = req.params.id
  const { result: run_id } = await requestMarketplaceRunWorkflow(req.scope).run({
    input: { connection_id, params: req.validatedBody },
  })
  beginRun(req.scope, connection_id)
  const [run] = await marketplaceOf(req.scope).runs.listRuns([run_id])
  res.status(202).json({ run })
}
