import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { activateMarketplaceConnectionWorkflow } from "../../../../../../workflows/connections/activate-connection"
import { marketplaceOf } from "../../../../../../workflows/shared/marketplace"
import { actorOf } from "../../../helpers"
import { localeOf } from "../../../present-problem"
import { presentConnections } from "../../present"
import type { ActivateBody } from "../../validators"
import type { Activated, NeedsDecision } from "../../types"

export const POST = async (
  req: AuthenticatedMedusaRequest<ActivateBody>,
  res: MedusaResponse<Activated | NeedsDecision>
) => {
  const { id } = req.params
  const { result } = await activateMarketplaceConnectionWorkflow(req.scope).run({
    input: { id, older_open_orders: req.validatedBody.older_open_orders, actor: actorOf(req) },
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
  const row = await marketplaceOf(req.scope).connection(id)
  const [connection] = await presentConnections(req.scope, [row], localeOf(req))
  res.json({ connection })
}
