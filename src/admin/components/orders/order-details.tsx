import { SectionRow } from "@medusajs/dashboard/components"
import { Badge, Button, Heading, Text } from "@medusajs/ui"
import { type ReactNode, useState } from "react"
import { useTranslation } from "react-i18next"
import { ProblemTip } from "../problem-tip"
import { Link } from "react-router-dom"
import { useConnection } from "../../hooks/api/connections"
import { usePersonalData } from "../../hooks/api/marketplace-orders"
import { useFormat } from "../../hooks/use-format"
import type { OrderDetails as Order, ShownLine } from "../../../api/admin/marketplaces/orders/types"
import { OrderInterruption } from "../interruptions"
import { ActionCard } from "./action-card"
import { CodeWords } from "../code-words"
import { AfterSales } from "./after-sales"
import { LineHere } from "./line-here"
import { MapSku } from "./map-sku"
import { OrderAddress } from "./order-address"
import { Deadline, NegotiatedMark, OrderStateBadge, TestMark } from "./order-badges"
import { OrderRemedies } from "./order-remedies"
import { OrderRemoval } from "./order-removal"
import { OrderTimeline } from "./order-timeline"

const LINK = "text-ui-fg-interactive-hover dark:text-ui-fg-interactive txt-compact-small"

export const OrderDetails = ({ order }: { order: Order }) => {
  const { t } = useTranslation("marketplaces")
  const { date } = useFormat()
  const connection = useConnection(order.connection_id).data?.connection
  const [looks, setLooks] = useState(0)
  const [isShown, setShown] = useState(false)
  const personal = usePersonalData(order.id, isShown && !order.purged_at ? looks : 0)
  const shown = (isShown && personal.data?.order) || order
  const show = () => {
    setLooks(looks + 1)
    setShown(true)
  }
  const { problem, deadline, portal_url } = order
  return (
    <div className="divide-y">
      <div className="flex flex-col gap-y-4 px-6 py-4">
        <div className="flex flex-wrap items-center gap-2">
          <OrderStateBadge state={order.state} />
          {order.is_test && <TestMark />}
          <NegotiatedMark order={order} />
          {order.purged_at && <Badge size="2xsmall">{t("order.purgedMark")}</Badge>}
          <Deadline order={order} />
        </div>
        {order.state_reason && (
          <Text size="small" className="text-ui-fg-subtle">
            {t(`order.reasons.${order.state_reason}`, { defaultValue: order.state_reason })}
          </Text>
        )}
        <OrderInterruption connectionId={order.connection_id} />
        {problem && <ProblemTip problem={problem} />}
        {deadline && <ProblemTip problem={deadline} />}
        <OrderRemedies order={order} />
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
        <SectionRow
          title={t("connections.marketplace")}
          value={
            <Link className={LINK} to={`/settings/marketplaces/${order.connection_id}`}>
              {connection?.name ?? order.marketplace_id}
            </Link>
          }
        />
        {order.delivery_mode && <SectionRow title={t("order.deliveryMode")} value={order.delivery_mode} />}
        <SectionRow
          title={t("order.statusThere")}
          value={
            <CodeWords marketplaceId={order.marketplace_id} kind="statuses" code={order.external_status} />
          }
        />
        {order.channel && (
          <SectionRow
            title={t("order.channel")}
            value={<CodeWords marketplaceId={order.marketplace_id} kind="channels" code={order.channel} />}
          />
        )}
        <SectionRow title={t("order.purchased")} value={date(order.purchased_at)} />
        {order.accept_by && <SectionRow title={t("order.acceptBy")} value={date(order.accept_by)} />}
        {order.ship_by && order.state !== "to_accept" && (
          <SectionRow title={t("order.shipBy")} value={date(order.ship_by)} />
        )}
      </div>
      <Part title={t("order.lines")}>
        <Lines order={order} />
      </Part>
      <Part title={t("order.amounts")}>
        <Amounts order={order} />
      </Part>
      {order.after_sales && order.after_sales.length > 0 && (
        <Part title={t("afterSales.title")}>
          <AfterSales sales={order.after_sales} />
        </Part>
      )}
      {shown.addresses && (
        <Part title={t("address.title")}>
          <OrderAddress
            order={order}
            addresses={shown.addresses}
            isShowing={personal.isFetching}
            onShow={show}
            onCorrected={() => setShown(false)}
          />
        </Part>
      )}
      {order.actions.length > 0 && (
        <Part title={t("order.actions")}>
          <div className="flex flex-col gap-y-3">
            {order.actions.map((action) => (
              <ActionCard key={action.id} action={action} order={order} />
            ))}
          </div>
        </Part>
      )}
      {order.history.length + order.actions.length > 0 && (
        <Part title={t("order.history")}>
          <OrderTimeline order={order} />
        </Part>
      )}
      {shown.snapshot && (
        <Part title={t("order.raw")}>
          <Snapshot
            snapshot={shown.snapshot}
            isPurged={Boolean(order.purged_at)}
            isShowing={personal.isFetching}
            onShow={show}
          />
        </Part>
      )}
      <OrderRemoval order={order} />
    </div>
  )
}

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <section aria-label={title} className="flex flex-col gap-y-3 px-6 py-4">
    <Heading level="h2">{title}</Heading>
    {children}
  </section>
)

