import { RouteDrawer } from "@medusajs/dashboard/components"
import { useTranslation } from "react-i18next"
import { useParams } from "react-router-dom"
import { OfferDetails } from "../../../components/offers/offer-details"
import { QueryState } from "../../../components/query-state"
import { useOffer } from "../../../hooks/api/offers"

const MarketplaceOfferPage = () => {
  const { t } = useTranslation("marketplaces")
  const { id = "" } = useParams()
  const query = useOffer(id)
  const offer = query.data?.offer
  return (
    <RouteDrawer prev="/marketplace-offers">
      <RouteDrawer.Header>
        <RouteDrawer.Title>{offer?.external_sku ?? t("offers.title")}</RouteDrawer.Title>
      </RouteDrawer.Header>
      <RouteDrawer.Body className="overflow-y-auto p-0">
        <QueryState query={query}>{offer && <OfferDetails key={offer.id} offer={offer} />}</QueryState>
      </RouteDrawer.Body>
    </RouteDrawer>
  )
}

export default MarketplaceOfferPage
