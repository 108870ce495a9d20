import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { previewParcel } from "../../../../../../../workflows/carriers/preview-parcel"
import type { ResolveBody } from "../../../../carriers/validators"
import { localeOf, presentProblem } from "../../../../present-problem"
import type { Resolution } from "../../../../carriers/types"

export const POST = async (req: AuthenticatedMedusaRequest<ResolveBody>, res: MedusaResponse<Resolution>) => {
  const { tracking_number = null, ...facts } = req.validatedBody
  const parcel = { ...facts, tracking_number }
  const { problem, doubts, ...resolution } = await previewParcel(req.scope, req.params.id, parcel)
  res.json({
    ...resolution,
    problem: presentProblem(problem?.code ?? null, problem?.params ?? null, localeOf(req)),
    warnings: doubts.map(({ code, params }) => presentProblem(code, params, localeOf(req))),
  })
}
