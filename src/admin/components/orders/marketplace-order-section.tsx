import { ActionMenu, SectionRow } from "@medusajs/dashboard/components"
import { ArrowUpRightOnBox, EllipsisHorizontal, SquareTwoStack, XCircle } from "@medusajs/icons"
import type { AdminOrder } from "@medusajs/framework/types"
import { Button, Container, IconButton, Text } from "@medusajs/ui"
import { useQueryClient } from "@tanstack/react-query"
import { useEffect, useState } from "react"
import { useTranslation } from "react-i18next"
import { ProblemTip } from "../problem-tip"
import { Link } from "react-router-dom"
import { useConnection } from "../../hooks/api/connections"
import { useMarketplaceOrder } from "../../hooks/api/marketplace-orders"
import { useMarketplace } from "../../hooks/api/marketplaces"
import { orderNumber } from "../../lib/order-number"
import { orderKeys } from "../../lib/query-keys"
import type { OrderDetails } from "../../../api/admin/marketplaces/orders/types"
import { OrderInterruption } from "../interruptions"
import { QueryState } from "../query-state"
import { CodeWords } from "../code-words"
import { SectionHeader } from "../section-header"
import { ActionCard } from "./action-card"
import { CancelPrompt } from "./cancel-prompt"
import { remediesOf } from "./remedies"
import { Deadline, OrderStateBadge, TestMark } from "./order-badges"
import { OrderRemedies } from "./order-remedies"
import { parcelsOf } from "./parcel-way"
import { factsOf, isRefundedHere, pickupOf, standOf, unsentParcels, watchFor } from "./store-order"
import { Tip } from "../tip"

type Props = { id: string; storeOrder: AdminOrder }

/** One marketplace order on the page of the store's order. Follows its parcels until the marketplace shows them. */
export const MarketplaceOrderSection = ({ id, storeOrder }: Props) => {
  const query = useMarketplaceOrder(id, (order) => watchFor(order, storeOrder))
  const client = useQueryClient()
  const state = standOf(storeOrder)
  const [seen, setSeen] = useState(state)
  useEffect(() => {
    if (state === seen) return
    setSeen(state)
    void client.invalidateQueries({ queryKey: orderKeys.all })
  }, [client, state, seen])
  if (!query.data) {
    return (
      <Container className="p-0">
        <QueryState query={query}>{null}</QueryState>
      </Container>
    )
  }
  return <Section order={query.data.order} storeOrder={storeOrder} />
}

