import type { AuthenticatedMedusaRequest } from "@medusajs/framework/http"
import { declareMarketplaceShipmentWorkflow } from "../../../../../../../workflows/manage-actions/declare-shipment"
import { marketplaceOf } from "../../../../../../../workflows/shared/marketplace"
import { type ActionResponse, currentAction } from "../../../../actions/answer-action"
import { answerConflict } from "../../../../answer-conflict"
import { actorOf } from "../../../../helpers"
import type { ShipmentBody } from "../validators"

/** Carrier, number or link of one parcel, by hand: before it is sent, or as a correction of what was. */
export const POST = async (req: AuthenticatedMedusaRequest<ShipmentBody>, res: ActionResponse) => {
  const { send_now, send_as_is, version, ...rest } = req.validatedBody
  const given = { ...rest, ...(send_as_is !== undefined && { send_as_is: [send_as_is] }) }
  const { id: marketplace_order_id, fulfillment_id } = req.params
  const latest = async () => {
    const actions = await marketplaceOf(req.scope).actions.listActionsOf([marketplace_order_id], ["ship"])
    const own = actions.filter((action) => action.fulfillment_id === fulfillment_id)
    return currentAction(req, own.at(-1)?.id ?? "")
  }
  await answerConflict(res, latest, async () => {
    const { result: action_id } = await declareMarketplaceShipmentWorkflow(req.scope).run({
      input: { marketplace_order_id, fulfillment_id, given, send_now, version, actor: actorOf(req) },
    })
    res.json(await currentAction(req, action_id))
  })
}
