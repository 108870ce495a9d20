import { Text } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { useFormat } from "../../hooks/use-format"
import type { AfterSale } from "../../../marketplaces/port"
import { Tip } from "../tip"

/** Returns, refunds, claims and gestures, as the marketplace reports them. The money is its business. */
export const AfterSales = ({ sales }: { sales: AfterSale[] }) => {
  const { t } = useTranslation("marketplaces")
  const { date, money } = useFormat()
  return (
    <div className="flex flex-col gap-y-3">
      <Tip label={t("afterSales.refundedThere")}>{t("afterSales.refundedThereHint")}</Tip>
      <ul className="divide-y">
        {sales.map((sale, index) => (
          <li key={`${sale.kind}-${sale.external_id ?? index}`} className="flex flex-col gap-y-1 py-2">
            <div className="flex flex-wrap justify-between gap-x-4">
              <Text size="small" weight="plus">
                {t(`afterSales.kinds.${sale.kind}`)}
              </Text>
              <Text size="small">{sale.amount === null ? "" : money(sale.amount, sale.currency_code)}</Text>
            </div>
            <Text size="small" className="text-ui-fg-subtle break-words">
              {[
                sale.quantity && t("afterSales.quantity", { count: sale.quantity }),
                sale.reason,
                sale.status,
                sale.at && date(sale.at),
              ]
                .filter(Boolean)
                .join(" · ")}
            </Text>
          </li>
        ))}
      </ul>
    </div>
  )
}
