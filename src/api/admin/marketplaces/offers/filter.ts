import type { AuthenticatedMedusaRequest } from "@medusajs/framework/http"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import type { OfferFilter } from "../../../../modules/marketplace/stores/offers"
import type { ExportOffersQuery } from "./validators"

/** A product has at most so many variants that are looked for. */
const MOST_VARIANTS = 1000

/** Which offers a list or a file of them has. */
export const offerFilter = async (
  req: AuthenticatedMedusaRequest<unknown>,
  { connection_id, variant_id, product_id, state, problem, differs, q }: ExportOffersQuery
): Promise<OfferFilter> => ({
  connection_ids: connection_id,
  variant_ids: product_id ? [...(variant_id ?? []), ...(await variantIdsOf(req, product_id))] : variant_id,
  states: state,
  problem: problem === "any" ? true : problem,
  differs,
  q,
})

async function variantIdsOf(
  req: AuthenticatedMedusaRequest<unknown>,
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
