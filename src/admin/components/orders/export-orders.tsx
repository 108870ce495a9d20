import { ArrowDownTray } from "@medusajs/icons"
import { Button, toast } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import type { OrdersQuery } from "../../hooks/api/marketplace-orders"
import { download } from "../../lib/request"

/** The list as it is narrowed, as a file for a spreadsheet. */
export const ExportOrders = ({ query }: { query: OrdersQuery }) => {
  const { t } = useTranslation("marketplaces")
  const [isLoading, setLoading] = useState(false)
  const save = async () => {
    setLoading(true)
    try {
      const url = URL.createObjectURL(await download("/orders/export", query))
      const link = Object.assign(document.createElement("a"), {
        href: url,
        download: "marketplace-orders.csv",
      })
      link.click()
      URL.revokeObjectURL(url)
    } catch (error) {
      toast.error(error instanceof Error ? error.message : t("state.error"))
    } finally {
      setLoading(false)
    }
  }
  return (
    <Button size="small" variant="secondary" type="button" isLoading={isLoading} onClick={() => void save()}>
      <ArrowDownTray />
      {t("orders.export")}
    </Button>
  )
}
