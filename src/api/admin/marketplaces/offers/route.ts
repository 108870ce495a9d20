import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { marketplaceOf } from "../../../../workflows/shared/marketplace"
import { paging } from "../list-query"
import { localeOf } from "../present-problem"
import { presentOffers } from "./present"
import type { OfferList } from "./types"
import type { ListOffersQuery } from "./validators"

/** A product has at most so many variants that are looked for. */
const MOST_VARIANTS = 1000

export const GET = async (
  req: AuthenticatedMedusaRequest<unknown, ListOffersQuery>,
  res: MedusaResponse<OfferList>
) => {
  const { limit, offset, order, q, connection_id, variant_id, product_id, state, problem, differs } =
    req.validatedQuery as ListOffersQuery
  paging({ limit, offset, order }, ["external_sku"], "external_sku")
  const { offers, count } = await marketplaceOf(req.scope).offers.listOffers(
    {
      connection_ids: connection_id,
      variant_ids: product_id
        ? [...(variant_id ?? []), ...(await variantIdsOf(req, product_id))]
        : variant_id,
      states: state,
      problem: problem === "any" ? true : problem,
      differs,
      q,
    },
    { limit, offset }
  )
  res.json({ offers: await presentOffers(req.scope, offers, localeOf(req)), count, limit, offset })
}

async function variantIdsOf(
  req: AuthenticatedMedusaRequest<unknown, ListOffersQuery>,
  product_id: string[]
): Promise<string[]> {
  const { data } = await req.scope.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "variant",
    fields: ["id"],
    filters: { product_id },
    pagination: { take: MOST_VARIANTS, skip: 0 },
  })
  return data.map(({ id }) => id)
}
