import { Heading, Text } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import type { Offer } from "../../../api/admin/marketplaces/offers/types"
import { ASPECTS } from "../../../offers/result"

/** Every step from the store's facts to what is sent. */
export const OfferExplanation = ({ offer: { explanation } }: { offer: Pick<Offer, "explanation"> }) => {
  const { t } = useTranslation("marketplaces")
  const shown = ASPECTS.map((aspect) => ({
    aspect,
    steps: explanation.filter((step) => step.aspect === aspect),
  })).filter(({ steps }) => steps.length)
  if (!shown.length) return null
  return (
    <div className="flex flex-col gap-y-3 px-6 py-4">
      <Heading level="h2">{t("offers.explanation")}</Heading>
      {shown.map(({ aspect, steps }) => (
        <div key={aspect}>
          <Text size="small" weight="plus">
            {t(`offers.${aspect}`)}
          </Text>
          <ol className="txt-small text-ui-fg-subtle list-inside list-decimal">
            {steps.map(({ code, text }, at) => (
              <li key={`${code} ${at}`}>{text}</li>
            ))}
          </ol>
        </div>
      ))}
    </div>
  )
}
