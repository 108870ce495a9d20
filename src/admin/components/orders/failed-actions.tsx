import { Button, Text } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { Link } from "react-router-dom"
import {
  type Closing,
  type SeenActions,
  seenOf,
  useCloseActions,
  useRetryActions,
} from "../../hooks/api/actions"
import { useConnections } from "../../hooks/api/connections"
import { useMarketplaceOrders } from "../../hooks/api/marketplace-orders"
import { interruptionOf } from "../../lib/interruption"
import { orderNumber } from "../../lib/order-number"
import type { MarketplaceAction } from "../../../api/admin/marketplaces/actions/types"
import type { MarketplaceOrder } from "../../../api/admin/marketplaces/orders/types"
import type { BulkAnswer } from "../../../api/admin/marketplaces/types"
import { ReasonPrompt } from "../reason-prompt"
import { ActionRemedies } from "./action-remedies"
import { byProblem } from "./by-problem"
import { GroupChoice, GroupSection } from "./group-section"
import { useOutcomeToast } from "./use-outcome-toast"

/** What could not be sent to the marketplaces, by cause: sent again, done by hand or given up, alone or together. */
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
  const showOutcome = useOutcomeToast()
  const retry = useRetryActions()
  const close = useCloseActions()
  const [chosen, setChosen] = useState<string[]>([])
  /** With what was shown when it was asked: what comes or goes meanwhile does not change what is confirmed. */
  const [asked, setAsked] = useState<SeenActions & { how: Closing }>()
  const [through, setThrough] = useState(0)
  const known = actions.map(({ id }) => id)
  // A chosen action may be sent by now, and gone from this list.
  const picked = chosen.filter((id) => known.includes(id))
  const ids = picked.length ? picked : known
  const seen = seenOf(actions.filter(({ id }) => ids.includes(id)))
  const [{ problem }] = actions
  const connections = useConnections({ limit: 200 }).data?.connections ?? []
  // Of those alone that are interrupted, none would go.
  const stopped = connections
    .filter((one) => !["down", null].includes(interruptionOf(one)))
    .map(({ id }) => id)
  const canCall = actions.some(
    ({ id, connection_id }) => ids.includes(id) && !stopped.includes(connection_id)
  )
  const isStuck = actions.some(({ state }) => state === "needs_attention")
  const isWorking = retry.isPending || close.isPending
  const done = (what: "resend" | Closing) => (answer: BulkAnswer) => {
    showOutcome(answer, what)
    setChosen([])
    setAsked(undefined)
  }
  const scope = picked.length ? "chosen" : "all"
  return (
    <GroupSection
      id={`actions-${problem?.code ?? ""}`}
      title={problem ? problem.title : t("action.states.needs_attention")}
      badge={isStuck ? { text: t("fix.notSent"), color: "red" } : { text: t("fix.informs"), color: "grey" }}
      count={t("fix.actions", { count: actions.length })}
      hint={problem?.hint}
      buttons={
        <>
          {canCall && (
            <Button
              size="small"
              variant="secondary"
              type="button"
              disabled={isWorking}
              onClick={() => retry.mutate(seen, { onSuccess: done("resend") })}
            >
              {t(`fix.${scope}.resend`, { count: ids.length })}
            </Button>
          )}
          <Button
            size="small"
            variant="secondary"
            type="button"
            disabled={isWorking}
            onClick={() => setAsked({ how: "mark-done", ...seen })}
          >
            {t(`fix.${scope}.markDone`, { count: ids.length })}
          </Button>
          {isStuck && (
            <Button
              size="small"
              variant="secondary"
              type="button"
              disabled={isWorking}
              onClick={() => setAsked({ how: "skip", ...seen })}
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
                  isChosen={picked.includes(action.id)}
                  onChoose={(isChosen) =>
                    setChosen(isChosen ? [...picked, action.id] : picked.filter((id) => id !== action.id))
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
              {order && <ActionRemedies action={action} order={order} />}
            </li>
          )
        })}
      </ul>
      {asked && (
        <ReasonPrompt
          title={t(asked.how === "skip" ? "action.skipTitle" : "action.markDoneTitle", {
            count: asked.ids.length,
          })}
          description={t(asked.how === "skip" ? "action.skipText" : "action.markDoneText")}
          confirmText={t(asked.how === "skip" ? "action.skip" : "action.markDone")}
          isPending={close.isPending}
          onClose={() => setAsked(undefined)}
          onConfirm={(reason) => {
            setThrough(0)
            close.mutate(
              {
                ids: asked.ids,
                versions: asked.versions,
                closing: asked.how,
                reason,
                onProgress: setThrough,
              },
              { onSuccess: done(asked.how) }
            )
          }}
        >
          {close.isPending && (
            <Text role="status" size="small">
              {t("outcome.progress", { done: through, count: asked.ids.length })}
            </Text>
          )}
        </ReasonPrompt>
      )}
    </GroupSection>
  )
}
