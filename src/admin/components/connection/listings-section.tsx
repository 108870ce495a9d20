import { Trash } from "@medusajs/icons"
import { Badge, createDataTableColumnHelper, IconButton } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { useListings } from "../../hooks/api/listings"
import { useListParams } from "../../hooks/use-list-params"
import type { Connection } from "../../../api/admin/marketplaces/connections/types"
import type { Listing } from "../../../api/admin/marketplaces/listings/types"
import { useExport } from "../export-button"
import { TableSection } from "../table-section"
import { ImportListings } from "./import-listings"
import { useUnmap } from "./use-unmap"

const PAGE_SIZE = 10
const PREFIX = "listings"

const helper = createDataTableColumnHelper<Listing>()

/** Every mapped SKU of the marketplace, also where its variant is gone. */
export const ListingsSection = ({ connection }: { connection: Connection }) => {
  const { t } = useTranslation("marketplaces")
  const { offset, q } = useListParams(PREFIX)
  const query = useListings({
    connection_id: connection.id,
    limit: PAGE_SIZE,
    offset,
    q,
  })
  const unmap = useUnmap()
  const [isImporting, setImporting] = useState(false)
  const file = useExport({
    path: "/listings/export",
    query: { connection_id: connection.id },
    filename: "marketplace-skus.csv",
  })
  const columns = [
    helper.accessor("external_sku", {
      header: t("widget.externalSku"),
      cell: ({ getValue }) => <span className="whitespace-normal break-all">{getValue()}</span>,
    }),
    helper.accessor("variant", {
      header: t("listings.variant"),
      cell: ({ getValue }) => {
        const variant = getValue()
        return variant ? (
          <span className="whitespace-normal break-words">
            {[variant.product_title, variant.title, variant.sku].filter(Boolean).join(" · ")}
          </span>
        ) : (
          <Badge size="2xsmall" color="orange">
            {t("listings.gone")}
          </Badge>
        )
      },
    }),
    helper.display({
      id: "remove",
      header: () => <span className="sr-only">{t("actions.delete")}</span>,
      cell: ({ row: { original } }) => (
        <div className="flex justify-end">
          <IconButton
            size="small"
            type="button"
            variant="transparent"
            aria-label={t("widget.unmapTitle", { sku: original.external_sku })}
            onClick={() => void unmap(original)}
          >
            <Trash />
          </IconButton>
        </div>
      ),
    }),
  ]
  return (
    <>
      <TableSection
        query={query}
        actions={[
          { label: t("orders.export"), onClick: () => void file.save() },
          { label: t("offers.import.open"), onClick: () => setImporting(true) },
        ]}
        prefix={PREFIX}
        heading={t("listings.title")}
        subHeading={t("listings.hint")}
        data={query.data?.listings}
        columns={columns}
        rowCount={query.data?.count}
        pageSize={PAGE_SIZE}
        emptyState={{
          empty: { heading: t("listings.none"), description: t("listings.noneHint") },
          filtered: { heading: t("state.noResults"), description: t("state.noResultsHint") },
        }}
      />
      {isImporting && <ImportListings connectionId={connection.id} onClose={() => setImporting(false)} />}
    </>
  )
}
