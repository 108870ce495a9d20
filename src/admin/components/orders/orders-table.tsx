import { DataTable } from "@medusajs/dashboard/components"
import { useQueryParams } from "@medusajs/dashboard/hooks"
import {
  createDataTableColumnHelper,
  createDataTableCommandHelper,
  type DataTableRowSelectionState,
  toast,
} from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { Link, useLocation } from "react-router-dom"
import { useConnections } from "../../hooks/api/connections"
import { useDecideOrders, useMarketplaceOrders } from "../../hooks/api/marketplace-orders"
import { useFormat } from "../../hooks/use-format"
import type { MarketplaceOrder, OrderState } from "../../lib/types"
import { QueryState } from "../query-state"
import { ReasonPrompt } from "../reason-prompt"
import { Deadline, OrderStateBadge, TestMark } from "./order-badges"

const PAGE_SIZE = 20

const helper = createDataTableColumnHelper<MarketplaceOrder>()
const commandHelper = createDataTableCommandHelper()

type Props = { states?: OrderState[]; order?: string; decides?: boolean }

/** Orders of some states, a page at a time; with `decides` they can be accepted and refused together. */
export const OrdersTable = ({ states, order: fallbackOrder, decides = false }: Props) => {
  const { t } = useTranslation("marketplaces")
  const { search } = useLocation()
  const { q, offset, order } = useQueryParams(["q", "offset", "order"])
  const columns = useColumns(decides)
  const [selection, setSelection] = useState<DataTableRowSelectionState>({})
  const [refusing, setRefusing] = useState<string[]>()
  const accept = useDecideOrders("accept")
  const refuse = useDecideOrders("refuse")
  const query = useMarketplaceOrders({
    limit: PAGE_SIZE,
    offset: Number(offset ?? 0),
    order: order ?? fallbackOrder,
    state: states,
    q,
  })
  const decided = ({ count }: { count: number }) => {
    toast.success(t("orders.decided", { count }))
    setSelection({})
    setRefusing(undefined)
  }
  const commands = [
    commandHelper.command({
      label: t("orders.accept"),
      shortcut: "a",
      action: (chosen) => accept.mutate({ ids: Object.keys(chosen) }, { onSuccess: decided }),
    }),
    commandHelper.command({
      label: t("orders.refuse"),
      shortcut: "r",
      action: (chosen) => setRefusing(Object.keys(chosen)),
    }),
  ]
  if (!query.data) return <QueryState query={query}>{null}</QueryState>
  return (
    <>
      <DataTable
        data={query.data.orders}
        columns={columns}
        getRowId={({ id }) => id}
        rowHref={({ id }) => `/marketplace-orders/${id}${search}`}
        rowCount={query.data.count}
        pageSize={PAGE_SIZE}
        commands={decides ? commands : undefined}
        rowSelection={decides ? { state: selection, onRowSelectionChange: setSelection } : undefined}
        emptyState={{
          empty: { heading: t("orders.none"), description: t("orders.noneHint") },
          filtered: { heading: t("state.noResults"), description: t("orders.searchHint") },
        }}
      />
      {refusing && (
        <ReasonPrompt
          title={t("orders.refuseTitle", { count: refusing.length })}
          description={t("orders.refuseText")}
          confirmText={t("orders.refuse")}
          onClose={() => setRefusing(undefined)}
          onConfirm={(reason) => refuse.mutate({ ids: refusing, reason }, { onSuccess: decided })}
        />
      )}
    </>
  )
}

function useColumns(decides: boolean) {
  const { t } = useTranslation("marketplaces")
  const { date, money } = useFormat()
  const { search } = useLocation()
  const connections = useConnections({ limit: 200 }).data?.connections
  return [
    ...(decides ? [helper.select()] : []),
    helper.accessor("external_id", {
      header: t("order.number"),
      cell: ({ row: { original } }) => (
        <div className="flex items-center gap-x-2">
          <Link
            to={`/marketplace-orders/${original.id}${search}`}
            className="txt-compact-small-plus"
            onClick={(event) => event.stopPropagation()}
          >
            {original.external_reference ?? original.external_id}
          </Link>
          {original.is_test && <TestMark />}
        </div>
      ),
    }),
    helper.accessor("connection_id", {
      header: t("connections.marketplace"),
      cell: ({ row: { original } }) =>
        connections?.find(({ id }) => id === original.connection_id)?.name ?? original.marketplace_id,
    }),
    helper.accessor("state", {
      header: t("order.state"),
      cell: ({ getValue }) => <OrderStateBadge state={getValue()} />,
    }),
    helper.accessor("purchased_at", {
      header: t("order.purchased"),
      enableSorting: true,
      cell: ({ getValue }) => date(getValue()),
    }),
    helper.accessor("ship_by", {
      header: t("order.due"),
      cell: ({ row }) => <Deadline order={row.original} />,
    }),
    helper.accessor("display_id", {
      header: t("order.storeOrder"),
      cell: ({ row: { original } }) =>
        original.order_id ? (
          <Link
            to={`/orders/${original.order_id}`}
            className="text-ui-fg-interactive"
            onClick={(event) => event.stopPropagation()}
          >
            #{original.display_id}
          </Link>
        ) : (
          "–"
        ),
    }),
    helper.accessor("total", {
      header: t("order.total"),
      headerAlign: "right",
      enableSorting: true,
      cell: ({ row: { original } }) => (
        <div className="text-right">{money(original.total, original.currency_code)}</div>
      ),
    }),
  ]
}
