import { DataTable } from "@medusajs/dashboard/components"
import { Badge, createDataTableColumnHelper, type DataTableRowSelectionState } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { useLocation, useNavigate } from "react-router-dom"
import { LINKED, RowLink } from "../row-link"
import { MOVING, useActions } from "../../hooks/api/actions"
import { useConnections } from "../../hooks/api/connections"
import { useDecideOrders, useMarketplaceOrders } from "../../hooks/api/marketplace-orders"
import { useCursors, useNextCursor } from "../../hooks/use-cursors"
import { useFormat } from "../../hooks/use-format"
import { useListParams } from "../../hooks/use-list-params"
import { orderNumber } from "../../lib/order-number"
import type { MarketplaceOrder } from "../../../api/admin/marketplaces/orders/types"
import type { BulkAnswer } from "../../../api/admin/marketplaces/types"
import type { MarketplaceOrderState } from "../../../orders/order-states"
import { QueryState } from "../query-state"
import { ReasonPrompt } from "../reason-prompt"
import { selectColumn } from "../select-column"
import { SelectionBar } from "../selection-bar"
import { ExportButton } from "../export-button"
import { Deadline, NegotiatedMark, OrderStateBadge, TestMark } from "./order-badges"
import { doubt, LineHere } from "./line-here"
import { useFilterChoices, useOrderFilters, usePurchasedFilter } from "./use-order-filters"
import { useOutcomeToast } from "./use-outcome-toast"

const PAGE_SIZE = 20
/** How often the list is asked for while answers are on their way. */
const WATCH_MS = 4_000

const helper = createDataTableColumnHelper<MarketplaceOrder>()

type Props = { states?: MarketplaceOrderState[]; order?: string; decides?: boolean; ships?: boolean }

/**
 * Orders of some states, a page at a time; with `decides` they can be accepted and refused together, with `ships` their
 * numbers entered on one page.
 */
export const OrdersTable = ({ states, order: fallbackOrder, decides = false, ships = false }: Props) => {
  const navigate = useNavigate()
  const { t } = useTranslation("marketplaces")
  const { search } = useLocation()
  const filters = useOrderFilters()
  const { q, offset, order } = useListParams(undefined, filters)
  const [selection, setSelection] = useState<DataTableRowSelectionState>({})
  const [refusing, setRefusing] = useState<string[]>()
  const showOutcome = useOutcomeToast()
  const accept = useDecideOrders("accept")
  const refuse = useDecideOrders("refuse")
  const underWay = useUnderWay(decides)
  const columns = useColumns(decides, decides || ships, underWay)
  // A tab of some states is that filter already.
  const choices = useFilterChoices().filter(({ id }) => id !== "state" || !states)
  const purchased = usePurchasedFilter()
  const cursors = useCursors([q, order, filters, states])
  const query = useMarketplaceOrders(
    {
      limit: PAGE_SIZE,
      offset,
      after: cursors.get(offset),
      order: order ?? fallbackOrder,
      q,
      ...filters,
      state: states ?? filters.state,
    },
    true,
    underWay.size ? WATCH_MS : undefined
  )
  useNextCursor(cursors, query)
  const chosen = Object.keys(selection)
  const decided = (what: "accept" | "refuse") => (answer: BulkAnswer) => {
    showOutcome(answer, what)
    setSelection({})
    setRefusing(undefined)
  }
  if (!query.data) return <QueryState query={query}>{null}</QueryState>
  return (
    <>
      {!states && (
        <div className="flex justify-end px-6 pt-4">
          <ExportButton path="/orders/export" query={{ q, ...filters }} filename="marketplace-orders.csv" />
        </div>
      )}
      <DataTable
        data={query.data.orders}
        columns={columns}
        filters={[...choices, purchased]}
        getRowId={({ id }) => id}
        rowHref={({ id }) => `/marketplace-orders/${id}${search}`}
        rowCount={query.data.count}
        pageSize={PAGE_SIZE}
        rowSelection={decides || ships ? { state: selection, onRowSelectionChange: setSelection } : undefined}
        emptyState={{
          empty: { heading: t("orders.none"), description: t("orders.noneHint") },
          filtered: { heading: t("state.noResults"), description: t("orders.searchHint") },
        }}
      />
      {decides && (
        <SelectionBar
          count={refusing ? 0 : chosen.length}
          onClear={() => setSelection({})}
          commands={[
            {
              label: t("remedy.accept"),
              isLoading: accept.isPending,
              onClick: () => accept.mutate({ ids: chosen }, { onSuccess: decided("accept") }),
            },
            { label: t("remedy.refuse"), onClick: () => setRefusing(chosen) },
          ]}
        />
      )}
      {ships && (
        <SelectionBar
          count={chosen.length}
          onClear={() => setSelection({})}
          commands={[
            {
              label: t("shipMany.chosen"),
              onClick: () => {
                const orders = query.data?.orders.filter(({ id }) => chosen.includes(id)).map(orderNumber)
                void navigate("/marketplace-shipping", { state: { orders } })
              },
            },
          ]}
        />
      )}
      {refusing && (
        <ReasonPrompt
          title={t("orders.refuseTitle", { count: refusing.length })}
          description={t("orders.refuseText")}
          confirmText={t("remedy.refuse")}
          isPending={refuse.isPending}
          onClose={() => setRefusing(undefined)}
          onConfirm={(reason) => refuse.mutate({ ids: refusing, reason }, { onSuccess: decided("refuse") })}
        />
      )}
    </>
  )
}

