import { Container } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { Link } from "react-router-dom"
import { useActions } from "../../hooks/api/actions"
import { useInterruption } from "../../hooks/use-interruption"
import type { MarketplaceOrder } from "../../../api/admin/marketplaces/orders/types"
import { OrderInterruption } from "../interruptions"
import { ProblemTip } from "../problem-tip"

/** Its problem, what could not be sent, its deadline, and that nothing goes: each with the next step. */
export const OrderBanner = ({ order }: { order: MarketplaceOrder }) => {
  const { t } = useTranslation("marketplaces")
  const { kind } = useInterruption(order.connection_id)
  const failed = useActions({ marketplace_order_id: [order.id], state: ["needs_attention"] })
  const unsent = (failed.data?.actions ?? []).flatMap(({ problem }) => problem ?? [])
  const problems = [order.problem, ...unsent, order.deadline].filter((one) => one !== null)
  if (!problems.length && !kind) return null
  return (
    <Container className="flex flex-col gap-y-2 px-6 py-4" role="region" aria-label={t("orders.title")}>
      {problems.map((problem, place) => (
        <ProblemTip key={`${problem.code}${place}`} problem={problem} />
      ))}
      <OrderInterruption connectionId={order.connection_id} />
      <Link
        to={`/marketplace-orders/${order.id}?tab=all`}
        className="text-ui-fg-interactive-hover dark:text-ui-fg-interactive txt-compact-small w-fit"
      >
        {t("order.openDetails")}
      </Link>
    </Container>
  )
}
