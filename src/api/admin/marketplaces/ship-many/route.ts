import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { shipMarketplaceOrdersWorkflow } from "../../../../workflows/ship-many/ship-many"
import { actorOf } from "../helpers"
import type { ShippedParcels } from "./types"
import type { ShipRowsBody } from "./validators"

/** Packs and ships the rows that were shown, each for itself. */
export const POST = async (
  req: AuthenticatedMedusaRequest<ShipRowsBody>,
  res: MedusaResponse<ShippedParcels>
) => {
  const { rows } = req.validatedBody
  const { result } = await shipMarketplaceOrdersWorkflow(req.scope).run({
    input: { rows, actor: actorOf(req) },
  })
  res.json({ rows: result })
}
