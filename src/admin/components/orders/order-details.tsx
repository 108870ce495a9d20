import { JsonViewSection, SectionRow } from "@medusajs/dashboard/components"
import { Button, Heading, InlineTip, Text } from "@medusajs/ui"
import { type ReactNode, useState } from "react"
import { useTranslation } from "react-i18next"
import { Link } from "react-router-dom"
import { useConnection } from "../../hooks/api/connections"
import { useMarketplaceOrder } from "../../hooks/api/marketplace-orders"
import { useFormat } from "../../hooks/use-format"
import type { OrderDetails as Order } from "../../lib/types"
import { ActionCard } from "./action-card"
import { MapSku } from "./map-sku"
import { Deadline, OrderStateBadge, TestMark } from "./order-badges"
import { OrderDecisions } from "./order-decisions"

const LINK = "text-ui-fg-interactive txt-compact-small"

export const OrderDetails = ({ order }: { order: Order }) => {
  const { t } = useTranslation("marketplaces")
  const { date, money } = useFormat()
  const connection = useConnection(order.connection_id).data?.connection
  const { amounts, problem, portal_url } = order
  const amount = (value: number | null) => money(value, amounts.currency_code)
  return (
    <div className="divide-y">
      <div className="flex flex-col gap-y-4 px-6 py-4">
        <div className="flex flex-wrap items-center gap-2">
          <OrderStateBadge state={order.state} />
          {order.is_test && <TestMark />}
          <Deadline order={order} />
        </div>
        {problem && (
          <InlineTip variant="warning" label={problem.message}>
            {problem.hint}
          </InlineTip>
        )}
        {problem?.mend === "map_sku" && <MapSku problem={problem} />}
        <OrderDecisions order={order} />
        <div className="flex flex-wrap gap-4">
          {order.order_id && (
            <Link className={LINK} to={`/orders/${order.order_id}`}>
              {t("order.openStore", { number: order.display_id ?? "" })}
            </Link>
          )}
          {portal_url && /^https?:/.test(portal_url) && (
            <a className={LINK} href={portal_url} target="_blank" rel="noreferrer">
              {t("order.openPortal")}
            </a>
          )}
        </div>
      </div>
      <div>
        <SectionRow title={t("connections.marketplace")} value={connection?.name ?? order.marketplace_id} />
        <SectionRow title={t("order.statusThere")} value={order.external_status} />
        <SectionRow title={t("order.purchased")} value={date(order.purchased_at)} />
        {order.accept_by && <SectionRow title={t("order.acceptBy")} value={date(order.accept_by)} />}
        {order.ship_by && <SectionRow title={t("order.shipBy")} value={date(order.ship_by)} />}
      </div>
      <Part title={t("order.lines")}>
        <ul className="divide-y">
          {order.lines.map((line) => (
            <li key={line.external_ids.join()} className="flex justify-between gap-x-4 py-2">
              <div className="min-w-0">
                <Text size="small" className="break-words">
                  {line.quantity} × {line.title}
                </Text>
                <Text size="small" className="text-ui-fg-subtle break-words">
                  {line.sku ?? "–"}
                </Text>
              </div>
              <Text size="small">{amount(line.unit_price)}</Text>
            </li>
          ))}
        </ul>
      </Part>
      <Part title={t("order.amounts")}>
        <dl className="txt-small grid grid-cols-2 gap-y-2">
          <Amount name={t("order.lines")} value={amount(amounts.lines)} />
          <Amount name={t("order.shipping")} value={amount(amounts.shipping)} />
          {amounts.fees ? <Amount name={t("order.fees")} value={amount(amounts.fees)} /> : null}
          <Amount name={t("order.totalThere")} value={amount(amounts.marketplace_total)} />
          <Amount name={t("order.totalHere")} value={amount(amounts.store_total)} />
          {amounts.difference ? (
            <Amount name={t("order.difference")} value={amount(amounts.difference)} />
          ) : null}
          <Amount name={t("order.commission")} value={amount(amounts.commission_with_tax)} />
        </dl>
      </Part>
      {order.actions.length > 0 && (
        <Part title={t("order.actions")}>
          <div className="flex flex-col gap-y-3">
            {order.actions.map((action) => (
              <ActionCard key={action.id} action={action} />
            ))}
          </div>
        </Part>
      )}
      {order.history.length > 0 && (
        <Part title={t("order.history")}>
          <ol className="flex flex-col gap-y-2">
            {order.history.map(({ id, event, created_at }) => (
              <li key={id} className="flex flex-wrap justify-between gap-x-4">
                <Text size="small">
                  {t(`history.${event.replaceAll(".", "_")}`, { defaultValue: event })}
                </Text>
                <Text size="small" className="text-ui-fg-subtle">
                  {date(created_at)}
                </Text>
              </li>
            ))}
          </ol>
        </Part>
      )}
      <RawSnapshot order={order} />
    </div>
  )
}

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="flex flex-col gap-y-3 px-6 py-4">
    <Heading level="h2">{title}</Heading>
    {children}
  </section>
)

const Amount = ({ name, value }: { name: string; value: string }) => (
  <>
    <dt className="text-ui-fg-subtle">{name}</dt>
    <dd className="text-right">{value}</dd>
  </>
)

/** As the marketplace sent it, without the buyer until somebody asks. */
const RawSnapshot = ({ order }: { order: Order }) => {
  const { t } = useTranslation("marketplaces")
  const [isAsked, setAsked] = useState(false)
  const details = useMarketplaceOrder(order.id, isAsked).data?.order
  const snapshot = details?.snapshot ?? order.snapshot
  if (!snapshot) return null
  const { content } = snapshot
  return (
    <Part title={t("order.raw")}>
      <Text size="small" className="text-ui-fg-subtle">
        {t(snapshot.is_masked ? "order.masked" : "order.unmasked")}
      </Text>
      {snapshot.is_masked && (
        <div>
          <Button size="small" variant="secondary" onClick={() => setAsked(true)}>
            {t("order.showPersonal")}
          </Button>
        </div>
      )}
      {typeof content === "object" && content !== null ? (
        <JsonViewSection data={content} title={t("order.raw")} />
      ) : (
        <pre className="txt-small bg-ui-bg-subtle max-h-80 overflow-auto rounded-lg p-3">
          {String(content)}
        </pre>
      )}
    </Part>
  )
}
