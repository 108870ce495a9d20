import { StatusBadge, Text } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { ProblemTip } from "../problem-tip"
import { useMarketplace } from "../../hooks/api/marketplaces"
import { useFormat } from "../../hooks/use-format"
import type { MarketplaceAction } from "../../../api/admin/marketplaces/actions/types"
import type { MarketplaceOrder } from "../../../api/admin/marketplaces/orders/types"
import type { ActionState } from "../../../orders/actions"
import { ActionRemedies } from "./action-remedies"
import { callStanding } from "./call-standing"
import type { KnownParcel } from "./parcel-form"
import { parcelWay } from "./parcel-way"
import { ParcelSteps } from "./parcel-steps"

const COLORS: Record<ActionState, "grey" | "green" | "orange" | "blue" | "red"> = {
  pending: "grey",
  sending: "blue",
  sent: "blue",
  confirmed: "green",
  retrying: "orange",
  needs_attention: "red",
  skipped: "grey",
  done_elsewhere: "green",
}

type Props = {
  action: MarketplaceAction
  order: Pick<MarketplaceOrder, "id" | "connection_id" | "marketplace_id" | "is_test">
  title?: string
  facts?: KnownParcel
}

/** One thing that is sent to the marketplace: its state, why it waits, and what to do about it. */
export const ActionCard = ({ action, order, title, facts }: Props) => {
  const { t } = useTranslation("marketplaces")
  const { date, distance } = useFormat()
  const { state, problem, next_attempt_at, confirmed_at, params } = action
  const isOpen = ["pending", "retrying", "needs_attention"].includes(state)
  const last = action.attempts.filter(({ message }) => message).at(-1)
  const way = parcelWay(action)
  const standing = callStanding(action)
  const marketplace = useMarketplace(order.marketplace_id)?.name ?? order.marketplace_id
  return (
    <div className="shadow-elevation-card-rest bg-ui-bg-base flex flex-col gap-y-3 rounded-lg px-4 py-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Text size="small" leading="compact" weight="plus">
          {title ?? t(`action.types.${action.type}`)}
        </Text>
        <StatusBadge color={COLORS[state]}>
          {state === "skipped" && params.skipped ? t("action.nothingToSend") : t(`action.states.${state}`)}
        </StatusBadge>
      </div>
      {action.type === "ship" && <ParcelSteps way={way} />}
      {confirmed_at && (
        <Text size="small" className="text-ui-fg-subtle">
          {t("action.confirmedAt", { date: date(confirmed_at) })}
        </Text>
      )}
      {params.is_untracked && (
        <Text size="small" className="text-ui-fg-subtle">
          {t("parcel.untracked")}
        </Text>
      )}
      {params.skipped && (
        <Text size="small" className="text-ui-fg-subtle">
          {t(`action.skipped.${params.skipped}`, { defaultValue: "" })}
        </Text>
      )}
      {isOpen && next_attempt_at && !problem && (
        <Text size="small" className="text-ui-fg-subtle">
          {t("action.next", { distance: distance(next_attempt_at) })}
        </Text>
      )}
      {standing && (
        <Text size="small" className="text-ui-fg-subtle">
          {t(`action.${standing}`, { marketplace, time: date(next_attempt_at) })}
        </Text>
      )}
      {problem && <ProblemTip problem={problem} />}
      {action.warning && <ProblemTip problem={action.warning} />}
      {isOpen && last?.message && (
        <Text size="small" className="text-ui-fg-subtle break-words">
          {t("action.said", { message: last.message })}
        </Text>
      )}
      <ActionRemedies action={action} order={order} facts={facts} />
    </div>
  )
}
