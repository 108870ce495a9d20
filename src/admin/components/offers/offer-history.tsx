import { Heading, StatusBadge, Text } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import type { OfferDetails } from "../../../api/admin/marketplaces/offers/types"
import { useFormat } from "../../hooks/use-format"

const OUTCOMES = { done: "green", refused: "red", unknown: "orange" } as const

/** What was sent of the offer, the latest first, and what the marketplace said. */
export const OfferHistory = ({ offer: { history, price } }: { offer: OfferDetails }) => {
  const { t } = useTranslation("marketplaces")
  const { date, money, number } = useFormat()
  return (
    <section aria-label={t("offers.history")} className="flex flex-col gap-y-3 px-6 py-4">
      <Heading level="h2">{t("offers.history")}</Heading>
      {history.length ? (
        <ol className="flex flex-col gap-y-3">
          {history.map((item) => (
            <li key={item.batch_id} className="flex flex-col gap-y-1">
              <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <Text size="small">{date(item.at)}</Text>
                <Text size="small" weight="plus">
                  {[
                    item.stock === null ? "" : `${t("offers.stock")} ${number(item.stock)}`,
                    item.price === null ? "" : money(item.price, price.currency_code),
                    item.delivery ? t("offers.delivery") : "",
                  ]
                    .filter(Boolean)
                    .join(" · ")}
                </Text>
                <StatusBadge color={item.outcome ? OUTCOMES[item.outcome] : "blue"}>
                  {t(`offers.outcomes.${item.outcome ?? "pending"}`)}
                </StatusBadge>
              </div>
              {item.outcome !== "done" && item.message && (
                <Text size="small" className="text-ui-fg-subtle break-words">
                  {item.message}
                </Text>
              )}
            </li>
          ))}
        </ol>
      ) : (
        <Text size="small" className="text-ui-fg-subtle">
          {t("offers.noHistory")}
        </Text>
      )}
    </section>
  )
}
