import { ArrowDownTray } from "@medusajs/icons"
import { Button, toast } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { download } from "../lib/request"

type Props = { path: string; query: object; filename: string }

/** Saves a list as a file for a spreadsheet. */
export function useExport({ path, query, filename }: Props) {
  const { t } = useTranslation("marketplaces")
  const [isLoading, setLoading] = useState(false)
  const save = async () => {
    setLoading(true)
    try {
      const url = URL.createObjectURL(await download(path, query))
      Object.assign(document.createElement("a"), { href: url, download: filename }).click()
      URL.revokeObjectURL(url)
    } catch (error) {
      toast.error(error instanceof Error ? error.message : t("state.error"))
    } finally {
      setLoading(false)
    }
  }
  return { save, isLoading }
}

/** A list as it is narrowed, as a file for a spreadsheet. */
export const ExportButton = (list: Props) => {
  const { t } = useTranslation("marketplaces")
  const { save, isLoading } = useExport(list)
  return (
    <Button size="small" variant="secondary" type="button" isLoading={isLoading} onClick={() => void save()}>
      <ArrowDownTray />
      {t("orders.export")}
    </Button>
  )
}
