import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { overrideMarketplaceOfferWorkflow } from "../../../../../workflows/manage-offers/override-offer"
import { marketplaceOf } from "../../../../../workflows/shared/marketplace"
import { notFound } from "../../../../../modules/marketplace/refusal"
import { answerConflict } from "../../answer-conflict"
import { actorOf } from "../../helpers"
import { localeOf } from "../../present-problem"
import { presentHistory, presentOffers } from "../present"
import type { OfferConflict, OfferDetails } from "../types"
import type { OverrideOfferBody } from "../validators"

const HISTORY_SHOWN = 50

async function currentOffer(req: AuthenticatedMedusaRequest<unknown>): Promise<{ offer: OfferDetails }> {
  const { id } = req.params
  const { offers } = marketplaceOf(req.scope)
  const rows = await offers.loadOffers([id])
  const [offer] = await presentOffers(req.scope, rows, localeOf(req))
  if (!offer) throw notFound("offer_not_found", { id })
  return { offer: { ...offer, history: presentHistory(await offers.listOfferHistory(id, HISTORY_SHOWN)) } }
}

export const GET = async (req: AuthenticatedMedusaRequest, res: MedusaResponse<{ offer: OfferDetails }>) => {
  res.json(await currentOffer(req))
}

/**
 * Sets or takes away what counts for this offer alone; its values are computed again. With the `version` that was shown, only
 * that one is changed.
 */
export const POST = async (
  req: AuthenticatedMedusaRequest<OverrideOfferBody>,
  res: MedusaResponse<{ offer: OfferDetails } | OfferConflict>
) => {
  const current = () => currentOffer(req)
  await answerConflict(res as MedusaResponse<OfferConflict>, current, async () => {
    await overrideMarketplaceOfferWorkflow(req.scope).run({
      input: { ...req.validatedBody, id: req.params.id, actor: actorOf(req) },
    })
    res.json(await current())
  })
}
