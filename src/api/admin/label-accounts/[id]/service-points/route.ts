import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { askLive } from "../../../../../workflows/labels/look-at-account"
import type { ServicePointsList } from "../../types"
import type { ServicePointsQuery } from "../../validators"

/** Pickup points near a place, or the one of an id. */
export const GET = async (
  req: AuthenticatedMedusaRequest<unknown, ServicePointsQuery>,
  res: MedusaResponse<ServicePointsList>
) => {
  const { postal_code, city, ...asked } = req.validatedQuery as ServicePointsQuery
  const service_points = await askLive(req.scope, req.params.id, (session) =>
    session.servicePoints({ ...asked, ...(postal_code && { near: { postal_code, city } }) })
  )
  res.json({ service_points })
}
