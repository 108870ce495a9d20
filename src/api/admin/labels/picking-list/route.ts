import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { loadPickingList } from "../../../../workflows/label-many/load-packed-lines"
import type { PickingListAnswer } from "../types"
import type { PickingListQuery } from "../validators"

/** What is in the parcels of these labels; it names no buyer. */
export const GET = async (
  req: AuthenticatedMedusaRequest<unknown, PickingListQuery>,
  res: MedusaResponse<PickingListAnswer>
) => {
  const { ids } = req.validatedQuery as PickingListQuery
  res.json({ lines: await loadPickingList(req.scope, ids) })
}
