import { useTranslation } from "react-i18next"
import type { Marketplace } from "../../api/admin/marketplaces/types"
import { TextField } from "./text-field"

type Props = {
  marketplace: Marketplace
  values: Record<string, string>
  /** What is stored already, without any secret. */
  stored?: Record<string, string>
  onChange: (values: Record<string, string>) => void
}

/** The credentials that the marketplace asks for. Secrets are written, never shown. */
export const CredentialFields = ({ marketplace, values, stored = {}, onChange }: Props) => {
  const { t } = useTranslation("marketplaces")
  return marketplace.credential_fields.map(({ name, label, help, secret, required }) => (
    <TextField
      key={name}
      label={label}
      hint={help}
      optional={!required}
      type={secret ? "password" : "text"}
      autoComplete={secret ? "new-password" : "off"}
      spellCheck={false}
      placeholder={secret && stored[name] ? t("credentials.kept") : stored[name]}
      value={values[name] ?? ""}
      onChange={(value) => onChange({ ...values, [name]: value })}
    />
  ))
}
