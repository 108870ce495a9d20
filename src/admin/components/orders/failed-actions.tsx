import { Button, Text } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { Link } from "react-router-dom"
import { type Closing, useCloseActions, useRetryActions } from "../../hooks/api/actions"
import { useMarketplaceOrders } from "../../hooks/api/marketplace-orders"
import { orderNumber } from "../../lib/order-number"
import type { BulkAnswer, MarketplaceAction, MarketplaceOrder } from "../../lib/types"
import { ReasonPrompt } from "../reason-prompt"
import { ActionMends } from "./action-mends"
import { byProblem } from "./by-problem"
import { GroupChoice, GroupSection } from "./group-section"
import { useTold } from "./use-told"

/** What the marketplaces could not be told, by cause: sent again, done by hand or given up, alone or together. */
export const FailedActions = ({ actions }: { actions: MarketplaceAction[] }) => {
  const ids = [...new Set(actions.map(({ marketplace_order_id }) => marketplace_order_id))].slice(0, 200)
  const orders = useMarketplaceOrders({ id: ids, limit: 200 }, ids.length > 0).data?.orders ?? []
  return byProblem(actions).map((group) => (
    <ActionGroup key={group[0].problem?.code ?? ""} actions={group} orders={orders} />
  ))
}

type Props = { actions: MarketplaceAction[]; orders: MarketplaceOrder[] }

const ActionGroup = ({ actions, orders }: Props) => {
  const { t } = useTranslation("marketplaces")
  const told = useTold()
  const retry = useRetryActions()
  const close = useCloseActions()
  const [chosen, setChosen] = useState<string[]>([])
  const [closing, setClosing] = useState<Closing>()
  const known = actions.map(({ id }) => id)
  const ids = chosen.length ? chosen.filter((id) => known.includes(id)) : known
  const [{ problem }] = actions
  const isStuck = actions.some(({ state }) => state === "needs_attention")
  const isWorking = retry.isPending || close.isPending
  const done = (answer: BulkAnswer) => {
    told(answer)
    setChosen([])
    setClosing(undefined)
  }
  const scope = chosen.length ? "chosen" : "all"
  return (
    <GroupSection
      title={
        problem
          ? t(`fix.titles.${problem.code}`, { defaultValue: problem.message })
          : t("action.states.needs_attention")
      }
      badge={isStuck ? { text: t("fix.notTold"), color: "red" } : { text: t("fix.informs"), color: "grey" }}
      count={t("fix.actions", { count: actions.length })}
      hint={problem?.hint}
      buttons={
        <>
          <Button
            size="small"
            variant="secondary"
            type="button"
            disabled={isWorking}
            onClick={() => retry.mutate({ ids }, { onSuccess: done })}
          >
            {t(`fix.${scope}.resend`, { count: ids.length })}
          </Button>
          <Button
            size="small"
            variant="secondary"
            type="button"
            disabled={isWorking}
            onClick={() => setClosing("mark-done")}
          >
            {t(`fix.${scope}.markDone`, { count: ids.length })}
          </Button>
          {isStuck && (
            <Button
              size="small"
              variant="secondary"
              type="button"
              disabled={isWorking}
              onClick={() => setClosing("skip")}
            >
              {t(`fix.${scope}.skip`, { count: ids.length })}
            </Button>
          )}
        </>
      }
    >
      <ul className="divide-y rounded-lg border">
        {actions.map((action) => {
          const order = orders.find(({ id }) => id === action.marketplace_order_id)
          return (
            <li key={action.id} className="flex flex-col gap-y-3 px-4 py-3">
              <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
                <GroupChoice
                  orderId={action.marketplace_order_id}
                  number={order ? orderNumber(order) : t("state.loading")}
                  isChosen={chosen.includes(action.id)}
                  onChoose={(isChosen) =>
                    setChosen(isChosen ? [...chosen, action.id] : chosen.filter((id) => id !== action.id))
                  }
                />
                <Text size="small">{t(`action.types.${action.type}`)}</Text>
                {order?.order_id && (
                  <Link
                    to={`/orders/${order.order_id}`}
                    className="txt-compact-small text-ui-fg-interactive-hover dark:text-ui-fg-interactive"
                  >
                    {t("order.openStore", { number: order.display_id ?? "" })}
                  </Link>
                )}
              </div>
              <Text size="small">{action.problem?.message}</Text>
              {order && <ActionMends action={action} order={order} />}
            </li>
          )
        })}
      </ul>
      {closing && (
        <ReasonPrompt
          title={t(closing === "skip" ? "action.skipTitle" : "action.markDoneTitle", {
            count: ids.length,
          })}
          description={t(closing === "skip" ? "action.skipText" : "action.markDoneText")}
          confirmText={t(closing === "skip" ? "action.skip" : "action.markDone")}
          isPending={close.isPending}
          onClose={() => setClosing(undefined)}
          onConfirm={(reason) => close.mutate({ ids, closing, reason }, { onSuccess: done })}
        />
      )}
    </GroupSection>
  )
}
