import { Combobox } from "@medusajs/dashboard/components"
import { useTranslation } from "react-i18next"
import { Field } from "../field"
import { useCarrierChoices } from "./use-carrier-choices"

type Props = {
  label: string
  hint?: string
  name?: string
  /** Left out: there is none yet, and only the catalog is known. */
  connectionId?: string
  value: string
  onChange: (value: string) => void
}

/** A carrier of the catalog, or a name of the marketplace's own list. */
export const CarrierField = ({ label, hint, name, connectionId, value, onChange }: Props) => {
  const { t } = useTranslation("marketplaces")
  const options = useCarrierChoices(connectionId)
  const stored = value && !options.some((option) => option.value === value) ? [{ value, label: value }] : []
  return (
    <Field label={label} hint={hint} name={name}>
      {(props) => (
        <Combobox
          {...props}
          value={value}
          options={[...stored, ...options]}
          allowClear
          placeholder={t("carrier.choose")}
          onChange={(chosen) => onChange(chosen ?? "")}
        />
      )}
    </Field>
  )
}
