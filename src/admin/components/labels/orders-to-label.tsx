import { DataTable } from "@medusajs/dashboard/components"
import { createDataTableColumnHelper, type DataTableRowSelectionState, Text, usePrompt } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { Link } from "react-router-dom"
import type { LabeledOrders, OrdersToLabel } from "../../../api/admin/labels/types"
import { estimateLabels, useLabelOrders, useOrdersToLabel } from "../../hooks/api/labels"
import { useFormat } from "../../hooks/use-format"
import { QueryState } from "../query-state"
import { ScanField } from "./scan-field"
import { selectColumn } from "../select-column"
import { SelectionBar } from "../selection-bar"
import { Tip } from "../tip"

type Row = OrdersToLabel["orders"][number]

/** As many as one person packs at once. */
const MOST = 50

/** Orders that wait for a label: those that are chosen are packed whole, and their labels bought. */
export const OrdersToLabelTable = ({ onMade }: { onMade: () => void }) => {
  const { t } = useTranslation("marketplaces")
  const prompt = usePrompt()
  const { money } = useFormat()
  const query = useOrdersToLabel()
  const columns = useColumns()
  const [selection, setSelection] = useState<DataTableRowSelectionState>({})
  const [isEstimating, setEstimating] = useState(false)
  const [isAsking, setAsking] = useState(false)
  const [done, setDone] = useState(0)
  const [leftOut, setLeftOut] = useState<LabeledOrders["orders"]>([])
  const make = useLabelOrders(setDone)
  const rows = query.data?.orders ?? []
  const chosen = rows.filter(({ order_id }) => selection[order_id])
  const run = async () => {
    setEstimating(true)
    const estimate = await estimateLabels(chosen.map(({ order_id }) => order_id))
    setEstimating(false)
    setAsking(true)
    const about =
      estimate?.total &&
      t("labels.packEstimate", {
        total: money(estimate.total.amount, estimate.total.currency_code),
        count: estimate.count,
      })
    const isSure = await prompt({
      title: t("labels.packTitle", { count: chosen.length }),
      description: [about, t("labels.packHint")].filter(Boolean).join(" "),
      confirmText: t("labels.packAndLabel"),
      cancelText: t("actions.cancel"),
      variant: "confirmation",
    })
    setAsking(false)
    if (!isSure) return
    setDone(0)
    setLeftOut([])
    make.mutate(
      chosen.map(({ order_id }) => order_id),
      {
        onSuccess: (orders) => {
          setSelection({})
          const left = orders.filter(({ label_id }) => label_id === null)
          setLeftOut(left)
          if (left.length === 0) onMade()
        },
      }
    )
  }
  if (!query.data) return <QueryState query={query}>{null}</QueryState>
  const isTooMany = chosen.length > MOST
  return (
    <>
      <ScanField rows={rows} />
      {leftOut.map(({ order_id, message }) => (
        <div key={order_id} className="px-6 pt-4">
          <Tip variant="warning" label={t("labels.leftOut")}>
            {rows.find((row) => row.order_id === order_id)?.order_number}: {message}
          </Tip>
        </div>
      ))}
      <DataTable
        data={rows}
        columns={columns}
        getRowId={({ order_id }) => order_id}
        rowCount={rows.length}
        pageSize={rows.length || 1}
        enableSearch={false}
        rowSelection={{
          state: selection,
          onRowSelectionChange: setSelection,
          enableRowSelection: ({ original }) => original.message === null,
        }}
        emptyState={{
          empty: { heading: t("labels.empty.make") },
          filtered: { heading: t("state.noResults"), description: t("state.noResultsHint") },
        }}
      />
      {(isTooMany || make.isPending) && (
        <Text role="status" size="small" className="px-6 py-2">
          {isTooMany
            ? t("labels.tooMany", { count: MOST })
            : t("labels.packing", { done, total: chosen.length })}
        </Text>
      )}
      <SelectionBar
        // It would cover the question.
        count={isTooMany || isAsking ? 0 : chosen.length}
        onClear={() => setSelection({})}
        commands={[
          {
            label: t("labels.packAndLabel"),
            isLoading: make.isPending || isEstimating,
            onClick: () => void run(),
          },
        ]}
      />
    </>
  )
}

const helper = createDataTableColumnHelper<Row>()

function useColumns() {
  const { t } = useTranslation("marketplaces")
  const { moment } = useFormat()
  return [
    selectColumn(helper, {
      all: t("orders.chooseAll"),
      one: ({ order_number }) => t("fix.choose", { number: order_number }),
    }),
    helper.accessor("order_number", {
      header: t("labels.order"),
      cell: ({ row, getValue }) => (
        <Link to={`/orders/${row.original.order_id}`} className="txt-compact-small-plus">
          {getValue()}
        </Link>
      ),
    }),
    helper.accessor("ship_by", {
      header: t("labels.shipBy"),
      cell: ({ getValue }) => {
        const time = getValue()
        return time ? moment(time) : null
      },
    }),
    helper.accessor("account_name", { header: t("labels.account") }),
    helper.accessor("message", {
      header: t("labels.status"),
      cell: ({ row }) => {
        const { message, is_packed } = row.original
        return (
          <Text size="small" className="max-w-72 truncate" title={message ?? undefined}>
            {message ?? (is_packed ? t("labels.packed") : "")}
          </Text>
        )
      },
    }),
  ]
}
