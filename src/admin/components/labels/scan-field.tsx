import { toast } from "@medusajs/ui"
import { type FormEvent, useState } from "react"
import { useTranslation } from "react-i18next"
import type { OrdersToLabel } from "../../../api/admin/labels/types"
import { useLabelOrders, useMarkPrinted } from "../../hooks/api/labels"
import { printWhenReady } from "../../lib/print-label"
import { TextField } from "../text-field"

type Row = OrdersToLabel["orders"][number]

/**
 * What a scanner types, with Enter at its end: an order's number, or an article's SKU or barcode, which is the most urgent
 * order with it. That order is packed whole, labeled and printed, each of its parcels; the field is empty and ready for the
 * next.
 */
export const ScanField = ({ rows }: { rows: readonly Row[] }) => {
  const { t } = useTranslation("marketplaces")
  const [code, setCode] = useState("")
  const [said, setSaid] = useState("")
  const make = useLabelOrders(() => undefined)
  const mark = useMarkPrinted()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const row = findScanned(rows, code)
    setCode("")
    if (!row || row.message) {
      setSaid(row ? `${row.order_number}: ${row.message}` : t("labels.notFound", { code }))
      return
    }
    setSaid(t("labels.scanned", { number: row.order_number }))
    try {
      const [{ label_id, message }] = await make.mutateAsync([row.order_id])
      if (label_id === null) {
        setSaid(`${row.order_number}: ${message}`)
        return
      }
      mark.mutate(await printWhenReady(row.order_id, t("labels.notReady", { number: row.order_number })))
      setSaid(t("labels.scanPrinted", { number: row.order_number }))
    } catch (error) {
      setSaid("")
      toast.error(error instanceof Error ? error.message : t("state.error"))
    }
  }
  return (
    <form className="flex flex-col gap-y-2 px-6 py-4" onSubmit={(event) => void submit(event)}>
      <TextField
        label={t("labels.scan")}
        hint={t("labels.scanHint")}
        autoComplete="off"
        maxLength={100}
        value={code}
        onChange={setCode}
      />
      <p role="status" className="txt-small text-ui-fg-subtle empty:hidden">
        {said}
      </p>
    </form>
  )
}

/** Rows are in order of urgency. One that can go is taken before one that waits for something. */
function findScanned(rows: readonly Row[], typed: string): Row | undefined {
  const code = typed.trim().toLowerCase()
  if (!code) return undefined
  const isNumber = ({ order_number, display_id }: Row) =>
    order_number.toLowerCase() === code || `#${display_id}` === code
  const ofArticle = rows.filter(({ codes }) => codes.some((one) => one.toLowerCase() === code))
  return rows.find(isNumber) ?? ofArticle.find(({ message }) => message === null) ?? ofArticle.at(0)
}
