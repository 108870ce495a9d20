import { Text, toast } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import type { ListingsImported } from "../../../api/admin/marketplaces/listings/types"
import { useImportListings } from "../../hooks/api/listings"
import { useFormat } from "../../hooks/use-format"
import { CsvFile } from "../csv-file"
import { LookFirstModal } from "../look-first-modal"
import { RowsTable } from "../offers/rows-table"

type Props = { connectionId: string; onClose: () => void }

/** SKUs from a filled-in export: what each stands for, and which rows cannot be read, before it is done. */
export const ImportListings = ({ connectionId: connection_id, onClose }: Props) => {
  const { t } = useTranslation("marketplaces")
  const look = useImportListings()
  const change = useImportListings()
  const [file, setFile] = useState("")
  const found = look.data
  const choose = (content: string) => {
    setFile(content)
    look.mutate({ connection_id, file: content, dry_run: true })
  }
  const confirm = () =>
    change.mutate(
      { connection_id, file, dry_run: false },
      {
        onSuccess: ({ changed, released }) => {
          toast.success(t("listings.import.done", { count: changed }), {
            description: released ? t("fix.mapped", { count: released }) : undefined,
          })
          onClose()
        },
      }
    )
  return (
    <LookFirstModal
      title={t("listings.import.title")}
      hint={t("listings.import.hint")}
      confirmText={t("listings.import.confirm", { count: found?.changed ?? 0 })}
      isReady={Boolean(found?.changed) && !look.isPending}
      isPending={change.isPending}
      onConfirm={confirm}
      onClose={onClose}
    >
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
