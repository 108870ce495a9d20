import { Badge, StatusBadge, Text } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { useFormat } from "../../hooks/use-format"
import type { MarketplaceOrder, OrderState } from "../../lib/types"

const COLORS: Record<OrderState, "grey" | "green" | "orange" | "blue" | "red" | "purple"> = {
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

export const OrderStateBadge = ({ state }: { state: OrderState }) => {
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

const DAY_MS = 24 * 60 * 60 * 1000

/** The date that matters next, in words and not by colour alone. */
export const Deadline = ({ order }: { order: MarketplaceOrder }) => {
  const { t } = useTranslation("marketplaces")
  const { date, distance } = useFormat()
  const accepts = order.state === "to_accept"
  const owed = accepts || ["ready", "importing", "imported", "partly_shipped"].includes(order.state)
  const time = accepts ? order.accept_by : order.ship_by
  if (!time || !owed) return <span>–</span>
  const left = new Date(time).getTime() - Date.now()
  const words = left < 0 ? "late" : accepts ? "acceptBy" : "shipBy"
  return (
    <div title={date(time)} className="flex items-center gap-x-2">
      {left < DAY_MS ? (
        <Badge size="2xsmall" color={left < 0 ? "red" : "orange"}>
          {t(`order.deadline.${words}`, { distance: distance(time) })}
        </Badge>
      ) : (
        <Text size="small" leading="compact">
          {t(`order.deadline.${words}`, { distance: distance(time) })}
        </Text>
      )}
    </div>
  )
}
