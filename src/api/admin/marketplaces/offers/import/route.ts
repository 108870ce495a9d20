import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { describeBadRow } from "../../../../../offers/explain-rows"
import { importMarketplaceOffersWorkflow } from "../../../../../workflows/manage-offers/import-offers"
import { actorOf } from "../../helpers"
import { answerConflict } from "../../answer-conflict"
import { localeOf } from "../../present-problem"
import type { Conflict } from "../../types"
import type { OffersImported } from "../types"
import type { ImportOffersBody } from "../validators"

/** Sets what counts for each offer, as a file says; with `dry_run` it only says what that would be. */
export const POST = async (
  req: AuthenticatedMedusaRequest<ImportOffersBody>,
  res: MedusaResponse<OffersImported | Conflict>
) => {
  const { dry_run } = req.validatedBody
  await answerConflict(
    res,
    async () => ({}),
    async () => {
      const { result } = await importMarketplaceOffersWorkflow(req.scope).run({
        input: { ...req.validatedBody, actor: actorOf(req) },
      })
      const locale = localeOf(req)
      const bad = result.bad.map(({ why, ...row }) => ({
        ...row,
        message: describeBadRow({ why, ...row }, locale),
      }))
      res.json({ ...result, bad, dry_run })
    }
  )
}
