import { IconButton, StatusBadge, Text } from "@medusajs/ui"
import { XMarkMini } from "@medusajs/icons"
import { useQueryClient } from "@tanstack/react-query"
import { useEffect, useState } from "react"
import { useTranslation } from "react-i18next"
import { Link, useLocation } from "react-router-dom"
import { useMarketplaceOrders } from "../../hooks/api/marketplace-orders"
import { orderNumber } from "../../lib/order-number"
import { nextLook } from "../../lib/polling"
import { connectionKeys, orderKeys } from "../../lib/query-keys"
import type { MarketplaceOrder } from "../../../api/admin/marketplaces/orders/types"

const SHOWN = 12

/** In the store, or judged and held again: nothing more happens automatically. Until then it keeps its old problem. */
export const isJudged = ({ imported_at, problem, next_attempt_at, state }: MarketplaceOrder) =>
  Boolean(imported_at) ||
  (problem !== null && next_attempt_at !== null) ||
  !["ready", "importing"].includes(state)

const isHeld = (order: MarketplaceOrder) => order.problem !== null && isJudged(order)

type Props = { ids: string[]; since: string; onClose: () => void }

/** What a remedy has released, followed until each order is in the store or says what else it needs. */
export const ReleasedOrders = ({ ids, since, onClose }: Props) => {
  const { t } = useTranslation("marketplaces")
  const { search } = useLocation()
  const client = useQueryClient()
  const { data } = useMarketplaceOrders({ id: ids, limit: 200 }, true, (page) =>
    page?.orders.every(isJudged) ? false : nextLook([since])
  )
  const orders = data?.orders.filter(({ id }) => ids.includes(id)) ?? []
  const imported = orders.filter(({ imported_at }) => imported_at).length
  const left = ids.length - orders.filter(isJudged).length
  const [before, setBefore] = useState<number>()
  useEffect(() => {
    if (!data || left === before) return
    setBefore(left)
    void client.invalidateQueries({ queryKey: orderKeys.list({ problems: true }) })
    void client.invalidateQueries({ queryKey: connectionKeys.all })
  }, [data, left, before, client])
  return (
    <section
      aria-label={t("fix.released")}
      className="bg-ui-bg-base shadow-elevation-flyout sticky bottom-4 z-10 mx-4 my-4 flex items-start gap-x-4 rounded-lg px-4 py-3"
    >
      <div className="flex min-w-0 flex-1 flex-col gap-y-2">
        <Text size="small" leading="compact" weight="plus" role="status">
          {left
            ? t("fix.releasing", { count: left })
            : t("fix.releasedCount", { count: imported, of: ids.length })}
        </Text>
        <ul className="flex flex-wrap gap-x-4 gap-y-2">
          {orders.slice(0, SHOWN).map((order) => (
            <li key={order.id} className="flex items-center gap-x-2">
              <Link to={`/marketplace-orders/${order.id}${search}`} className="txt-compact-small-plus">
                {orderNumber(order)}
              </Link>
              <StatusBadge color={order.imported_at ? "green" : isHeld(order) ? "orange" : "blue"}>
                {order.imported_at
                  ? t("fix.inStore", { number: order.display_id ?? "" })
                  : isHeld(order)
                    ? t("fix.stillHeld")
                    : t("order.states.importing")}
              </StatusBadge>
            </li>
          ))}
        </ul>
      </div>
      <IconButton size="small" variant="transparent" aria-label={t("fix.hide")} onClick={onClose}>
        <XMarkMini />
      </IconButton>
    </section>
  )
}
