import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { ASPECTS } from "../../../../../../../offers/result"
import { stopMarketplaceOffersWorkflow } from "../../../../../../../workflows/manage-offers/stop-offers"
import { switchMarketplaceOffersWorkflow } from "../../../../../../../workflows/manage-offers/switch-offers"
import { answerConflict } from "../../../../answer-conflict"
import { actorOf } from "../../../../helpers"
import type { ActivateOffersBody } from "../../../validators"
import { currentOffers } from "../present"
import type { ConnectionOffers, ConnectionOffersConflict, LeavingNeeded, PreviewNeeded } from "../types"

/**
 * Switches what is sent on or off. Switching on needs `confirmed`, after a look at the preview; switching stock off needs
 * `leave`, what becomes of the quantities that the marketplace shows.
 */
export const POST = async (
  req: AuthenticatedMedusaRequest<ActivateOffersBody>,
  res: MedusaResponse<{ offers: ConnectionOffers } | ConnectionOffersConflict | PreviewNeeded | LeavingNeeded>
) => {
  const { id } = req.params
  const { confirmed, leave, previous_tool = null, version, ...switches } = req.validatedBody
  const { offers: now } = await currentOffers(req)
  if (ASPECTS.some((aspect) => switches[aspect] && !now.is_on[aspect]) && !confirmed) {
    res.status(409).json({
      type: "conflict",
      code: "preview_needed",
      message:
        "Nothing was switched on. Look at GET /admin/marketplaces/connections/:id/offers/preview, then send it again with confirmed: true.",
    })
    return
  }
  if (switches.stock === false && now.is_on.stock && !leave) {
    res.status(409).json({
      type: "conflict",
      code: "leaving_needed",
      message: `Nothing was switched off. ${now.counts.live} offer(s) go on selling: say leave "quantities" or "zero".`,
      live: now.counts.live,
    })
    return
  }
  await answerConflict(
    res as MedusaResponse<ConnectionOffersConflict>,
    () => currentOffers(req),
    async () => {
      if (switches.stock === false && leave === "zero") {
        // It stays on until everything is confirmed as sold out.
        await stopMarketplaceOffersWorkflow(req.scope).run({
          input: { id, is_stopped: true, until: null, actor: actorOf(req) },
        })
        delete switches.stock
      }
      if (ASPECTS.some((aspect) => switches[aspect] !== undefined)) {
        await switchMarketplaceOffersWorkflow(req.scope).run({
          input: { id, version, switches, previous_tool, actor: actorOf(req) },
        })
      }
      res.json((await currentOffers(req)) as never)
    }
  )
}
