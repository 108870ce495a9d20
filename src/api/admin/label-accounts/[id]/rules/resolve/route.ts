import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { resolveOption } from "../../../../../../workflows/labels/look-at-account"
import type { ResolvedOption } from "../../../types"
import type { ResolveOptionBody } from "../../../validators"

/** Which option a parcel would get, and why. */
export const POST = async (
  req: AuthenticatedMedusaRequest<ResolveOptionBody>,
  res: MedusaResponse<ResolvedOption>
) => {
  res.json(await resolveOption(req.scope, req.params.id, req.validatedBody))
}
