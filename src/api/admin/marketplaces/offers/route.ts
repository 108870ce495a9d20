import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { marketplaceOf } from "../../../../workflows/shared/marketplace"
import { paging } from "../list-query"
import { localeOf } from "../present-problem"
import { offerFilter } from "./filter"
import { presentOffers } from "./present"
import type { OfferList } from "./types"
import type { ListOffersQuery } from "./validators"

export const GET = async (
  req: AuthenticatedMedusaRequest<unknown, ListOffersQuery>,
  res: MedusaResponse<OfferList>
) => {
  const { limit, offset, order, q, connection_id, variant_id, product_id, state, problem, differs } =
    req.validatedQuery as ListOffersQuery
  paging({ limit, offset, order }, ["external_sku"], "external_sku")
  const filter = await offerFilter(req, { connection_id, variant_id, product_id, state, problem, differs, q })
  const { offers, count } = await marketplaceOf(req.scope).offers.listOffers(filter, { limit, offset })
  res.json({ offers: await presentOffers(req.scope, offers, localeOf(req)), count, limit, offset })
}
