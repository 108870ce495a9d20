import { useTranslation } from "react-i18next"

/** What helps whoever looks for the cause of a fault, and says nothing to others. */
export const TechnicalDetails = ({ texts }: { texts: string[] }) => {
  const { t } = useTranslation("marketplaces")
  return (
    <details className="txt-small text-ui-fg-subtle">
      <summary className="cursor-pointer">{t("state.details")}</summary>
      {texts.map((text, place) => (
        <p key={place} className="break-words">
          {text}
        </p>
      ))}
    </details>
  )
}
