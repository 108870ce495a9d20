import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { estimateOrders } from "../../../../workflows/label-many/estimate-orders"
import type { EstimatedLabels } from "../types"
import type { LabelOrdersBody } from "../validators"

/** What the labels of these orders would cost, about. Nothing is packed or bought. */
export const POST = async (
  req: AuthenticatedMedusaRequest<LabelOrdersBody>,
  res: MedusaResponse<EstimatedLabels>
) => {
  res.json(await estimateOrders(req.scope, [...new Set(req.validatedBody.order_ids)]))
}
