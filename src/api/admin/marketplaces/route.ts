import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { marketplaceOf } from "../../../workflows/shared/marketplace"
import { presentMarketplace } from "./present-marketplace"
import { localeOf } from "./present-problem"
import type { Marketplace } from "./types"

export const GET = (
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse<{ marketplaces: Marketplace[] }>
) => {
  const locale = localeOf(req)
  const marketplaces = marketplaceOf(req.scope)
    .listAdapters()
    .map(({ descriptor }) => presentMarketplace(descriptor, locale))
  res.json({ marketplaces })
}
