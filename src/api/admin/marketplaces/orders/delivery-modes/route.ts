import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { marketplaceOf } from "../../../../../workflows/shared/marketplace"
import type { SeenDeliveryMode } from "../types"

/** The delivery modes that were seen, to choose from where a filter, a setting, or a rule asks for one. */
export const GET = async (
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse<{ delivery_modes: SeenDeliveryMode[] }>
) => {
  res.json({ delivery_modes: await marketplaceOf(req.scope).orders.listDeliveryModes() })
}
