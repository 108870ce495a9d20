import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { currentLabel } from "../present"
import type { ShownLabel } from "../types"

export const GET = async (req: AuthenticatedMedusaRequest, res: MedusaResponse<{ label: ShownLabel }>) => {
  res.json(await currentLabel(req))
}
