import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { marketplaceOf } from "../../../../../workflows/shared/marketplace"
import { iso } from "../../iso"
import { localeOf, presentProblem } from "../../present-problem"
import type { OfferProblems } from "../types"
import type { OfferProblemsQuery } from "../validators"

/** What offers wait for, grouped by cause, the largest group first. */
export const GET = async (
  req: AuthenticatedMedusaRequest<unknown, OfferProblemsQuery>,
  res: MedusaResponse<OfferProblems>
) => {
  const { connection_id } = req.validatedQuery as OfferProblemsQuery
  const { groups, counts } = await marketplaceOf(req.scope).offers.readOfferProblems(connection_id)
  const locale = localeOf(req)
  res.json({
    problems: groups.map(({ code, params, since, last_since, ...group }) => ({
      ...group,
      problem: presentProblem(code, params, locale),
      since: iso(since),
      last_since: iso(last_since),
    })),
    counts,
  })
}
