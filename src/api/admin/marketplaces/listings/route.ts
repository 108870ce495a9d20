import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { saveMarketplaceListingWorkflow } from "../../../../workflows/listings/save-listing"
import { marketplaceOf } from "../../../../workflows/shared/marketplace"
import { answerConflict } from "../answer-conflict"
import { actorOf } from "../helpers"
import { contains, paging } from "../list-query"
import { presentListings } from "./present"
import type { ListListingsQuery, SaveListingBody } from "./validators"
import type { Listing, ListingConflict, ListingsPage } from "./types"

const ORDERABLE = ["external_sku", "created_at", "updated_at"]

export const GET = async (
  req: AuthenticatedMedusaRequest<unknown, ListListingsQuery>,
  res: MedusaResponse<ListingsPage>
) => {
  const { limit, offset, order, q, ...filters } = req.validatedQuery as ListListingsQuery
  const [rows, count] = await marketplaceOf(req.scope).listAndCountMarketplaceListings(
    { ...filters, ...(q && { $and: [{ external_sku: { $ilike: contains(q) } }] }) },
    paging({ limit, offset, order }, ORDERABLE, "external_sku")
  )
  res.json({ listings: await presentListings(req.scope, rows), count, limit, offset })
}

/**
 * The same SKU again changes its variant. `released`: how many orders waited for it and are imported now. With `replaces`
 * (null: none) only the variant that was shown is replaced.
 */
export const POST = async (
  req: AuthenticatedMedusaRequest<SaveListingBody>,
  res: MedusaResponse<{ listing: Listing; released: number } | ListingConflict>
) => {
  const { connection_id, external_sku } = req.validatedBody
  const current = async () => {
    const rows = await marketplaceOf(req.scope).listMarketplaceListings({ connection_id, external_sku })
    const [listing] = await presentListings(req.scope, rows)
    return { listing }
  }
  await answerConflict(res, current, async () => {
    const { result } = await saveMarketplaceListingWorkflow(req.scope).run({
      input: { ...req.validatedBody, actor: actorOf(req) },
    })
    const [listing] = await presentListings(req.scope, [result.listing])
    res.json({ listing, released: result.released })
  })
}