/** Orders whose answer is on its way: the marketplace does not show it yet. */
function useUnderWay(decides: boolean): Map<string, "accept" | "refuse"> {
  const { data } = useActions({ type: ["accept", "refuse"], state: MOVING, limit: 200 }, decides)
  return new Map(
    data?.actions.map(({ marketplace_order_id, type }) => [
      marketplace_order_id,
      type === "refuse" ? "refuse" : "accept",
    ])
  )
}

function useColumns(decides: boolean, isChosen: boolean, underWay: Map<string, "accept" | "refuse">) {
  const { t } = useTranslation("marketplaces")
  const { date, moment, money } = useFormat()
  const { search } = useLocation()
  const connections = useConnections({ limit: 200 }).data?.connections
  const byDate = {
    enableSorting: true,
    sortAscLabel: t("sort.earliest"),
    sortDescLabel: t("sort.latest"),
  }
  return [
    ...(isChosen
      ? [
          selectColumn(helper, {
            all: t("orders.chooseAll"),
            one: (row) => t("fix.choose", { number: orderNumber(row) }),
          }),
        ]
      : []),
    helper.accessor("external_id", {
      ...LINKED,
      header: t("order.number"),
      cell: ({ row: { original } }) => (
        <div className="flex items-center gap-x-2">
          <RowLink to={`/marketplace-orders/${original.id}${search}`} className="txt-compact-small-plus">
            {orderNumber(original)}
          </RowLink>
          {original.is_test && <TestMark />}
          <NegotiatedMark order={original} />
        </div>
      ),
    }),
    helper.accessor("connection_id", {
      header: t("connections.marketplace"),
      cell: ({ row: { original } }) => (
        <div className="flex max-w-40 flex-col py-1">
          <span className="truncate">
            {connections?.find(({ id }) => id === original.connection_id)?.name ?? original.marketplace_id}
          </span>
          {original.delivery_mode && (
            <span className="text-ui-fg-subtle truncate" title={original.delivery_mode}>
              {original.delivery_mode}
            </span>
          )}
        </div>
      ),
    }),
    ...(decides
      ? [
          helper.display({
            id: "articles",
            header: t("order.lines"),
            cell: ({ row: { original } }) => <Articles order={original} />,
          }),
        ]
      : [
          helper.accessor("state", {
            header: t("order.state"),
            cell: ({ row: { original } }) => (
              <div className="flex items-center gap-x-2">
                <OrderStateBadge state={original.state} />
                {original.problem && (
                  <Badge size="2xsmall" color="orange" title={original.problem.message}>
                    {t("orders.tabs.fix")}
                  </Badge>
                )}
              </div>
            ),
          }),
        ]),
    helper.accessor("purchased_at", {
      header: t("order.purchased"),
      ...byDate,
      cell: ({ getValue }) => <span title={date(getValue())}>{moment(getValue())}</span>,
    }),
    helper.accessor(decides ? "accept_by" : "ship_by", {
      header: t("order.due"),
      ...byDate,
      cell: ({ row: { original } }) => {
        const answer = underWay.get(original.id)
        return answer ? (
          <Badge size="2xsmall" color="blue">
            {t(`orders.underWay.${answer}`)}
          </Badge>
        ) : (
          <Deadline order={original} fallback="–" />
        )
      },
    }),
    ...(decides
      ? []
      : [
          helper.accessor("display_id", {
            ...LINKED,
            header: t("order.storeOrder"),
            cell: ({ row: { original } }) =>
              original.order_id ? (
                <RowLink
                  to={`/orders/${original.order_id}`}
                  className="text-ui-fg-interactive-hover dark:text-ui-fg-interactive"
                >
                  #{original.display_id}
                </RowLink>
              ) : (
                "–"
              ),
          }),
        ]),
    helper.accessor("total", {
      header: t("order.total"),
      headerAlign: "right",
      enableSorting: true,
      sortAscLabel: t("sort.smallest"),
      sortDescLabel: t("sort.largest"),
      cell: ({ row: { original } }) => (
        <div className="text-right">{money(original.total, original.currency_code)}</div>
      ),
    }),
  ]
}

/** What was sold, beside what the store knows of it; of several articles, the one to look at first. */
const Articles = ({ order: { lines, problem, currency_code } }: { order: MarketplaceOrder }) => {
  const { t } = useTranslation("marketplaces")
  const [first, ...others] = [...lines].sort((a, b) => doubt(b) - doubt(a))
  if (!first) return <span>–</span>
  return (
    <div className="flex max-w-72 flex-col py-1">
      <span className="truncate" title={lines.map((line) => line.title).join("\n")}>
        {first.quantity ?? "?"} × {first.title}
        {others.length > 0 && ` ${t("orders.moreLines", { count: others.length })}`}
      </span>
      <LineHere line={first} currency={currency_code} />
      {problem && (
        <Badge size="2xsmall" color="orange" className="w-fit" title={problem.message}>
          {problem.title}
        </Badge>
      )}
    </div>
  )
}
