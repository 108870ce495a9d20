import { DataTable } from "@medusajs/dashboard/components"
import { createDataTableColumnHelper, type DataTableRowSelectionState, Text, toast } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { Link } from "react-router-dom"
import type { ShownLabel } from "../../../api/admin/labels/types"
import { useLabels, useMarkPrinted, usePickingList } from "../../hooks/api/labels"
import { useListParams } from "../../hooks/use-list-params"
import { printLabels } from "../../lib/print-label"
import { printTable } from "../../lib/print-table"
import { QueryState } from "../query-state"
import { selectColumn } from "../select-column"
import { SelectionBar } from "../selection-bar"
import { LabelActions } from "./label-actions"
import { LabelBadge } from "./label-badge"

/** As many as one person packs and prints at once. */
const PAGE_SIZE = 50

/** Of a printed picking list. */
const COLUMNS = ["picture", "quantity", "bin", "sku", "title", "ean", "orders"] as const

const FILTERS = {
  print: { state: ["ready"], printed: false },
  fix: { has_problem: true },
  all: {},
}
export type LabelsTab = keyof typeof FILTERS

/** Labels, the latest first; those that wait to be printed are printed together, in the order of their picking list. */
export const LabelsTable = ({ tab }: { tab: LabelsTab }) => {
  const { t } = useTranslation("marketplaces")
  const { q, offset } = useListParams()
  const query = useLabels({ limit: PAGE_SIZE, offset, q, ...FILTERS[tab] })
  const columns = useColumns(tab)
  const [selection, setSelection] = useState<DataTableRowSelectionState>({})
  const [printing, setPrinting] = useState<"labels" | "slips" | null>(null)
  const mark = useMarkPrinted()
  const picking = usePickingList()
  const labels = query.data?.labels ?? []
  const chosen = labels.flatMap(({ id }) => (selection[id] ? [id] : []))
  const print = async (what: "labels" | "slips") => {
    setPrinting(what)
    try {
      const printed = await printLabels(chosen, {
        sort: "picking",
        ...(what === "slips" && { content: what }),
      })
      const left = labels.filter(({ id }) => chosen.includes(id) && !printed.includes(id))
      if (left.length > 0) {
        const numbers = left.map(({ order_number }) => order_number).join(", ")
        toast.warning(t("labels.notPrinted", { numbers }))
      }
      if (what === "labels") {
        mark.mutate(printed)
        setSelection({})
      }
    } catch (error) {
      toast.error(error instanceof Error ? error.message : t("state.error"))
    }
    setPrinting(null)
  }
  const pick = () =>
    picking.mutate(chosen, {
      onSuccess: ({ lines }) =>
        void printTable(
          t("labels.pickingList"),
          COLUMNS.map((name) => t(`labels.picking.${name}`)),
          lines.map((line) => [
            { picture: line.thumbnail },
            String(line.quantity),
            line.bin ?? "",
            line.sku ?? "",
            line.title,
            line.ean ?? "",
            line.order_numbers.join(", "),
          ])
        ),
    })
  if (!query.data) return <QueryState query={query}>{null}</QueryState>
  return (
    <>
      <DataTable
        data={query.data.labels}
        columns={columns}
        getRowId={({ id }) => id}
        rowCount={query.data.count}
        pageSize={PAGE_SIZE}
        rowSelection={tab === "print" ? { state: selection, onRowSelectionChange: setSelection } : undefined}
        emptyState={{
          empty: { heading: t(`labels.empty.${tab}`) },
          filtered: { heading: t("state.noResults"), description: t("state.noResultsHint") },
        }}
      />
      <SelectionBar
        count={tab === "print" ? chosen.length : 0}
        onClear={() => setSelection({})}
        commands={[
          {
            label: t("labels.print"),
            isLoading: printing === "labels",
            onClick: () => void print("labels"),
          },
          {
            label: t("labels.packingSlips"),
            isLoading: printing === "slips",
            onClick: () => void print("slips"),
          },
          { label: t("labels.pickingList"), isLoading: picking.isPending, onClick: pick },
        ]}
      />
    </>
  )
}

const helper = createDataTableColumnHelper<ShownLabel>()

function useColumns(tab: LabelsTab) {
  const { t } = useTranslation("marketplaces")
  return [
    ...(tab === "print"
      ? [
          selectColumn(helper, {
            all: t("orders.chooseAll"),
            one: ({ order_number }) => t("fix.choose", { number: order_number }),
          }),
        ]
      : []),
    helper.accessor("order_number", {
      header: t("labels.order"),
      cell: ({ row, getValue }) => (
        <Link to={`/orders/${row.original.order_id}`} className="txt-compact-small-plus">
          {getValue()}
        </Link>
      ),
    }),
    helper.accessor("state", {
      header: t("labels.status"),
      cell: ({ row }) => <LabelBadge {...row.original} />,
    }),
    helper.accessor("parcels", {
      header: t("labels.number"),
      cell: ({ getValue }) =>
        getValue()
          .flatMap(({ tracking_number }) => tracking_number ?? [])
          .join(", "),
    }),
    helper.accessor("problem", {
      header: t("labels.problem"),
      cell: ({ getValue }) => {
        const problem = getValue()
        return problem ? (
          <Text size="small" className="max-w-72 truncate" title={`${problem.message} ${problem.hint}`}>
            {problem.title}
          </Text>
        ) : null
      },
    }),
    helper.display({ id: "actions", cell: ({ row }) => <LabelActions isInRow label={row.original} /> }),
  ]
}
