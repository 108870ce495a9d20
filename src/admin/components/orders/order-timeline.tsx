import { Text } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { useUsers } from "../../hooks/api/store"
import { useFormat } from "../../hooks/use-format"
import type { OrderDetails } from "../../../api/admin/marketplaces/orders/types"
import { timelineOf } from "./timeline"

/** Everything that was decided here and tried at the marketplace, the latest first. */
export const OrderTimeline = ({ order }: { order: OrderDetails }) => {
  const { t } = useTranslation("marketplaces")
  const { date } = useFormat()
  const actors = order.history.map(({ actor }) => actor.split(":")[1]).filter(Boolean)
  const users = useUsers([...new Set(actors)]).data?.users ?? []
  const nameOf = (actor: string) => {
    const [kind, id] = actor.split(":")
    if (kind === "system") return t("history.system")
    const user = users.find((one) => one.id === id)
    return user
      ? [user.first_name, user.last_name].filter(Boolean).join(" ") || user.email
      : t(`changes.actors.${kind}`, { defaultValue: actor })
  }
  return (
    <ol className="flex flex-col gap-y-3">
      {timelineOf(order).map((one) => {
        const reason = one.kind === "event" ? one.entry.data?.reason : one.attempt.message
        return (
          <li key={one.key} className="border-ui-border-base flex flex-col border-l-2 pl-3">
            <div className="flex flex-wrap justify-between gap-x-4">
              <Text size="small" weight={one.kind === "event" ? "plus" : "regular"}>
                {one.kind === "event"
                  ? t(`history.${one.entry.event.replaceAll(".", "_")}`, { defaultValue: one.entry.event })
                  : t("history.attempt", {
                      type: t(`action.types.${one.action.type}`),
                      number: one.number,
                      outcome: t(`action.outcomes.${one.attempt.outcome}`, {
                        defaultValue: one.attempt.outcome,
                      }),
                    })}
              </Text>
              <Text size="small" className="text-ui-fg-subtle">
                {date(one.at)}
              </Text>
            </div>
            <Text size="small" className="text-ui-fg-subtle break-words">
              {[one.kind === "event" && nameOf(one.entry.actor), reason].filter(Boolean).join(" · ")}
            </Text>
          </li>
        )
      })}
    </ol>
  )
}
