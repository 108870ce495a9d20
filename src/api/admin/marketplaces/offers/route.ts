import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { describeStep } from "../../../../offers/explain"
import type { Locale } from "../../../../orders/fill-text"
import { describeProblem } from "../../../../orders/problems"
import { describeRefusal } from "../../../../orders/refusals"
import { createMarketplaceOffersWorkflow } from "../../../../workflows/manage-offers/create-offers"
import type { CreationRefused } from "../../../../workflows/offers/create-offers"
import { marketplaceOf } from "../../../../workflows/shared/marketplace"
import { paging } from "../list-query"
import { actorOf } from "../helpers"
import { localeOf } from "../present-problem"
import { offerFilter } from "./filter"
import { presentOffers } from "./present"
import type { OfferList, OffersToCreate } from "./types"
import type { CreateOffersBody, ListOffersQuery } from "./validators"

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

/** Creates offers by EAN; with `dry_run` it only says which ones, and what is in the way of the others. */
export const POST = async (
  req: AuthenticatedMedusaRequest<CreateOffersBody>,
  res: MedusaResponse<OffersToCreate>
) => {
  const { variant_ids = null, ...body } = req.validatedBody
  const { result } = await createMarketplaceOffersWorkflow(req.scope).run({
    input: { ...body, variant_ids, actor: actorOf(req) },
  })
  const locale = localeOf(req)
  const refused = result.refused.map(({ why, ...variant }) => ({
    ...variant,
    message: sentenceOf(why, variant.variant_id, locale),
  }))
  res.json({ ...result, refused, dry_run: body.dry_run })
}

function sentenceOf(why: CreationRefused["why"], id: string, locale: Locale): string {
  if (!why) return describeRefusal("variant_not_found", { id }, locale)
  return "step" in why
    ? describeStep(why.step, locale)
    : describeProblem(why.problem.code, why.problem.params, locale).message
}
