import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { listMarketplaceCarriersWorkflow } from "../../../../../../workflows/carriers/refresh-carriers"
import type { ConnectionCarriersQuery } from "../../../carriers/validators"
import type { LiveCarriers } from "../../../carriers/types"

export const GET = async (req: AuthenticatedMedusaRequest, res: MedusaResponse<LiveCarriers>) => {
  const { refresh } = req.validatedQuery as ConnectionCarriersQuery
  const { result } = await listMarketplaceCarriersWorkflow(req.scope).run({
    input: { connection_id: req.params.id, refresh },
  })
  res.json(result)
}
