import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { deleteMarketplaceListingWorkflow } from "../../../../../workflows/listings/delete-listing"
import { actorOf } from "../../helpers"
import type { Deleted } from "../../types"

export const DELETE = async (req: AuthenticatedMedusaRequest, res: MedusaResponse<Deleted>) => {
  const { id } = req.params
  await deleteMarketplaceListingWorkflow(req.scope).run({ input: { id, actor: actorOf(req) } })
  res.json({ id, object: "marketplace_listing", deleted: true })
}
