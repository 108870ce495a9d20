import { Button, Text } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { Tip } from "./tip"

/** A field that another user saved since the form was opened, with both values. */
export type BothValues = { label: string; theirs: string; mine: string }

/** What is saved now beside what was typed: saving again replaces it, or it is taken over. */
export const Meanwhile = ({ fields, onTake }: { fields: BothValues[]; onTake: () => void }) => {
  const { t } = useTranslation("marketplaces")
  if (!fields.length) return null
  return (
    <div role="alert" className="flex flex-col gap-y-3">
      <Tip variant="warning" label={t("meanwhile.title")}>
        {t("meanwhile.hint")}
      </Tip>
      <ul className="flex flex-col gap-y-2">
        {fields.map(({ label, theirs, mine }) => (
          <li key={label}>
            <Text size="small" leading="compact" weight="plus">
              {label}
            </Text>
            <Text size="small" className="text-ui-fg-subtle break-words">
              {t("meanwhile.both", { theirs, mine })}
            </Text>
          </li>
        ))}
      </ul>
      <div>
        <Button size="small" variant="secondary" type="button" onClick={() => onTake()}>
          {t("meanwhile.take")}
        </Button>
      </div>
    </div>
  )
}
