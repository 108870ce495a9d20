import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { marketplaceOf } from "../../../workflows/shared/marketplace"

export const GET = (req: AuthenticatedMedusaRequest, res: MedusaResponse) => {
  const marketplaces = marketplaceOf(req.scope)
    .listAdapters()
    .map(({ descriptor }) => descriptor)
  res.json({ marketplaces })
}
