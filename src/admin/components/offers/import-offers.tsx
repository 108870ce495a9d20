import { Button, Text } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import type { OffersImported } from "../../../api/admin/marketplaces/offers/types"
import { useImportOffers } from "../../hooks/api/offers"
import { useFormat } from "../../hooks/use-format"
import { ImportModal } from "../import-modal"
import { ConnectionChoice } from "./connection-choice"
import { RowsTable } from "./rows-table"

/** Rules of offers from a changed export. */
export const ImportOffers = () => {
  const { t } = useTranslation("marketplaces")
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button size="small" variant="secondary" onClick={() => setOpen(true)}>
        {t("offers.import.open")}
      </Button>
      {isOpen && <OffersModal onClose={() => setOpen(false)} />}
    </>
  )
}

const OffersModal = ({ onClose }: { onClose: () => void }) => {
  const { t } = useTranslation("marketplaces")
  const [connection_id, setConnection] = useState("")
  return (
    <ImportModal
      title={t("offers.import.title")}
      hint={t("offers.import.hint")}
      confirmText={(count) => t("offers.import.confirm", { count })}
      doneText={(count) => t("offers.import.done", { count })}
      connectionId={connection_id}
      look={useImportOffers()}
      change={useImportOffers()}
      before={<ConnectionChoice value={connection_id} onChange={setConnection} />}
      onClose={onClose}
    >
      {(found) => <Found found={found} />}
    </ImportModal>
  )
}

const Found = ({ found }: { found: OffersImported }) => {
  const { t } = useTranslation("marketplaces")
  const { number } = useFormat()
  const shown = (value: number | boolean | null) =>
    value === null
      ? "–"
      : typeof value === "number"
        ? number(value)
        : t(value ? "offers.import.yes" : "offers.import.no")
  return (
    <div role="status" className="flex flex-col gap-y-6">
      <Text size="small">
        {t("offers.import.counts", {
          rows: number(found.rows),
          changed: number(found.changed),
          unchanged: number(found.unchanged),
          bad: number(found.bad_count),
        })}
        {found.excluded > 0 && ` ${t("offers.import.excluded", { count: found.excluded })}`}
      </Text>
      <RowsTable
        title={t("offers.import.bad")}
        count={found.bad_count}
        rows={found.bad.map(({ row, sku, message }) => ({
          key: `${row} ${sku}`,
          cells: [t("offers.import.row", { row: number(row) }), sku, message],
        }))}
      />
      <RowsTable
        title={t("offers.import.changes")}
        count={found.changes.length}
        rows={found.changes.map(({ row, sku, field, from, to }) => ({
          key: `${row} ${field}`,
          cells: [
            sku,
            t(field === "is_excluded" ? "offers.exclude" : `offers.overrides.${field}`),
            `${shown(from)} → ${shown(to)}`,
          ],
        }))}
      />
    </div>
  )
}
