import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { ASPECTS } from "../../../../../../../offers/result"
import { switchMarketplaceOffersWorkflow } from "../../../../../../../workflows/manage-offers/switch-offers"
import { answerConflict } from "../../../../answer-conflict"
import { mayLeave } from "../../../leaving"
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
  const turn = async (wanted: typeof switches): Promise<{ offers: ConnectionOffers }> => {
    if (ASPECTS.some((aspect) => wanted[aspect] !== undefined)) {
      await switchMarketplaceOffersWorkflow(req.scope).run({
        input: { id, version, switches: wanted, previous_tool, actor: actorOf(req) },
      })
    }
    return currentOffers(req)
  }
  await answerConflict(
    res as MedusaResponse<ConnectionOffersConflict>,
    () => currentOffers(req),
    async () => {
      const leaving = {
        wanted: leave,
        what: "switched off",
        // Stock stays on until everything is confirmed as sold out.
        answer: () => turn({ ...switches, stock: undefined }),
      }
      const isLeaving = switches.stock === false && now.is_on.stock
      if (isLeaving && !(await mayLeave(req, res as MedusaResponse<LeavingNeeded>, leaving))) return
      res.json((await turn(switches)) as never)
    }
  )
}
