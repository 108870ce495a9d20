import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { suggestListings } from "../../../../../workflows/listings/suggest-listings"
import type { ListingSuggestions } from "../types"
import type { SuggestQuery } from "../validators"

export const GET = async (
  req: AuthenticatedMedusaRequest<unknown, SuggestQuery>,
  res: MedusaResponse<ListingSuggestions>
) => {
  res.json({ suggestions: await suggestListings(req.scope, req.validatedQuery as SuggestQuery) })
}
