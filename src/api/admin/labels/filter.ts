import type { LabelListQuery } from "../../../modules/label/stores/requests"
import type { ListLabelsQuery } from "./validators"

/** What a query of labels asks for, without its page. */
export const filterOf = (
  given: Omit<ListLabelsQuery, "limit" | "offset">
): Omit<LabelListQuery, "limit" | "offset"> => ({
  account_id: given.account_id ?? null,
  order_id: given.order_id ?? null,
  fulfillment_id: given.fulfillment_id ?? given.return_id ?? null,
  states: given.state ?? null,
  problems: given.problem ?? null,
  printed: given.printed ?? null,
  has_problem: given.has_problem ?? null,
  q: given.q || null,
})
