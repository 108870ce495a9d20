import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { activateMarketplaceConnectionWorkflow } from "../../../../../../workflows/connections/activate-connection"
import { answerConflict } from "../../../answer-conflict"
import { actorOf } from "../../../helpers"
import { currentConnection } from "../../present"
import type { ActivateBody } from "../../validators"
import type { Activated, ConnectionConflict, NeedsDecision } from "../../types"

export const POST = async (
  req: AuthenticatedMedusaRequest<ActivateBody>,
  res: MedusaResponse<Activated | NeedsDecision | ConnectionConflict>
) => {
  const current = () => currentConnection(req)
  await answerConflict(res, current, async () => {
    const { result } = await activateMarketplaceConnectionWorkflow(req.scope).run({
      input: { ...req.validatedBody, id: req.params.id, actor: actorOf(req) },
    })
    if (!result.activated) {
      res.status(409).json({
        type: "conflict",
        code: "older_open_orders",
        message:
          `The marketplace has ${result.is_complete ? "" : "at least "}${result.open_orders.length} open order(s). ` +
          'Say what they are: older_open_orders "import" or "handled_elsewhere".',
        open_orders: result.open_orders,
        is_complete: result.is_complete,
      })
      return
    }
    res.json(await current())
  })
}
