import type { ListedOrder } from "../../../../modules/marketplace/stores/order-list"
import type { SnapshotView } from "../../../../workflows/manage-orders/read-order"
import type { LinkedOrder } from "./present"
import type { OrderAmounts } from "./types"

/** The marketplace's figures against the store's; the store's are null until it has the order. Major units. */
export function presentAmounts(
  row: ListedOrder,
  { figures }: SnapshotView,
  order: LinkedOrder | undefined
): OrderAmounts {
  const marketplace_total = row.total === null ? null : Number(row.total)
  const store_total = order ? Number(order.total) : null
  const difference =
    marketplace_total === null || store_total === null
      ? null
      : Math.round((store_total - marketplace_total) * 1000) / 1000
  return { currency_code: row.currency_code, marketplace_total, store_total, difference, ...figures }
}
