import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import {
  createMarketplaceLabelAccountWorkflow,
  newLabelAccountId,
} from "../../../workflows/labels/label-accounts"
import { labelsOf } from "../../../workflows/shared/labels"
import { actorOf } from "../marketplaces/helpers"
import { localeOf } from "../marketplaces/present-problem"
import { keysFor, storedKeys } from "./keys"
import { presentLabelAccount } from "./present"
import type { LabelAccountsPage, ShownLabelAccount } from "./types"
import type { CreateLabelAccountBody, ListLabelAccountsQuery } from "./validators"

export const GET = async (
  req: AuthenticatedMedusaRequest<unknown, ListLabelAccountsQuery>,
  res: MedusaResponse<LabelAccountsPage>
) => {
  const { q, limit, offset } = req.validatedQuery as ListLabelAccountsQuery
  const rows = (await labelsOf(req.scope).accounts.listAccounts()).filter(
    ({ name }) => !q || name.toLowerCase().includes(q.toLowerCase())
  )
  const label_accounts = rows
    .slice(offset, offset + limit)
    .map((row) => presentLabelAccount(row, localeOf(req)))
  res.json({ label_accounts, count: rows.length, limit, offset })
}

export const POST = async (
  req: AuthenticatedMedusaRequest<CreateLabelAccountBody>,
  res: MedusaResponse<{ label_account: ShownLabelAccount }>
) => {
  const { credentials, service_id, ...input } = req.validatedBody
  const labels = labelsOf(req.scope)
  const complete = keysFor(req.scope, service_id, credentials, null)
  const id = newLabelAccountId()
  await createMarketplaceLabelAccountWorkflow(req.scope).run({
    input: {
      ...input,
      id,
      service_id,
      account: labels.labelService(service_id).account(complete),
      ...storedKeys(req.scope, service_id, id, complete),
      actor: actorOf(req),
    },
  })
  res.json({ label_account: presentLabelAccount(await labels.account(id), localeOf(req)) })
}
