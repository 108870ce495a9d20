import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { problemTitle } from "../../../../orders/problems"
import { labelsOf } from "../../../../workflows/shared/labels"
import { localeOf } from "../../marketplaces/present-problem"
import type { LabelProblemsList } from "../types"

/** What waits for a person, by cause. */
export const GET = async (req: AuthenticatedMedusaRequest, res: MedusaResponse<LabelProblemsList>) => {
  const counts = await labelsOf(req.scope).requests.countLabelProblems()
  const locale = localeOf(req)
  res.json({
    problems: counts.map(({ code, count }) => ({ code, count, title: problemTitle(code, locale) ?? code })),
  })
}
