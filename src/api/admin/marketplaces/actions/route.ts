import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { marketplaceOf } from "../../../../workflows/shared/marketplace"
import { paging } from "../list-query"
import { localeOf } from "../present-problem"
import { presentActions } from "./present"
import type { ListActionsQuery } from "./validators"
import type { ActionsPage } from "./types"

const ORDERABLE = ["created_at", "next_attempt_at", "sent_at", "confirmed_at", "state", "type"]

export const GET = async (
  req: AuthenticatedMedusaRequest<unknown, ListActionsQuery>,
  res: MedusaResponse<ActionsPage>
) => {
  const { limit, offset, order, q: _q, ...filters } = req.validatedQuery as ListActionsQuery
  const marketplace = marketplaceOf(req.scope)
  const { rows, count } = await marketplace.actions.listActions(
    filters,
    paging({ limit, offset, order }, ORDERABLE, "-created_at")
  )
  res.json({ actions: await presentActions(marketplace, rows, localeOf(req)), count, limit, offset })
}
