import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { describeBadListing } from "../../../../../orders/listings-csv"
import { importMarketplaceListingsWorkflow } from "../../../../../workflows/listings/import-listings"
import { actorOf } from "../../helpers"
import { answerConflict } from "../../answer-conflict"
import { localeOf } from "../../present-problem"
import type { Conflict } from "../../types"
import type { ListingsImported } from "../types"
import type { ImportListingsBody } from "../validators"

/** Says which variant each SKU is, as a file says; with `dry_run` it only says what that would change. */
export const POST = async (
  req: AuthenticatedMedusaRequest<ImportListingsBody>,
  res: MedusaResponse<ListingsImported | Conflict>
) => {
  const { dry_run } = req.validatedBody
  await answerConflict(
    res,
    async () => ({}),
    async () => {
      const { result } = await importMarketplaceListingsWorkflow(req.scope).run({
        input: { ...req.validatedBody, actor: actorOf(req) },
      })
      const locale = localeOf(req)
      const bad = result.bad.map((row) => ({
        row: row.row,
        external_sku: row.external_sku,
        message: describeBadListing(row, locale),
      }))
      res.json({ ...result, bad, dry_run })
    }
  )
}
