import { Text } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { fillTemplate, templateFault } from "../../../carriers/tracking-url"

/** An invented parcel. */
const SAMPLE = { number: "6A12345678901", postcode: "75011", country: "FR" }

/** What a template of tracking links makes of a parcel, or what is wrong with it. */
export const TemplatePreview = ({ template }: { template: string }) => {
  const { t } = useTranslation("marketplaces")
  const text = template.trim()
  if (!text) return null
  const fault = templateFault(text)
  const link = fillTemplate(text, SAMPLE)
  return (
    <div role="status" className="bg-ui-bg-component rounded-lg border px-3 py-2">
      <Text size="small" leading="compact" weight="plus">
        {t(fault || !link ? "template.wrong" : "template.preview")}
      </Text>
      <Text size="small" className="text-ui-fg-subtle break-all">
        {link ?? t(`template.faults.${fault?.code ?? "unusable"}`)}
      </Text>
    </div>
  )
}
