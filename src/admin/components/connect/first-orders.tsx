import { Badge, Heading, Table, Text } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { Link } from "react-router-dom"
import { useArrivingOrders } from "../../hooks/api/marketplace-orders"
import { useFormat } from "../../hooks/use-format"
import { orderNumber } from "../../lib/order-number"
import { OrderStateBadge } from "../orders/order-badges"

const SHOWN = 8

/** The newest orders of a connection, as they are imported. */
export const FirstOrders = ({ connectionId, isArriving }: { connectionId: string; isArriving: boolean }) => {
  const { t } = useTranslation("marketplaces")
  const { money } = useFormat()
  const { data } = useArrivingOrders(connectionId, SHOWN, isArriving)
  if (!data?.orders.length && !isArriving) return null
  return (
    <section aria-label={t("connect.done.orders")} className="flex flex-col gap-y-3">
      <Heading level="h2">{t("connect.done.orders")}</Heading>
      {data?.orders.length ? (
        <>
          <div className="overflow-x-auto rounded-lg border">
            <Table>
              <Table.Header>
                <Table.Row>
                  <Table.HeaderCell>{t("order.number")}</Table.HeaderCell>
                  <Table.HeaderCell>{t("order.state")}</Table.HeaderCell>
                  <Table.HeaderCell className="text-right">{t("order.total")}</Table.HeaderCell>
                </Table.Row>
              </Table.Header>
              <Table.Body>
                {data.orders.map((order) => (
                  <Table.Row key={order.id}>
                    <Table.Cell>{orderNumber(order)}</Table.Cell>
                    <Table.Cell>
                      {order.problem ? (
                        <Badge size="2xsmall" color="orange">
                          {t("connections.toFix")}
                        </Badge>
                      ) : (
                        <OrderStateBadge state={order.state} />
                      )}
                    </Table.Cell>
                    <Table.Cell className="text-right">{money(order.total, order.currency_code)}</Table.Cell>
                  </Table.Row>
                ))}
              </Table.Body>
            </Table>
          </div>
          <Link
            to={`/marketplace-orders?tab=all&connection_id=${encodeURIComponent(JSON.stringify([connectionId]))}`}
            className="txt-compact-small text-ui-fg-interactive-hover dark:text-ui-fg-interactive"
          >
            {t("connect.done.allOrders", { count: data.count })}
          </Link>
        </>
      ) : (
        <Text size="small" className="text-ui-fg-subtle">
          {t("connect.done.noOrders")}
        </Text>
      )}
    </section>
  )
}
