import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { notFound } from "../../../../modules/marketplace/refusal"
import { marketplaceOf } from "../../../../workflows/shared/marketplace"
import { localeOf } from "../present-problem"
import { presentActions } from "./present"
import type { MarketplaceAction } from "./types"

/** The action as it is now, or a 404. */
export async function answerAction(
  req: AuthenticatedMedusaRequest<unknown>,
  res: MedusaResponse<{ action: MarketplaceAction }>
) {
  const marketplace = marketplaceOf(req.scope)
  const { rows } = await marketplace.actions.listActions(
    { ids: [req.params.id] },
    { take: 1, skip: 0, order: { id: "ASC" } }
  )
  const [action] = await presentActions(marketplace, rows, localeOf(req))
  if (!action) throw notFound("action_not_found", { id: req.params.id })
  res.json({ action })
}
