import { useTranslation } from "react-i18next"
import type { CredentialField } from "../../api/admin/marketplaces/types"
import { SelectField } from "./select-field"
import { optionLabel } from "./settings/setting-value"
import { TextField } from "./text-field"

type Props = {
  fields: CredentialField[]
  values: Record<string, string>
  /** What is stored already, without any secret. */
  stored?: Record<string, string>
  onChange: (values: Record<string, string>) => void
}

/** The credentials that a marketplace or a label service asks for. Secrets are written, never shown. */
export const CredentialFields = ({ fields, values, stored = {}, onChange }: Props) => {
  const { t } = useTranslation("marketplaces")
  return fields.map((field) => {
    const { name, label, help, secret, required, options } = field
    const set = (value: string) => onChange({ ...values, [name]: value })
    const texts = { label, hint: help, optional: !required, required, name: `credentials.${name}` }
    return options ? (
      <SelectField
        key={name}
        {...texts}
        value={values[name] ?? stored[name] ?? ""}
        options={options.map((option) => ({ value: option, label: optionLabel(field, option) }))}
        onChange={set}
      />
    ) : (
      <TextField
        key={name}
        {...texts}
        type={secret ? "password" : "text"}
        autoComplete={secret ? "new-password" : "off"}
        spellCheck={false}
        placeholder={secret && stored[name] ? t("credentials.kept") : stored[name]}
        value={values[name] ?? ""}
        onChange={set}
      />
    )
  })
}
