import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { judgeRows } from "../../../../../workflows/ship-many/load-rows"
import type { CheckedParcels } from "../types"
import type { CheckRowsBody } from "../validators"

/** Says of every row what would be sent, or what stops it. Writes nothing. */
export const POST = async (
  req: AuthenticatedMedusaRequest<CheckRowsBody>,
  res: MedusaResponse<CheckedParcels>
) => {
  const judged = await judgeRows(req.scope, req.validatedBody.rows)
  res.json({
    rows: judged.map(({ row, order, packing, carrier_name, tracking_number, stops, version }, place) => ({
      place,
      order_number: row.order_number,
      order,
      tracking_number,
      carrier_name,
      is_to_pack: packing !== null && packing.fulfillment_id === null,
      stops,
      version,
    })),
  })
}
