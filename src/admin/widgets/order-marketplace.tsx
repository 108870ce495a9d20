import { defineWidgetConfig } from "@medusajs/admin-sdk"
import { SectionRow } from "@medusajs/dashboard/components"
import type { AdminOrder, DetailWidgetProps } from "@medusajs/framework/types"
import { Button, Container, InlineTip } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { Link } from "react-router-dom"
import { Deadline, OrderStateBadge, TestMark } from "../components/orders/order-badges"
import { ActionCard } from "../components/orders/action-card"
import { ParcelForm } from "../components/orders/parcel-form"
import { SectionHeader } from "../components/section-header"
import { useActions } from "../hooks/api/actions"
import { useConnection } from "../hooks/api/connections"
import { useMarketplaceOrder, useMarketplaceOrders } from "../hooks/api/marketplace-orders"
import { useMarketplace } from "../hooks/api/marketplaces"
import type { MarketplaceAction, MarketplaceOrder } from "../lib/types"

const OrderMarketplaceWidget = ({ data: order }: DetailWidgetProps<AdminOrder>) => {
  // The importer marks its orders, so others cost no request; the rows say the rest.
  const isOurs = Boolean(order.metadata?.marketplace)
  const { data } = useMarketplaceOrders({ order_id: order.id, limit: 10 }, isOurs)
  return data?.orders.map((marketplaceOrder) => (
    <MarketplaceOrderSection key={marketplaceOrder.id} order={marketplaceOrder} />
  ))
}

const MarketplaceOrderSection = ({ order }: { order: MarketplaceOrder }) => {
  const { t } = useTranslation("marketplaces")
  const connection = useConnection(order.connection_id).data?.connection
  const portal_url = useMarketplaceOrder(order.id).data?.order.portal_url
  const actions = useActions({ marketplace_order_id: order.id, limit: 100 }).data?.actions ?? []
  return (
    <Container className="divide-y p-0">
      <SectionHeader
        title={connection?.name ?? order.marketplace_id}
        badge={
          <>
            <OrderStateBadge state={order.state} />
            {order.is_test && <TestMark />}
          </>
        }
      />
      {order.is_test && (
        <div className="px-6 py-4">
          <InlineTip label={t("order.test")}>{t("testOrder.hint")}</InlineTip>
        </div>
      )}
      {order.problem && (
        <div className="px-6 py-4">
          <InlineTip variant="warning" label={order.problem.message}>
            {order.problem.hint}
          </InlineTip>
        </div>
      )}
      <SectionRow
        title={t("order.number")}
        value={
          <Link to={`/marketplace-orders/${order.id}?tab=all`} className="text-ui-fg-interactive break-all">
            {order.external_reference ?? order.external_id}
          </Link>
        }
      />
      <SectionRow title={t("order.due")} value={<Deadline order={order} />} />
      <SectionRow title={t("order.statusThere")} value={order.external_status} />
      {portal_url && /^https?:/.test(portal_url) && (
        <div className="px-6 py-4">
          <a
            href={portal_url}
            target="_blank"
            rel="noreferrer"
            className="text-ui-fg-interactive txt-compact-small"
          >
            {t("order.openPortal")}
          </a>
        </div>
      )}
      {actions.length > 0 && (
        <div className="flex flex-col gap-y-3 px-6 py-4">
          {actions.map((action) => (
            <Parcel key={action.id} action={action} order={order} />
          ))}
        </div>
      )}
    </Container>
  )
}

/** An action, and for a parcel the way to correct its carrier or number where the marketplace still takes it. */
const Parcel = ({ action, order }: { action: MarketplaceAction; order: MarketplaceOrder }) => {
  const { t } = useTranslation("marketplaces")
  const [isEditing, setEditing] = useState(false)
  const corrects = useMarketplace(order.marketplace_id)?.capabilities.corrects_shipments ?? false
  const isTold = ["sending", "sent", "confirmed", "done_elsewhere"].includes(action.state)
  const { fulfillment_id } = action
  return (
    <>
      <ActionCard action={action} />
      {action.type === "ship" && fulfillment_id && (corrects || !isTold) && action.state !== "skipped" && (
        <>
          <div>
            <Button
              size="small"
              variant="transparent"
              aria-expanded={isEditing}
              onClick={() => setEditing(!isEditing)}
            >
              {t("parcel.correct")}
            </Button>
          </div>
          {isEditing && (
            <ParcelForm order={order} fulfillmentId={fulfillment_id} onDone={() => setEditing(false)} />
          )}
        </>
      )}
    </>
  )
}

export const config = defineWidgetConfig({
  zone: "order.details.side",
  id: "marketplace-connect-order",
})

export default OrderMarketplaceWidget
