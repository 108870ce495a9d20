import { defineWidgetConfig } from "@medusajs/admin-sdk"
import type { AdminProductVariant, DetailWidgetProps } from "@medusajs/framework/types"
import { Button, Container, Text } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import type { Offer } from "../../api/admin/marketplaces/offers/types"
import { OfferProblemBadge, OfferStateBadge } from "../components/offers/offer-badges"
import { OfferCommands } from "../components/offers/offer-details"
import { OfferExplanation } from "../components/offers/offer-explanation"
import { OfferOverridesForm } from "../components/offers/offer-overrides-form"
import { OfferValue } from "../components/offers/offer-value"
import { SectionHeader } from "../components/section-header"
import { useConnections } from "../hooks/api/connections"
import { useOffers } from "../hooks/api/offers"

const MOST = 50

/** What each marketplace shows of this variant, and why; nothing where it is offered on none. */
const VariantOffersWidget = ({ data: variant }: DetailWidgetProps<AdminProductVariant>) => {
  const { t } = useTranslation("marketplaces")
  const offers = useOffers({ variant_id: variant.id, limit: MOST }).data?.offers ?? []
  if (!offers.length) return null
  return (
    <Container className="divide-y p-0">
      <SectionHeader title={t("offers.title")} hint={t("offers.variantHint")} />
      {offers.map((offer) => (
        <VariantOffer key={offer.id} offer={offer} />
      ))}
    </Container>
  )
}

const VariantOffer = ({ offer }: { offer: Offer }) => {
  const { t } = useTranslation("marketplaces")
  const [isOpen, setOpen] = useState(false)
  const connections = useConnections({ limit: 200 }).data?.connections
  const name = connections?.find(({ id }) => id === offer.connection_id)?.name ?? offer.marketplace_id
  return (
    <section aria-label={`${name} ${offer.external_sku}`} className="divide-y">
      <div className="flex flex-col gap-y-2 px-6 py-4">
        <div className="flex flex-wrap items-center justify-between gap-2">
          <div className="min-w-0">
            <Text size="small" leading="compact" weight="plus">
              {[name, offer.channel].filter(Boolean).join(" · ")}
            </Text>
            <Text size="small" className="text-ui-fg-subtle break-all">
              {offer.external_sku}
            </Text>
          </div>
          <Button
            size="small"
            variant="transparent"
            type="button"
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            {t(isOpen ? "offers.hide" : "offers.details")}
          </Button>
        </div>
        <div className="flex flex-wrap items-center gap-2">
          <OfferStateBadge offer={offer} />
          <OfferProblemBadge offer={offer} />
        </div>
        <dl className="txt-compact-small grid grid-cols-2 gap-2">
          {(["stock", "price"] as const).map((aspect) => (
            <div key={aspect}>
              <dt className="text-ui-fg-subtle">{t(`offers.${aspect}`)}</dt>
              <dd>
                <OfferValue offer={offer} aspect={aspect} />
              </dd>
            </div>
          ))}
        </dl>
      </div>
      {isOpen && (
        <>
          <OfferExplanation offer={offer} />
          <div className="flex flex-col gap-y-4 px-6 py-4">
            <OfferOverridesForm offer={offer} />
            <OfferCommands offer={offer} />
          </div>
        </>
      )}
    </section>
  )
}

export const config = defineWidgetConfig({
  zone: "product_variant.details.side",
  id: "marketplace-connect-variant-offers",
})

export default VariantOffersWidget
