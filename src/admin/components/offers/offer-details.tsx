import { SectionRow } from "@medusajs/dashboard/components"
import { Button, Heading, toast } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { Link } from "react-router-dom"
import type { OfferDetails as Details } from "../../../api/admin/marketplaces/offers/types"
import { ASPECTS } from "../../../offers/result"
import { useConnection } from "../../hooks/api/connections"
import { useChangeOffers } from "../../hooks/api/offers"
import { useFormat } from "../../hooks/use-format"
import { Tip } from "../tip"
import { MapOffer } from "./map-offer"
import { OfferExplanation } from "./offer-explanation"
import { OfferHistory } from "./offer-history"
import { OfferOverridesForm } from "./offer-overrides-form"
import { OfferProblemBadge, OfferStateBadge } from "./offer-badges"
import { OfferValue } from "./offer-value"
import { nameOf } from "./offers-table"

/** Everything about one offer: its values with their explanation, what is set for it alone, what was sent. */
export const OfferDetails = ({ offer }: { offer: Details }) => {
  const { t } = useTranslation("marketplaces")
  const { date } = useFormat()
  const [isMapping, setMapping] = useState(offer.state === "unmatched")
  const connection = useConnection(offer.connection_id).data?.connection
  const problems = ASPECTS.flatMap((aspect) => offer[aspect].problem ?? [])
  return (
    <div className="divide-y">
      <div className="flex flex-col gap-y-3 px-6 py-4">
        <div className="flex flex-wrap items-center gap-2">
          <OfferStateBadge offer={offer} />
          <OfferProblemBadge offer={offer} />
        </div>
        {problems.map(({ code, message, hint }) => (
          <Tip key={code} variant="warning" label={message}>
            {hint}
          </Tip>
        ))}
        <Foreign offer={offer} />
        <OfferCommands offer={offer} />
      </div>
      <SectionRow title={t("connections.marketplace")} value={connection?.name ?? offer.marketplace_id} />
      <SectionRow
        title={t("listings.variant")}
        value={
          <div className="flex flex-col items-start gap-y-1">
            {offer.variant?.product_id ? (
              <Link
                to={`/products/${offer.variant.product_id}/variants/${offer.variant.id}`}
                className="text-ui-fg-interactive-hover dark:text-ui-fg-interactive"
              >
                {[nameOf(offer), offer.variant.sku].filter(Boolean).join(" · ")}
              </Link>
            ) : (
              (offer.title ?? "–")
            )}
            {/* The row's place for actions is as wide as one icon. */}
            {!isMapping && (
              <Button size="small" variant="transparent" className="-ml-2" onClick={() => setMapping(true)}>
                {t("offers.map")}
              </Button>
            )}
          </div>
        }
      />
      {isMapping && <MapOffer offer={offer} onDone={() => setMapping(false)} />}
      {offer.ean && <SectionRow title={t("offers.ean")} value={offer.ean} />}
      <SectionRow title={t("offers.stock")} value={<OfferValue offer={offer} aspect="stock" />} />
      <SectionRow title={t("offers.price")} value={<OfferValue offer={offer} aspect="price" />} />
      <SectionRow title={t("offers.seenAt")} value={date(offer.seen_at)} />
      <OfferExplanation offer={offer} />
      {offer.variant_id && (
        <div className="flex flex-col gap-y-4 px-6 py-4">
          <Heading level="h2">{t("offers.overrides.title")}</Heading>
          <OfferOverridesForm offer={offer} />
        </div>
      )}
      <OfferHistory offer={offer} />
    </div>
  )
}

const Foreign = ({ offer: { foreign, price } }: { offer: Details }) => {
  const { t } = useTranslation("marketplaces")
  const { money } = useFormat()
  if (!foreign) return null
  const words = (aspect: string, value: number | string) =>
    aspect === "price" ? money(Number(value), price.currency_code) : String(value)
  return Object.entries(foreign).map(([aspect, { shown, ours }]) => (
    <Tip key={aspect} variant="warning" label={t("offers.foreign")}>
      {t("offers.foreignHint", { shown: words(aspect, shown), ours: words(aspect, ours) })}
    </Tip>
  ))
}

/** Sends it once more, or no longer sells it here. */
export const OfferCommands = ({ offer: { id, state } }: { offer: Pick<Details, "id" | "state"> }) => {
  const { t } = useTranslation("marketplaces")
  const push = useChangeOffers("push")
  const other = state === "excluded" ? "include" : "exclude"
  const change = useChangeOffers(other)
  const done = (as: "push" | "exclude" | "include") => ({
    onSuccess: ({ count }: { count: number }) => void toast.success(t(`offers.done.${as}`, { count })),
  })
  if (state === "gone" || state === "unmatched") return null
  return (
    <div className="flex flex-wrap gap-2">
      {state !== "excluded" && (
        <Button
          size="small"
          variant="secondary"
          isLoading={push.isPending}
          onClick={() => push.mutate({ ids: [id] }, done("push"))}
        >
          {t("offers.push")}
        </Button>
      )}
      <Button
        size="small"
        variant="secondary"
        isLoading={change.isPending}
        onClick={() => change.mutate({ ids: [id] }, done(other))}
      >
        {t(`offers.${other}`)}
      </Button>
    </div>
  )
}
