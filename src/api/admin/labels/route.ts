import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { makeMarketplaceLabelWorkflow } from "../../../workflows/labels/ask-for-labels"
import { labelsOf } from "../../../workflows/shared/labels"
import { actorOf } from "../marketplaces/helpers"
import { localeOf } from "../marketplaces/present-problem"
import { filterOf } from "./filter"
import { currentLabel, presentLabels } from "./present"
import type { LabelsPage, ShownLabel } from "./types"
import type { ListLabelsQuery, MakeLabelBody } from "./validators"

export const GET = async (
  req: AuthenticatedMedusaRequest<unknown, ListLabelsQuery>,
  res: MedusaResponse<LabelsPage>
) => {
  const { limit, offset, ...given } = req.validatedQuery as ListLabelsQuery
  const { rows, count } = await labelsOf(req.scope).requests.listLabelRequests({
    ...filterOf(given),
    limit,
    offset,
  })
  res.json({ labels: await presentLabels(req.scope, rows, localeOf(req)), count, limit, offset })
}

/** Asks for the label of a fulfillment; it is made behind this request. */
export const POST = async (
  req: AuthenticatedMedusaRequest<MakeLabelBody>,
  res: MedusaResponse<{ label: ShownLabel }>
) => {
  const { result } = await makeMarketplaceLabelWorkflow(req.scope).run({
    input: { ...req.validatedBody, actor: actorOf(req) },
  })
  res.status(202).json(await currentLabel(req, result))
}
