import { useTranslation } from "react-i18next"
import type { Offer } from "../../../api/admin/marketplaces/offers/types"
import { useFormat } from "../../hooks/use-format"

type Props = { offer: Offer; aspect: "stock" | "price" }

/** What the marketplace should show, what it has confirmed, and since when. */
export const OfferValue = ({ offer, aspect }: Props) => {
  const { t } = useTranslation("marketplaces")
  const { money, number, moment, date } = useFormat()
  const { desired, confirmed, confirmed_at, is_dirty, is_on } = offer[aspect]
  const words = (value: number | null) =>
    value === null ? "–" : aspect === "stock" ? number(value) : money(value, offer.price.currency_code)
  if (!is_on) {
    const shown = offer.shown?.[aspect === "stock" ? "quantity" : "price"]
    return (
      <span className="text-ui-fg-subtle" title={t("offers.off")}>
        {words(shown === undefined || shown === null ? null : Number(shown))}
      </span>
    )
  }
  const isSame = desired !== null && desired === confirmed
  return (
    <span className="flex flex-col whitespace-nowrap">
      <span>
        {isSame ? words(desired) : `${words(desired)} → ${words(confirmed)}`}
        {is_dirty && <span className="text-ui-tag-orange-text"> {t("offers.waiting")}</span>}
      </span>
      {confirmed_at && (
        <span className="txt-small text-ui-fg-subtle" title={date(confirmed_at)}>
          {moment(confirmed_at)}
        </span>
      )}
    </span>
  )
}
