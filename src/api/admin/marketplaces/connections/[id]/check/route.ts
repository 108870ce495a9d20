import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { testMarketplaceConnectionWorkflow } from "../../../../../../workflows/connections/test-connection"

export const POST = async (req: AuthenticatedMedusaRequest, res: MedusaResponse) => {
  const { result } = await testMarketplaceConnectionWorkflow(req.scope).run({ input: { id: req.params.id } })
  res.json(result)
}
