import { Text } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import type { ListingsImported } from "../../../api/admin/marketplaces/listings/types"
import { useImportListings } from "../../hooks/api/listings"
import { useFormat } from "../../hooks/use-format"
import { ImportModal } from "../import-modal"
import { RowsTable } from "../offers/rows-table"

type Props = { connectionId: string; onClose: () => void }

/** SKUs from a filled-in export: what each stands for. */
export const ImportListings = ({ connectionId, onClose }: Props) => {
  const { t } = useTranslation("marketplaces")
  return (
    <ImportModal
      title={t("listings.import.title")}
      hint={t("listings.import.hint")}
      confirmText={(count) => t("listings.import.confirm", { count })}
      doneText={(count) => t("listings.import.done", { count })}
      connectionId={connectionId}
      look={useImportListings()}
      change={useImportListings()}
      besides={({ released }) => (released ? t("fix.mapped", { count: released }) : undefined)}
      onClose={onClose}
    >
      {(found) => <Found found={found} />}
    </ImportModal>
  )
}

const Found = ({ found }: { found: ListingsImported }) => {
  const { t } = useTranslation("marketplaces")
  const { number } = useFormat()
  return (
    <div role="status" className="flex flex-col gap-y-6">
      <Text size="small">
        {t("listings.import.counts", {
          changed: number(found.changed),
          unchanged: number(found.unchanged),
          open: number(found.open),
          bad: number(found.bad_count),
        })}
      </Text>
      <RowsTable
        title={t("offers.import.bad")}
        count={found.bad_count}
        rows={found.bad.map(({ row, external_sku, message }) => ({
          key: `${row}`,
          cells: [t("offers.import.row", { row: number(row) }), external_sku, message],
        }))}
      />
      <RowsTable
        title={t("offers.import.changes")}
        count={found.changed}
        rows={found.changes.map(({ row, external_sku, from, to }) => ({
          key: `${row}`,
          cells: [external_sku, from ? `${from} → ${to}` : to],
        }))}
      />
    </div>
  )
}
