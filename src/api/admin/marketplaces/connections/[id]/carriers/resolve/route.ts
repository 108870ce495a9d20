import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { carrierDoubt, carrierProblem } from "../../../../../../../orders/resolved-label"
import { previewParcel } from "../../../../../../../workflows/carriers/preview-parcel"
import type { ResolveBody } from "../../../../carriers/validators"
import { localeOf, presentProblem } from "../../../../present-problem"
import type { Resolution } from "../../../../carriers/types"

export const POST = async (req: AuthenticatedMedusaRequest<ResolveBody>, res: MedusaResponse<Resolution>) => {
  const { tracking_number = null, ...facts } = req.validatedBody
  const { doubts, ...resolution } = await previewParcel(req.scope, req.params.id, {
    ...facts,
    tracking_number,
  })
  const problem = resolution.problem && carrierProblem(resolution.problem, tracking_number)
  res.json({
    ...resolution,
    problem: presentProblem(problem?.code ?? null, problem?.params ?? null, localeOf(req)),
    warnings: doubts
      .map((doubt) => carrierDoubt(doubt, tracking_number))
      .map(({ code, params }) => presentProblem(code, params, localeOf(req))),
  })
}
