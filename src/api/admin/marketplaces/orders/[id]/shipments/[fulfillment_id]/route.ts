import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { declareMarketplaceShipmentWorkflow } from "../../../../../../../workflows/manage-actions/declare-shipment"
import { marketplaceOf } from "../../../../../../../workflows/shared/marketplace"
import { presentActions } from "../../../../actions/present"
import { actorOf } from "../../../../helpers"
import { localeOf } from "../../../../present-problem"
import type { MarketplaceAction } from "../../../../actions/types"
import type { ShipmentBody } from "../validators"

/** Carrier, number or link of one parcel, by hand: before it is sent, or as a correction of what was. */
export const POST = async (
  req: AuthenticatedMedusaRequest<ShipmentBody>,
  res: MedusaResponse<{ action: MarketplaceAction }>
) => {
  const { send_now, send_as_is, ...rest } = req.validatedBody
  const given = { ...rest, ...(send_as_is !== undefined && { send_as_is: [send_as_is] }) }
  const { id: marketplace_order_id, fulfillment_id } = req.params
  const { result: action_id } = await declareMarketplaceShipmentWorkflow(req.scope).run({
    input: { marketplace_order_id, fulfillment_id, given, send_now, actor: actorOf(req) },
  })
  const marketplace = marketplaceOf(req.scope)
  const page = { take: 1, skip: 0, order: { id: "ASC" } }
  const { rows } = await marketplace.actions.listActions({ ids: [action_id] }, page)
  const [action] = await presentActions(marketplace, rows, localeOf(req))
  res.json({ action })
}
