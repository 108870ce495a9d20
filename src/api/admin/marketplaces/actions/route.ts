import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { marketplaceOf } from "../../../../workflows/shared/marketplace"
import { cursorOf, paging } from "../list-query"
import { localeOf } from "../present-problem"
import { presentActions } from "./present"
import type { ListActionsQuery } from "./validators"
import type { ActionsPage } from "./types"

const ORDER = "-created_at"
const ORDERABLE = ["created_at", "next_attempt_at", "sent_at", "confirmed_at", "state", "type"]

export const GET = async (
  req: AuthenticatedMedusaRequest<unknown, ListActionsQuery>,
  res: MedusaResponse<ActionsPage>
) => {
  const { limit, offset, order, after, q: _q, ...filters } = req.validatedQuery as ListActionsQuery
  const page = { limit, offset, order, after }
  const marketplace = marketplaceOf(req.scope)
  const { rows, count, next } = await marketplace.actions.listActions(filters, paging(page, ORDERABLE, ORDER))
  const actions = await presentActions(marketplace, rows, localeOf(req))
  res.json({ actions, count, limit, offset, next: cursorOf(page, ORDER, next) })
}
