import { DataTable } from "@medusajs/dashboard/components"
import { useQueryParams } from "@medusajs/dashboard/hooks"
import { createDataTableColumnHelper, type DataTableRowSelectionState, toast } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { useLocation } from "react-router-dom"
import { LINKED, RowLink } from "../row-link"
import type { Offer, OfferStateName } from "../../../api/admin/marketplaces/offers/types"
import { useConnections } from "../../hooks/api/connections"
import { useChangeOffers, useOffers } from "../../hooks/api/offers"
import { useListParams } from "../../hooks/use-list-params"
import { ExportButton } from "../export-button"
import { QueryState } from "../query-state"
import { selectColumn } from "../select-column"
import { SelectionBar } from "../selection-bar"
import { OfferProblemBadge, OfferStateBadge } from "./offer-badges"
import { OfferValue } from "./offer-value"

const PAGE_SIZE = 20

const helper = createDataTableColumnHelper<Offer>()

type Props = { state?: OfferStateName; problem?: string; differs?: boolean }

/** Offers, a page at a time; what is chosen is pushed, excluded or included together. */
export const OffersTable = ({ state, problem, differs = false }: Props) => {
  const { t } = useTranslation("marketplaces")
  const { search } = useLocation()
  const connections = useConnections({ limit: 200 }).data?.connections ?? []
  const { connection_id: raw } = useQueryParams(["connection_id"])
  const connection_id = readIds(raw)
  const { q, offset } = useListParams(undefined, { connection_id })
  const [selection, setSelection] = useState<DataTableRowSelectionState>({})
  const filter = { q, connection_id, state, problem, differs: differs ? ("true" as const) : undefined }
  const query = useOffers({ limit: PAGE_SIZE, offset, ...filter })
  const push = useChangeOffers("push")
  const exclude = useChangeOffers("exclude")
  const include = useChangeOffers("include")
  const columns = useColumns()
  const ids = Object.keys(selection)
  const command = (as: "push" | "exclude" | "include", change: typeof push) => ({
    label: t(`offers.${as}`),
    isLoading: change.isPending,
    onClick: () =>
      change.mutate(
        { ids },
        {
          onSuccess: ({ count }) => {
            toast.success(t(`offers.done.${as}`, { count }))
            setSelection({})
          },
        }
      ),
  })
  if (!query.data) return <QueryState query={query}>{null}</QueryState>
  return (
    <>
      <div className="flex justify-end px-6 pt-4">
        <ExportButton path="/offers/export" query={filter} filename="marketplace-offers.csv" />
      </div>
      <DataTable
        data={query.data.offers}
        columns={columns}
        filters={[
          {
            id: "connection_id",
            type: "multiselect",
            label: t("filter.connection"),
            options: connections.map(({ id, name }) => ({ value: id, label: name })),
          },
        ]}
        getRowId={({ id }) => id}
        rowHref={({ id }) => `/marketplace-offers/${id}${search}`}
        rowCount={query.data.count}
        pageSize={PAGE_SIZE}
        rowSelection={{ state: selection, onRowSelectionChange: setSelection }}
        emptyState={{
          empty: { heading: t("offers.none"), description: t("offers.noneHint") },
          filtered: { heading: t("state.noResults"), description: t("state.noResultsHint") },
        }}
      />
      <SelectionBar
        count={ids.length}
        onClear={() => setSelection({})}
        commands={
          state === "excluded"
            ? [command("include", include)]
            : [command("push", push), command("exclude", exclude)]
        }
      />
    </>
  )
}

/** The table keeps a filter in the address as JSON. */
function readIds(raw: string | undefined): string[] | undefined {
  try {
    const ids = [JSON.parse(raw ?? "[]")].flat().filter((one): one is string => typeof one === "string")
    return ids.length ? ids : undefined
  } catch {
    // Written by hand into the address.
    return raw ? [raw] : undefined
  }
}

function useColumns() {
  const { t } = useTranslation("marketplaces")
  const { search } = useLocation()
  const connections = useConnections({ limit: 200 }).data?.connections
  return [
    selectColumn(helper, {
      all: t("offers.chooseAll"),
      one: ({ external_sku }) => t("offers.choose", { sku: external_sku }),
    }),
    helper.accessor("external_sku", {
      ...LINKED,
      header: t("widget.externalSku"),
      cell: ({ row: { original } }) => (
        <div className="flex max-w-64 flex-col">
          <RowLink
            to={`/marketplace-offers/${original.id}${search}`}
            className="txt-compact-small-plus break-all"
          >
            {original.external_sku}
          </RowLink>
          <span className="txt-small text-ui-fg-subtle truncate" title={nameOf(original)}>
            {nameOf(original)}
          </span>
        </div>
      ),
    }),
    helper.accessor("connection_id", {
      header: t("connections.marketplace"),
      cell: ({ row: { original } }) => {
        const name = connections?.find(({ id }) => id === original.connection_id)?.name
        return [name ?? original.marketplace_id, original.channel].filter(Boolean).join(" · ")
      },
    }),
    helper.display({
      id: "stock",
      header: t("offers.stock"),
      cell: ({ row: { original } }) => <OfferValue offer={original} aspect="stock" />,
    }),
    helper.display({
      id: "price",
      header: t("offers.price"),
      cell: ({ row: { original } }) => <OfferValue offer={original} aspect="price" />,
    }),
    helper.accessor("state", {
      header: t("order.state"),
      cell: ({ row: { original } }) => (
        <div className="flex items-center gap-x-2">
          <OfferStateBadge offer={original} />
          <OfferProblemBadge offer={original} />
        </div>
      ),
    }),
  ]
}

/** What the offer is, in the store's words where it is recognized. */
export const nameOf = ({ variant, title }: Pick<Offer, "variant" | "title">): string =>
  variant ? [variant.product_title, variant.title].filter(Boolean).join(" · ") : (title ?? "")
