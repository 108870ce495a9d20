import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { notFound } from "../../../../modules/marketplace/refusal"
import { marketplaceOf } from "../../../../workflows/shared/marketplace"
import { answerConflict } from "../answer-conflict"
import { localeOf } from "../present-problem"
import { presentActions } from "./present"
import type { ActionConflict, MarketplaceAction } from "./types"

export type ActionResponse = MedusaResponse<{ action: MarketplaceAction } | ActionConflict>

/** The action as it is now, or a 404. */
export async function currentAction(
  req: AuthenticatedMedusaRequest<unknown>,
  id: string
): Promise<{ action: MarketplaceAction }> {
  const marketplace = marketplaceOf(req.scope)
  const { rows } = await marketplace.actions.listActions(
    { ids: [id] },
    { take: 1, skip: 0, order: { id: "ASC" } }
  )
  const [action] = await presentActions(marketplace, rows, localeOf(req))
  if (!action) throw notFound("action_not_found", { id })
  return { action }
}

/** Changes the action of the address, and sends it as it is then; where it is another than was shown, as it is now (409). */
export async function changeAction(
  req: AuthenticatedMedusaRequest<unknown>,
  res: ActionResponse,
  change: () => Promise<unknown>
): Promise<void> {
  const current = () => currentAction(req, req.params.id)
  await answerConflict(res, current, async () => {
    await change()
    res.json(await current())
  })
}
