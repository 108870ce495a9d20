import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { offersOf } from "../../../../../../../workflows/manage-offers/account"
import { previewConnectionOffers } from "../../../../../../../workflows/manage-offers/preview-offers"
import { actorOf } from "../../../../helpers"
import { requestOffersComparisonWorkflow } from "../../../../../../../workflows/manage-offers/request-comparison"
import { marketplaceOf } from "../../../../../../../workflows/shared/marketplace"
import { iso } from "../../../../iso"
import { isComparing } from "../present"
import type { ConnectionOffersPreview } from "../types"

/** Above the weight from which marketplaces deliver otherwise. */
const HEAVY_GRAMS = 40_000

async function preview(req: AuthenticatedMedusaRequest): Promise<{ preview: ConnectionOffersPreview }> {
  const { id } = req.params
  const row = await marketplaceOf(req.scope).connection(id)
  const { policy } = offersOf(req.scope, row)
  const modes = [null, HEAVY_GRAMS].flatMap(
    (weight_grams) => policy.deliveryFor({ weight_grams })?.modes?.map(({ code }) => code) ?? []
  )
  return {
    preview: {
      ...(await previewConnectionOffers(req.scope, id)),
      is_comparing: isComparing(row),
      read_at: iso(row.offers_read_at),
      failed: failureOf(row.offers_comparison),
      delivery_modes: [...new Set(modes)],
    },
  }
}

const failureOf = (comparison: Record<string, unknown> | null) =>
  typeof comparison?.failed === "string" ? comparison.failed : null

/** What switching on would do to the offers as they were read last. */
export const GET = async (
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse<{ preview: ConnectionOffersPreview }>
) => {
  res.json(await preview(req))
}

/** Has the marketplace's offers read first: `is_comparing` until they were. */
export const POST = async (
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse<{ preview: ConnectionOffersPreview }>
) => {
  await requestOffersComparisonWorkflow(req.scope).run({
    input: { id: req.params.id, other_tool_is_off: false, actor: actorOf(req) },
  })
  res.status(202).json(await preview(req))
}
