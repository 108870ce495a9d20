import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { readCancellationReasons } from "../../../../../../workflows/manage-orders/read-cancellation-reasons"
import type { CancellationReason } from "../../types"

/** The marketplace's own list, asked now; empty where it takes any words. */
export const GET = async (
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse<{ cancellation_reasons: CancellationReason[] }>
) => {
  res.json({ cancellation_reasons: await readCancellationReasons(req.scope, req.params.id) })
}
