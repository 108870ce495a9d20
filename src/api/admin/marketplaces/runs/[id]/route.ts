import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { MedusaError } from "@medusajs/framework/utils"
import { marketplaceOf } from "../../../../../workflows/shared/marketplace"
import { presentRuns } from "../present"

export const GET = async (req: AuthenticatedMedusaRequest, res: MedusaResponse) => {
  const [run] = await presentRuns(marketplaceOf(req.scope), [req.params.id])
  if (!run) throw new MedusaError(MedusaError.Types.NOT_FOUND, `There is no run ${req.params.id}.`)
  res.json({ run })
}
