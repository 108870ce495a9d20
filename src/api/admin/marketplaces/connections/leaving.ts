import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { readOfferSettings } from "../../../../offers/settings"
import { stopMarketplaceOffersWorkflow } from "../../../../workflows/manage-offers/stop-offers"
import { marketplaceOf } from "../../../../workflows/shared/marketplace"
import { actorOf } from "../helpers"
import type { Leave, LeavingNeeded } from "./[id]/offers/types"

/**
 * Whether the connection may stop sending stock: what it shows is to be left, or nothing is for sale. Otherwise it is answered
 * here, with the question, or with everything set to 0 first: then it is asked for again when that is confirmed.
 */
export async function mayLeave(
  req: AuthenticatedMedusaRequest<unknown>,
  res: MedusaResponse<LeavingNeeded>,
  { wanted, what, answer }: { wanted: Leave | undefined; what: string; answer: () => Promise<object> }
): Promise<boolean> {
  const { id } = req.params
  const marketplace = marketplaceOf(req.scope)
  const { is_enabled, settings } = await marketplace.connection(id)
  if (!is_enabled || !readOfferSettings(settings)?.stock || wanted === "quantities") return true
  const { live } = await marketplace.offers.readOfferFigures(id)
  if (!live) return true
  if (wanted === "zero") {
    await stopMarketplaceOffersWorkflow(req.scope).run({
      input: { id, is_stopped: true, until: null, actor: actorOf(req) },
    })
    res.status(202).json((await answer()) as never)
    return false
  }
  const message = `Nothing was ${what}. ${live} offer(s) go on selling: say leave "quantities" or "zero".`
  res.status(409).json({ type: "conflict", code: "leaving_needed", message, live })
  return false
}
