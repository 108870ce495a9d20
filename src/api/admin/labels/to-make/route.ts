import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { listToMake } from "../../../../workflows/label-many/list-to-make"
import type { OrdersToLabel } from "../types"

/** Orders that wait to be packed and labeled, the most urgent first; at most 200. */
export const GET = async (req: AuthenticatedMedusaRequest, res: MedusaResponse<OrdersToLabel>) => {
  res.json({ orders: await listToMake(req.scope) })
}
