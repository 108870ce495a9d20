import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { marketplaceOf } from "../../../workflows/shared/marketplace"
import { presentMarketplace } from "./present-marketplace"
import type { Marketplace } from "./types"

export const GET = (
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse<{ marketplaces: Marketplace[] }>
) => {
  const languages = req.acceptsLanguages()
  const marketplaces = marketplaceOf(req.scope)
    .listAdapters()
    .map(({ descriptor }) => presentMarketplace(descriptor, languages))
  res.json({ marketplaces })
}
