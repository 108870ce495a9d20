import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { saveMarketplaceListingWorkflow } from "../../../../workflows/listings/save-listing"
import { marketplaceOf } from "../../../../workflows/shared/marketplace"
import { answerConflict } from "../answer-conflict"
import { actorOf } from "../helpers"
import { cursorOf, paging } from "../list-query"
import { presentListings } from "./present"
import type { ListListingsQuery, SaveListingBody } from "./validators"
import type { Listing, ListingConflict, ListingsPage } from "./types"

const ORDER = "external_sku"
const ORDERABLE = ["external_sku", "created_at", "updated_at"]

export const GET = async (
  req: AuthenticatedMedusaRequest<unknown, ListListingsQuery>,
  res: MedusaResponse<ListingsPage>
) => {
  const { limit, offset, order, after, ...filters } = req.validatedQuery as ListListingsQuery
  const page = { limit, offset, order, after }
  const { rows, count, next } = await marketplaceOf(req.scope).listings.listListings(
    filters,
    paging(page, ORDERABLE, ORDER)
  )
  const listings = await presentListings(req.scope, rows)
  res.json({ listings, count, limit, offset, next: cursorOf(page, ORDER, next) })
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
