import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { CheckResult } from "../../../../marketplaces/port"
import { checkMarketplaceLabelAccountWorkflow } from "../../../../workflows/labels/label-accounts"
import { labelsOf } from "../../../../workflows/shared/labels"
import { marketplaceOf } from "../../../../workflows/shared/marketplace"
import { keysFor } from "../keys"
import type { CheckLabelAccountBody } from "../validators"

/** Tries keys before they are saved, or the stored ones of an account: working ones end its pause. */
export const POST = async (
  req: AuthenticatedMedusaRequest<CheckLabelAccountBody>,
  res: MedusaResponse<CheckResult>
) => {
  const { account_id, credentials, service_id } = req.validatedBody
  const labels = labelsOf(req.scope)
  if (account_id && !credentials) {
    const { result } = await checkMarketplaceLabelAccountWorkflow(req.scope).run({
      input: { id: account_id },
    })
    res.json(result)
    return
  }
  const known = account_id ? await labels.account(account_id) : null
  const service = known?.service_id ?? service_id ?? ""
  const kept = known ? await labels.keptCredentials(known.id) : null
  const complete = keysFor(req.scope, service, credentials ?? {}, kept)
  const { bookCheckTurn } = marketplaceOf(req.scope).pace
  const session = labels.openCheck(service, complete, AbortSignal.timeout(10_000), bookCheckTurn)
  res.json(await session.check())
}