const totalOf = ({ unit_price, quantity }: ShownLine): number | null =>
  unit_price === null || quantity === null ? null : unit_price * quantity

const Lines = ({ order }: { order: Order }) => {
  const { t } = useTranslation("marketplaces")
  const { money } = useFormat()
  return (
    <ul className="divide-y">
      {order.lines.map((line) => (
        <li key={line.external_ids.join()} className="flex justify-between gap-x-4 py-2">
          <div className="min-w-0">
            <Text size="small" className="break-words">
              {line.quantity ?? "?"} × {line.title}
            </Text>
            <div className="flex flex-wrap items-center gap-2">
              <Text size="small" className="text-ui-fg-subtle break-all">
                {line.sku ?? "–"}
              </Text>
              {line.status.split(", ").map((status) => (
                <Badge key={status} size="2xsmall">
                  {t(`order.lineStates.${status}`, { defaultValue: status })}
                </Badge>
              ))}
              {line.is_negotiated && (
                <Badge size="2xsmall" color="orange">
                  {t("order.negotiated")}
                </Badge>
              )}
            </div>
            <LineHere line={line} currency={order.currency_code} />
            {line.here?.variant_id === null && (
              <MapSku
                problem={{ code: "unknown_sku", params: { sku: line.here.sku } }}
                connectionIds={[order.connection_id]}
              />
            )}
          </div>
          <div className="shrink-0 text-right">
            <Text size="small">{money(totalOf(line), order.currency_code)}</Text>
            {line.unit_price !== null && (line.quantity ?? 0) > 1 && (
              <Text size="small" className="text-ui-fg-subtle">
                {t("order.each", { price: money(line.unit_price, order.currency_code) })}
              </Text>
            )}
          </div>
        </li>
      ))}
    </ul>
  )
}

/** The marketplace's figures against the store's. */
const Amounts = ({ order: { amounts, state } }: { order: Order }) => {
  const { t } = useTranslation("marketplaces")
  const { money } = useFormat()
  const amount = (value: number | null) => money(value, amounts.currency_code)
  const { difference } = amounts
  return (
    <dl className="txt-small grid grid-cols-[1fr_auto] gap-x-4 gap-y-2">
      <Amount name={t("order.lines")} value={amount(amounts.lines)} />
      <Amount
        name={t("order.shipping")}
        value={
          amounts.shipping === null && state === "to_accept"
            ? t("order.shippingLater")
            : amount(amounts.shipping)
        }
      />
      {amounts.fees ? <Amount name={t("order.fees")} value={amount(amounts.fees)} /> : null}
      <Amount isStrong name={t("order.totalThere")} value={amount(amounts.marketplace_total)} />
      {amounts.store_total !== null && (
        <Amount isStrong name={t("order.totalHere")} value={amount(amounts.store_total)} />
      )}
      {difference !== null && (
        <Amount
          name={t("order.difference")}
          value={
            difference === 0 ? (
              <span className="text-ui-tag-green-text">{t("order.noDifference")}</span>
            ) : (
              <span className="text-ui-tag-orange-text">{amount(difference)}</span>
            )
          }
        />
      )}
      {amounts.commission_with_tax !== null && (
        <Amount name={t("order.commission")} value={amount(amounts.commission_with_tax)} />
      )}
    </dl>
  )
}

const Amount = ({ name, value, isStrong }: { name: string; value: ReactNode; isStrong?: boolean }) => (
  <>
    <dt className="text-ui-fg-subtle">{name}</dt>
    <dd className={isStrong ? "txt-small-plus text-right" : "text-right"}>{value}</dd>
  </>
)

type SnapshotProps = {
  snapshot: NonNullable<Order["snapshot"]>
  isPurged: boolean
  isShowing: boolean
  onShow: () => void
}

/** As the marketplace sent it, without the buyer until the operator asks. */
const Snapshot = ({ snapshot: { is_masked, content }, isPurged, isShowing, onShow }: SnapshotProps) => {
  const { t } = useTranslation("marketplaces")
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Text size="small" className="text-ui-fg-subtle">
        {t(isPurged ? "order.purged" : is_masked ? "order.masked" : "order.unmasked")}
      </Text>
      <div className="flex flex-wrap gap-2">
        <Button
          size="small"
          variant="secondary"
          type="button"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {t(isOpen ? "order.hideRaw" : "order.showRaw")}
        </Button>
        {isOpen && is_masked && !isPurged && (
          <Button size="small" variant="secondary" type="button" isLoading={isShowing} onClick={onShow}>
            {t("order.showPersonal")}
          </Button>
        )}
      </div>
      {isOpen && (
        <pre
          tabIndex={0}
          aria-label={t("order.raw")}
          className="txt-small bg-ui-bg-subtle max-h-96 overflow-auto rounded-lg p-3 font-mono"
        >
          {typeof content === "string" ? content : JSON.stringify(content, null, 2)}
        </pre>
      )}
    </>
  )
}
