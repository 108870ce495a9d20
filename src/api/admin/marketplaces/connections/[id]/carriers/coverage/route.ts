import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { listCoverage } from "../../../../../../../workflows/carriers/list-coverage"

export const GET = async (req: AuthenticatedMedusaRequest, res: MedusaResponse) => {
  res.json(await listCoverage(req.scope, req.params.id))
}
