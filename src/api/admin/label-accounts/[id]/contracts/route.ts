import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { askLive } from "../../../../../workflows/labels/look-at-account"
import type { ContractsList } from "../../types"

export const GET = async (req: AuthenticatedMedusaRequest, res: MedusaResponse<ContractsList>) => {
  res.json({ contracts: await askLive(req.scope, req.params.id, (session) => session.contracts()) })
}
