import { Button, Text, toast } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import type { OffersImported } from "../../../api/admin/marketplaces/offers/types"
import { useImportOffers } from "../../hooks/api/offers"
import { useFormat } from "../../hooks/use-format"
import { CsvFile } from "../csv-file"
import { ConnectionChoice } from "./connection-choice"
import { LookFirstModal } from "../look-first-modal"
import { RowsTable } from "./rows-table"

/** Rules of offers from a changed export: what it would change, and which rows cannot be read, before it is done. */
export const ImportOffers = () => {
  const { t } = useTranslation("marketplaces")
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button size="small" variant="secondary" onClick={() => setOpen(true)}>
        {t("offers.import.open")}
      </Button>
      {isOpen && <ImportModal onClose={() => setOpen(false)} />}
    </>
  )
}

const ImportModal = ({ onClose }: { onClose: () => void }) => {
  const { t } = useTranslation("marketplaces")
  const look = useImportOffers()
  const change = useImportOffers()
  const [connection_id, setConnection] = useState("")
  const [file, setFile] = useState<string>()
  const found = look.data
  const read = (id: string, given = file) => {
    setConnection(id)
    if (id && given) look.mutate({ connection_id: id, file: given, dry_run: true })
  }
  const choose = (content: string) => {
    setFile(content)
    read(connection_id, content)
  }
  const confirm = () =>
    file &&
    change.mutate(
      { connection_id, file, dry_run: false },
      {
        onSuccess: ({ changed }) => {
          toast.success(t("offers.import.done", { count: changed }))
          onClose()
        },
      }
    )
  return (
    <LookFirstModal
      title={t("offers.import.title")}
      hint={t("offers.import.hint")}
      confirmText={t("offers.import.confirm", { count: found?.changed ?? 0 })}
      isReady={Boolean(found?.changed) && !look.isPending}
      isPending={change.isPending}
      onConfirm={confirm}
      onClose={onClose}
    >
      <ConnectionChoice value={connection_id} onChange={read} />
      <CsvFile isLoading={look.isPending} onChosen={choose} />
      {look.error && (
        <Text size="small" role="alert" className="text-ui-fg-error">
          {look.error.message}
        </Text>
      )}
      {found && !look.isPending && <Found found={found} />}
    </LookFirstModal>
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
