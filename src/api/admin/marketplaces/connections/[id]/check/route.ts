import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { testMarketplaceConnectionWorkflow } from "../../../../../../workflows/connections/test-connection"
import type { CheckResult } from "../../../../../../marketplaces/port"

export const POST = async (req: AuthenticatedMedusaRequest, res: MedusaResponse<CheckResult>) => {
  const { result } = await testMarketplaceConnectionWorkflow(req.scope).run({ input: { id: req.params.id } })
  res.json(result)
}
