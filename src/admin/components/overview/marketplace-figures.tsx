import { Badge, Container, Table, Text } from "@medusajs/ui"
import type { ReactNode } from "react"
import { useTranslation } from "react-i18next"
import { Link } from "react-router-dom"
import { useFormat } from "../../hooks/use-format"
import type { MarketplaceOverview, MeasuredHours } from "../../../api/admin/marketplaces/overview/types"
import { type OrderFilters, ordersLink } from "../orders/order-filters"
import { SectionHeader } from "../section-header"
import { BarChart } from "./bar-chart"

type Props = {
  overview: MarketplaceOverview
  days: number
  /** Of which connection the figures are; undefined for all of them. */
  connectionId?: string
}

/** One marketplace: what waits, how much was sold and sent, how fast. */
export const MarketplaceFigures = ({ overview, days, connectionId }: Props) => {
  const { t } = useTranslation("marketplaces")
  const { number, day, money } = useFormat()
  const { by_day, orders, canceled, turnover } = overview
  const sums = (of: (one: (typeof turnover)[number]) => number) =>
    turnover.map((one) => money(of(one), one.currency_code)).join(" · ") || "–"
  const counted: OrderFilters = {
    marketplace_id: [overview.marketplace_id],
    connection_id: connectionId ? [connectionId] : undefined,
    is_test: "false",
  }
  return (
    <Container className="divide-y p-0">
      <SectionHeader title={overview.name} hint={t("overview.period", { count: days })} />
      <dl className="grid grid-cols-2 gap-4 px-6 py-4 md:grid-cols-4">
        <Waiting name="held" count={overview.held} to={ordersLink("fix", { ...counted, held: "true" })} />
        <Waiting name="late" count={overview.late} to={ordersLink("all", { ...counted, due: "overdue" })} />
        <Waiting name="to_accept" count={overview.to_accept} to={ordersLink("accept", counted)} />
        <Figure label={t("overview.toShipToday")}>{number(overview.to_ship_today)}</Figure>
        <Figure label={t("overview.turnover")}>{sums(({ total }) => total)}</Figure>
        <Figure label={t("overview.basket")}>{sums((one) => one.total / one.orders)}</Figure>
        <Figure label={t("overview.canceled")}>
          {t("overview.of", { part: number(canceled), all: number(orders) })}
        </Figure>
      </dl>
      <div className="grid grid-cols-1 gap-8 px-6 py-4 md:grid-cols-2">
        <BarChart
          title={t("overview.orders")}
          days={by_day.map(({ date, orders: value }) => ({ date, value }))}
        />
        <BarChart
          title={t("overview.parcels")}
          days={by_day.map(({ date, parcels: value }) => ({ date, value }))}
        />
      </div>
      <dl className="grid grid-cols-1 gap-4 px-6 py-4 md:grid-cols-2">
        <Speed label={t("overview.toImport")} hours={overview.hours_to_import} />
        <Speed label={t("overview.toConfirm")} hours={overview.hours_to_confirm} />
      </dl>
      <details className="px-6 py-4">
        <summary className="txt-compact-small text-ui-fg-interactive-hover dark:text-ui-fg-interactive cursor-pointer">
          {t("overview.byDay")}
        </summary>
        <div
          className="mt-4 max-h-80 overflow-auto rounded-lg border"
          tabIndex={0}
          role="region"
          aria-label={t("overview.byDay")}
        >
          <Table>
            <Table.Header>
              <Table.Row>
                <Table.HeaderCell>{t("overview.day")}</Table.HeaderCell>
                <Table.HeaderCell className="text-right">{t("overview.orders")}</Table.HeaderCell>
                <Table.HeaderCell className="text-right">{t("overview.parcels")}</Table.HeaderCell>
              </Table.Row>
            </Table.Header>
            <Table.Body>
              {[...by_day].reverse().map((one) => (
                <Table.Row key={one.date}>
                  <Table.Cell>{day(one.date)}</Table.Cell>
                  <Table.Cell className="text-right">{number(one.orders)}</Table.Cell>
                  <Table.Cell className="text-right">{number(one.parcels)}</Table.Cell>
                </Table.Row>
              ))}
            </Table.Body>
          </Table>
        </div>
      </details>
    </Container>
  )
}

const Figure = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className="flex flex-col gap-y-1">
    <dt className="txt-compact-small text-ui-fg-subtle">{label}</dt>
    <dd className="txt-compact-medium-plus">{children}</dd>
  </div>
)

type WaitingProps = { name: "held" | "late" | "to_accept"; count: number; to: string }

/** What waits for a person now, with a way to it. */
const Waiting = ({ name, count, to }: WaitingProps) => {
  const { t } = useTranslation("marketplaces")
  const { number } = useFormat()
  return (
    <Figure label={t(`overview.${name}`)}>
      {count ? (
        <Link to={to} aria-label={t("overview.show", { what: t(`overview.${name}`), count })}>
          <Badge size="xsmall" color={name === "to_accept" ? "blue" : "orange"}>
            {number(count)}
          </Badge>
        </Link>
      ) : (
        number(0)
      )}
    </Figure>
  )
}

const Speed = ({ label, hours: { median, p95, count } }: { label: string; hours: MeasuredHours }) => {
  const { t } = useTranslation("marketplaces")
  const { hours } = useFormat()
  const words = (time: number) => (time < 1 / 60 ? t("overview.underMinute") : hours(time))
  return (
    <Figure label={label}>
      {median === null || p95 === null ? (
        <Text size="small" className="text-ui-fg-subtle">
          {t("overview.notMeasured")}
        </Text>
      ) : (
        <>
          {t("overview.median", { time: words(median) })}
          <span className="txt-small text-ui-fg-subtle block">
            {t("overview.p95", { time: words(p95), count })}
          </span>
        </>
      )}
    </Figure>
  )
}
