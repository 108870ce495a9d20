import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import {
  acceptMarketplaceLabelIntegrationWorkflow,
  confirmMarketplaceLabelAccountWorkflow,
  deleteMarketplaceLabelAccountWorkflow,
  reportMarketplaceLabelsWorkflow,
  updateMarketplaceLabelAccountWorkflow,
} from "../../../../workflows/labels/label-accounts"
import { labelsOf } from "../../../../workflows/shared/labels"
import { answerConflict } from "../../marketplaces/answer-conflict"
import { actorOf, type DeleteQuery } from "../../marketplaces/helpers"
import { demand } from "../../marketplaces/permissions"
import type { Deleted } from "../../marketplaces/types"
import { keysFor, storedKeys } from "../keys"
import { currentAccount } from "../present"
import type { LabelAccountConflict, ShownLabelAccount } from "../types"
import type { UpdateLabelAccountBody } from "../validators"

export const GET = async (
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse<{ label_account: ShownLabelAccount }>
) => {
  res.json(await currentAccount(req))
}

/** With the `version` that was shown, only that one is changed; keys are laid over those that were read. */
export const POST = async (
  req: AuthenticatedMedusaRequest<UpdateLabelAccountBody>,
  res: MedusaResponse<{ label_account: ShownLabelAccount } | LabelAccountConflict>
) => {
  const { credentials, confirm_instance, accept_integration_id, webhook, ...input } = req.validatedBody
  if (credentials) await demand(req, "marketplace_credential:update")
  const { id } = req.params
  const actor = actorOf(req)
  const labels = labelsOf(req.scope)
  const current = () => currentAccount(req)
  await answerConflict(res, current, async () => {
    const { service_id, version } = await labels.account(id)
    const complete =
      credentials && keysFor(req.scope, service_id, credentials, await labels.keptCredentials(id))
    await updateMarketplaceLabelAccountWorkflow(req.scope).run({
      input: {
        ...input,
        id,
        actor,
        ...(complete && {
          version: input.version ?? version,
          account: labels.labelService(service_id).account(complete),
          keys: storedKeys(req.scope, service_id, id, complete),
        }),
      },
    })
    if (confirm_instance)
      await confirmMarketplaceLabelAccountWorkflow(req.scope).run({ input: { id, actor } })
    if (accept_integration_id) {
      await acceptMarketplaceLabelIntegrationWorkflow(req.scope).run({
        input: { id, integration_id: accept_integration_id, actor },
      })
    }
    if (webhook !== undefined)
      await reportMarketplaceLabelsWorkflow(req.scope).run({ input: { id, is_on: webhook } })
    res.json(await current())
  })
}

/** With the `version` that was shown, only that account is deleted. Its labels stay. */
export const DELETE = async (
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse<Deleted | LabelAccountConflict>
) => {
  const { id } = req.params
  const { version } = req.validatedQuery as DeleteQuery
  await answerConflict(
    res,
    () => currentAccount(req),
    async () => {
      await deleteMarketplaceLabelAccountWorkflow(req.scope).run({
        input: { id, version, actor: actorOf(req) },
      })
      res.json({ id, object: "marketplace_label_account", deleted: true })
    }
  )
}
