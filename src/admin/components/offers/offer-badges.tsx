import { Badge, StatusBadge } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import type { Offer } from "../../../api/admin/marketplaces/offers/types"

const COLORS = {
  active: "green",
  unmatched: "orange",
  excluded: "grey",
  needs_product: "orange",
  gone: "grey",
  new: "blue",
} as const

export const OfferStateBadge = ({ offer: { state } }: { offer: Pick<Offer, "state"> }) => {
  const { t } = useTranslation("marketplaces")
  return <StatusBadge color={COLORS[state]}>{t(`offers.states.${state}`)}</StatusBadge>
}

/** The first thing about an offer that waits for a person, in a few words. */
export const OfferProblemBadge = ({ offer }: { offer: Offer }) => {
  const { t } = useTranslation("marketplaces")
  const problem = [offer.stock, offer.price, offer.delivery].find(({ problem }) => problem)?.problem
  if (problem) {
    return (
      <Badge size="2xsmall" color="orange" title={problem.message}>
        {problem.title}
      </Badge>
    )
  }
  if (!offer.foreign) return null
  return (
    <Badge size="2xsmall" color="orange">
      {t("offers.foreign")}
    </Badge>
  )
}