const Section = ({ order, storeOrder }: { order: OrderDetails; storeOrder: AdminOrder }) => {
  const { t } = useTranslation("marketplaces")
  const connection = useConnection(order.connection_id).data?.connection
  const capabilities = useMarketplace(order.marketplace_id)?.capabilities
  const [isCanceling, setCanceling] = useState(false)
  const { portal_url, problem, deadline, after_sales = [], unavailable } = order
  const details = `/marketplace-orders/${order.id}?tab=all`
  const cancels = remediesOf(order, capabilities).includes("cancel_at_marketplace")
  const isCanceledHere = storeOrder.status === "canceled"
  const pickup = pickupOf(storeOrder)
  const parcels = parcelsOf(order.actions)
  const decisions = order.actions.filter(({ type }) => type !== "ship")
  const unsent = unsentParcels(order, storeOrder)
  const hasPortal = portal_url !== null && /^https?:/.test(portal_url)
  return (
    <Container className="divide-y p-0">
      <SectionHeader
        title={connection?.name ?? order.marketplace_id}
        badge={
          <>
            <OrderStateBadge state={isCanceledHere ? "canceled" : order.state} />
            {order.is_test && <TestMark />}
          </>
        }
      >
        <ActionMenu
          groups={[
            {
              actions: [
                { icon: <SquareTwoStack />, label: t("order.openDetails"), to: details },
                ...(hasPortal
                  ? [
                      {
                        icon: <ArrowUpRightOnBox />,
                        label: t("order.openPortal"),
                        onClick: () => void window.open(portal_url, "_blank", "noreferrer"),
                      },
                    ]
                  : []),
              ],
            },
            {
              actions: cancels
                ? [
                    {
                      icon: <XCircle />,
                      label: t("remedy.cancel_at_marketplace"),
                      onClick: () => setCanceling(true),
                      ...(unavailable.cancel && {
                        disabled: true,
                        disabledTooltip: unavailable.cancel.message,
                      }),
                    },
                  ]
                : [],
            },
          ].filter(({ actions }) => actions.length > 0)}
        >
          <IconButton size="small" variant="transparent" aria-label={t("order.menu")}>
            <EllipsisHorizontal />
          </IconButton>
        </ActionMenu>
      </SectionHeader>
      <SectionRow
        title={t("order.number")}
        value={
          <Link to={details} className="text-ui-fg-interactive-hover dark:text-ui-fg-interactive break-all">
            {orderNumber(order)}
          </Link>
        }
      />
      <SectionRow title={t("order.due")} value={<Deadline order={order} fallback="–" />} />
      {order.delivery_mode && <SectionRow title={t("order.deliveryMode")} value={order.delivery_mode} />}
      {pickup && <SectionRow title={t("address.pickupPoint")} value={pickup} />}
      <SectionRow
        title={t("order.statusThere")}
        value={
          <CodeWords marketplaceId={order.marketplace_id} kind="statuses" code={order.external_status} />
        }
      />
      {order.is_test && (
        <div className="px-6 py-4">
          <Tip label={t("order.test")}>{t("testOrder.hint")}</Tip>
        </div>
      )}
      <OrderInterruption connectionId={order.connection_id} className="px-6 py-4" />
      {problem && (
        <div className="flex flex-col gap-y-3 px-6 py-4">
          <ProblemTip problem={problem} />
          <OrderRemedies order={order} />
        </div>
      )}
      {!problem && isCanceledHere && cancels && (
        <div className="flex flex-col gap-y-3 px-6 py-4">
          <Tip variant="warning" label={t("widget.canceledHere")}>
            {unavailable.cancel?.message ?? t("widget.canceledHereHint")}
          </Tip>
          {!unavailable.cancel && (
            <div>
              <Button size="small" variant="secondary" type="button" onClick={() => setCanceling(true)}>
                {t("remedy.cancel_at_marketplace")}
              </Button>
            </div>
          )}
        </div>
      )}
      {(after_sales.length > 0 || isRefundedHere(storeOrder)) && (
        <div className="px-6 py-4">
          <Tip label={t(after_sales.length > 0 ? "afterSales.title" : "afterSales.refundedThere")}>
            {after_sales.length > 0
              ? [...new Set(after_sales.map(({ kind }) => t(`afterSales.kinds.${kind}`)))].join(", ")
              : t("afterSales.refundedThereHint")}
          </Tip>
        </div>
      )}
      {deadline && !problem && (
        <div className="px-6 py-4">
          <ProblemTip problem={deadline} />
        </div>
      )}
      {parcels.length + decisions.length + unsent.length > 0 && (
        <section aria-label={t("order.actions")} className="flex flex-col gap-y-3 px-6 py-4">
          <Text size="small" leading="compact" weight="plus">
            {t("order.actions")}
          </Text>
          {decisions.map((action) => (
            <ActionCard key={action.id} action={action} order={order} />
          ))}
          {parcels.map(({ action, corrections }, index) => (
            <div key={action.id} className="flex flex-col gap-y-2">
              <ActionCard
                action={action}
                order={order}
                title={parcels.length > 1 ? t("parcel.numbered", { number: index + 1 }) : t("parcel.one")}
                facts={factsOf(storeOrder, action.fulfillment_id)}
              />
              {corrections.map((correction) => (
                <div key={correction.id} className="border-ui-border-base border-l-2 pl-3">
                  <ActionCard
                    action={correction}
                    order={order}
                    title={t("parcel.correction")}
                    facts={factsOf(storeOrder, correction.fulfillment_id)}
                  />
                </div>
              ))}
            </div>
          ))}
          {unsent.map(({ id, isShipped }) => (
            <Text key={id} size="small" className="text-ui-fg-subtle">
              {t(isShipped ? "parcel.beingPlanned" : "parcel.packed")}
            </Text>
          ))}
        </section>
      )}
      {isCanceling && <CancelPrompt order={order} onClose={() => setCanceling(false)} />}
    </Container>
  )
}
