import { defineRouteConfig } from "@medusajs/admin-sdk"
import { useTranslation } from "react-i18next"
import { useLocation } from "react-router-dom"
import { ShipMany } from "../../components/ship-many/ship-many"

/** The orders that were ticked in a list come with the way here. */
const MarketplaceShippingPage = () => {
  const { orders } = (useLocation().state ?? {}) as { orders?: string[] }
  return <ShipMany orders={orders ?? []} />
}

export const config = defineRouteConfig({
  label: "menu.shipping",
  translationNs: "marketplaces",
  nested: "/orders",
})

const Breadcrumb = () => useTranslation("marketplaces").t("shipMany.title")

export const handle = { breadcrumb: () => <Breadcrumb /> }

export default MarketplaceShippingPage
