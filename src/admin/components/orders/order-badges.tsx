import { Badge, StatusBadge, Text } from "@medusajs/ui"
import type { ReactNode } from "react"
import { useTranslation } from "react-i18next"
import { useFormat } from "../../hooks/use-format"
import { useNow } from "../../hooks/use-now"
import type { MarketplaceOrder } from "../../../api/admin/marketplaces/orders/types"
import type { MarketplaceOrderState } from "../../../orders/order-states"
import { deadlineOf } from "./deadline"

const COLORS: Record<MarketplaceOrderState, "grey" | "green" | "orange" | "blue" | "red" | "purple"> = {
  to_accept: "orange",
  waiting: "grey",
  ready: "blue",
  importing: "blue",
  imported: "blue",
  partly_shipped: "purple",
  shipped: "green",
  delivered: "green",
  canceled: "red",
  ignored: "grey",
}

export const OrderStateBadge = ({ state }: { state: MarketplaceOrderState }) => {
  const { t } = useTranslation("marketplaces")
  return <StatusBadge color={COLORS[state]}>{t(`order.states.${state}`)}</StatusBadge>
}

export const TestMark = () => {
  const { t } = useTranslation("marketplaces")
  return (
    <Badge size="2xsmall" color="purple">
      {t("order.test")}
    </Badge>
  )
}

/** A price that was negotiated with the buyer: never accepted without a person. */
export const NegotiatedMark = ({ order }: { order: Pick<MarketplaceOrder, "lines"> }) => {
  const { t } = useTranslation("marketplaces")
  if (!order.lines.some(({ is_negotiated }) => is_negotiated)) return null
  return (
    <Badge size="2xsmall" color="orange">
      {t("order.negotiated")}
    </Badge>
  )
}

type DeadlineProps = { order: MarketplaceOrder; fallback?: ReactNode }

/** The date that matters next, in words and not by color alone. */
export const Deadline = ({ order, fallback = null }: DeadlineProps) => {
  const { t } = useTranslation("marketplaces")
  const { date, distance } = useFormat()
  const deadline = deadlineOf(order, useNow())
  if (!deadline) return fallback
  const { kind, time, urgency } = deadline
  const words = t(`order.deadline.${kind}.${urgency}`, { distance: distance(time) })
  return (
    <time dateTime={time} title={date(time)} className="flex items-center gap-x-2">
      {urgency === "later" ? (
        <Text size="small" leading="compact">
          {words}
        </Text>
      ) : (
        <Badge size="2xsmall" color={urgency === "late" ? "red" : "orange"}>
          {words}
        </Badge>
      )}
    </time>
  )
}
