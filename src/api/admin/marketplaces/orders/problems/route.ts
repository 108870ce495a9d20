import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { isBlocking } from "../../../../../orders/problems"
import { marketplaceOf } from "../../../../../workflows/shared/marketplace"
import { iso } from "../../iso"
import { localeOf, presentProblem } from "../../present-problem"
import type { CountProblemsQuery } from "../validators"
import type { ProblemCause, ProblemGroup } from "../types"

/** The list ends after this many different causes; the counts include all. */
const MAX_CAUSES = 500

/** What holds orders up, the same problem counted once, with its causes: the same details are the same cause. */
export const GET = async (
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse<{ problems: ProblemGroup[] }>
) => {
  const locale = localeOf(req)
  const { id: ids, ...filters } = req.validatedQuery as CountProblemsQuery
  const marketplace = marketplaceOf(req.scope)
  const as_of = (await marketplace.actions.readClock()).toISOString()
  const { codes, causes } = await marketplace.orders.countProblems({ ...filters, ids }, MAX_CAUSES)
  const problems = codes.map(({ code, count, due_at }): ProblemGroup => {
    const own = causes
      .filter((cause) => cause.code === code)
      .map(({ params, count: of, connection_ids }): ProblemCause => ({
        ...presentProblem(code, params, locale),
        count: of,
        connection_ids,
      }))
    return {
      ...presentProblem(code, causes.find((cause) => cause.code === code)?.params ?? null, locale),
      is_blocking: isBlocking(code),
      count,
      due_at: iso(due_at),
      as_of,
      causes: own,
    }
  })
  res.json({ problems })
}
