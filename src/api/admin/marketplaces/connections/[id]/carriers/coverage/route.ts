import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { listCoverage } from "../../../../../../../workflows/carriers/list-coverage"
import type { ConnectionCoverage } from "../../../../../../../carriers"

export const GET = async (req: AuthenticatedMedusaRequest, res: MedusaResponse<ConnectionCoverage>) => {
  res.json(await listCoverage(req.scope, req.params.id))
}
