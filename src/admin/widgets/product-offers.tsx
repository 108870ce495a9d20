import { defineWidgetConfig } from "@medusajs/admin-sdk"
import type { AdminProduct, DetailWidgetProps } from "@medusajs/framework/types"
import { Badge, Container, Text } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { Link } from "react-router-dom"
import { SectionHeader } from "../components/section-header"
import { useConnections } from "../hooks/api/connections"
import { useOffers } from "../hooks/api/offers"

const MOST = 200

/** One line for each connection that offers this product; nothing where none does. */
const ProductOffersWidget = ({ data: product }: DetailWidgetProps<AdminProduct>) => {
  const { t } = useTranslation("marketplaces")
  const offers = useOffers({ product_id: product.id, limit: MOST }).data?.offers ?? []
  const connections = useConnections({ limit: 200 }).data?.connections ?? []
  if (!offers.length) return null
  const ids = [...new Set(offers.map(({ connection_id }) => connection_id))]
  return (
    <Container className="divide-y p-0">
      <SectionHeader title={t("offers.title")} />
      {ids.map((id) => {
        const own = offers.filter(({ connection_id }) => connection_id === id)
        const toFix = own.filter(({ stock, price, delivery }) =>
          [stock, price, delivery].some(({ problem }) => problem)
        ).length
        const units = own.reduce(
          (sum, { stock, shown }) => sum + (stock.confirmed ?? shown?.quantity ?? 0),
          0
        )
        return (
          <div key={id} className="flex flex-wrap items-center justify-between gap-2 px-6 py-3">
            <Link
              to={`/marketplace-offers?tab=all&connection_id=${encodeURIComponent(JSON.stringify([id]))}`}
              className="txt-compact-small-plus"
            >
              {connections.find((connection) => connection.id === id)?.name ?? id}
            </Link>
            <div className="flex items-center gap-x-2">
              {toFix > 0 && (
                <Badge size="2xsmall" color="orange">
                  {t("offers.toFix", { count: toFix })}
                </Badge>
              )}
              <Text size="small" className="text-ui-fg-subtle">
                {t("offers.summary", { count: own.length, units })}
              </Text>
            </div>
          </div>
        )
      })}
    </Container>
  )
}

export const config = defineWidgetConfig({
  zone: "product.details.side",
  id: "marketplace-connect-product-offers",
})

export default ProductOffersWidget
